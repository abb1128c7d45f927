"""A day in a studio, through gazu: every person sees what is for them, and nothing else."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import gazu

from tests.e2e.walking import Row, Walking, ids, picture, refused, until

TEAM = {"producer": "manager", "supervisor": "supervisor", "artist": "user", "colleague": "user", "client": "client", "vendor": "vendor"}
TODAY = dt.date.today()
YESTERDAY = TODAY - dt.timedelta(days=1)


class Day(Walking):
    """A day in a studio: a shot from its assignment to its approval, as each person sees it."""

    def parts(self) -> Iterable[Callable[[], None]]:
        """From the morning's assignments to the producer's figures."""
        day = (self.morning, self.work, self.submission, self.retake, self.fix, self.note_for_the_client, self.word_of_the_client)
        return (*day, self.timesheet, self.approval, self.burndown, self.quotas, self.ears)

    # What people see.

    def todo(self, who: str) -> set[str]:
        """The tasks that a person has to do."""
        return ids(gazu.user.all_tasks_to_do(client=self.as_(who)))

    def to_check(self, who: str) -> set[str]:
        """The tasks that wait for a person's answer."""
        return ids(gazu.user.all_tasks_requiring_feedback(client=self.as_(who)))

    def news(self, who: str, path: str | None = None) -> list[Row]:
        """The news of the production as a person reads it."""
        return list(gazu.client.get(path or f"data/projects/{self.project['id']}/news", client=self.as_(who))["data"])

    def comments(self, who: str) -> dict[str, Row]:
        """The comments of the shot's task as a person reads them, by id."""
        return {row["id"]: row for row in gazu.task.all_comments_for_task(self.task, client=self.as_(who))}

    def told(self, who: str) -> list[tuple[str, str]]:
        """What a person was notified of since this was last asked: kind and author."""
        seen = self.notified.setdefault(who, set())
        fresh = [row for row in gazu.user.all_notifications(client=self.as_(who)) if row["id"] not in seen]
        seen |= ids(fresh)
        names = {person["id"]: name for name, person in self.people.items()}
        return sorted((row["notification_type"], names[row["author_id"]]) for row in fresh)

    def told_only(self, **expected: list[tuple[str, str]]) -> None:
        """See that these people were notified of this, and nobody else of anything."""
        told = {who: self.told(who) for who in (*TEAM, "stranger")}
        assert {who: news for who, news in told.items() if news} == expected, told

    def to_check_only(self, *expected: str) -> None:
        """See that these people have the task to check, and that nobody else has anything to check."""
        assert {who for who in (*TEAM, "stranger") if self.to_check(who)} == set(expected)
        assert all(self.to_check(who) == {self.task["id"]} for who in expected)

    # The day.

    def morning(self) -> None:
        """Three shots for three people; each finds theirs, and only theirs."""
        self.notified: dict[str, set[str]] = {}
        self.enter()
        self.produce("Day", TEAM)
        self.hire("stranger", "user")
        producer = self.as_("producer")
        self.shots, tasks = self.shoot(3, by=producer)
        self.task, self.second, self.third = tasks
        for who in ("artist", "colleague", "client", "stranger"):
            self.listen(who)
        for who, task in zip(("artist", "colleague", "vendor"), tasks, strict=True):
            gazu.task.assign_task(task, self.people[who], client=producer)
            gazu.task.update_task({"id": task["id"], "estimation": 480}, client=producer)
            assert self.todo(who) == {task["id"]}, who
        assert all(self.todo(who) == set() for who in ("producer", "supervisor", "client", "stranger"))
        assigned = [("assignation", "producer")]
        self.told_only(artist=assigned, colleague=assigned, vendor=assigned)
        self.to_check_only()
        gazu.user.subscribe_to_task(self.task, client=self.as_("supervisor"))
        self.say("three shots for three people: each was told and has one task to do; nobody else has any")

    def work(self) -> None:
        """The artist takes the task; the team hears, others do not."""
        begun = gazu.task.add_comment(self.task, self.statuses["wip"], comment="On it.", client=self.as_("artist"))
        assert gazu.task.get_task(self.task["id"], client=self.as_("artist"))["real_start_date"]
        self.told_only(supervisor=[("comment", "artist")])
        for who in ("producer", "supervisor", "artist", "colleague"):
            assert [item["comment_id"] for item in self.news(who)] == [begun["id"]], who
            assert set(self.comments(who)) == {begun["id"]}, who
        assert self.news("vendor") == [] == self.news("stranger", "data/projects/news")
        assert self.news("client", "data/projects/news") == []
        assert self.comments("client") == {}
        for who in ("client", "stranger"):
            refused(self.news, who)
        for who in ("vendor", "stranger"):
            refused(self.comments, who)
            refused(gazu.task.get_task, self.task["id"], client=self.as_(who))
        refused(gazu.task.add_comment, self.task, self.statuses["wip"], comment="Mine!", client=self.as_("colleague"))
        self.say("the artist began: in the team's news; the client, a vendor on another shot and a stranger know nothing")

    def submission(self) -> None:
        """The artist shows a first version; who answers has it to check."""
        comment, preview = self.publish(self.task, picture, "first.png", by=self.as_("artist"), text="First version.")
        assert preview["revision"] == 1
        self.told_only(supervisor=[("comment", "artist")])
        self.to_check_only("producer", "supervisor")
        shown = self.news("colleague", f"data/projects/{self.project['id']}/news?only_preview=true")
        assert [(item["comment_id"], item["preview_file_id"]) for item in shown] == [(comment["id"], preview["id"])]
        self.say("a first version waits for approval: the supervisor and the producer have it to check")

    def retake(self) -> None:
        """The supervisor wants a retake, and mentions the artist."""
        name = self.people["artist"]["full_name"]
        self.asked = gazu.task.add_comment(self.task, self.statuses["retake"], comment=f"Hold the pose longer @{name}", client=self.as_("supervisor"))
        self.told_only(artist=[("comment", "supervisor"), ("mention", "supervisor")])
        self.to_check_only()
        [row] = gazu.user.all_tasks_to_do(client=self.as_("artist"))
        assert (row["task_status_short_name"], row["retake_count"]) == ("retake", 1), row
        assert row["last_comment"]["person_id"] == self.people["supervisor"]["id"]
        mention = next(row for row in gazu.user.all_notifications(client=self.as_("artist")) if row["notification_type"] == "mention")
        assert (mention["read"], mention["comment_text"]) == (False, self.asked["text"])
        for who in ("colleague", "supervisor", "client"):
            reply = self.call("GET", f"/data/user/notifications/{mention['id']}", token=self.token_of(who))
            assert reply.status_code == 404, (who, reply.text)
        gazu.user.update_notification({"id": mention["id"], "read": True}, client=self.as_("artist"))
        unread = gazu.client.get("data/user/notifications?read=false", client=self.as_("artist"))
        assert mention["id"] not in ids(unread)
        self.say("a retake with a mention: the artist was told twice and nobody else; the task counts one retake")

    def fix(self) -> None:
        """The artist answers, and shows a second version."""
        artist = self.as_("artist")
        gazu.task.acknowledge_comment(self.task, self.asked, client=artist)
        gazu.task.reply_to_comment(self.task, self.asked, "Will do.", client=artist)
        read = self.comments("supervisor")[self.asked["id"]]
        assert read["acknowledgements"] == [self.people["artist"]["id"]]
        assert [reply["text"] for reply in read["replies"]] == ["Will do."]
        self.told_only(supervisor=[("reply", "artist")])
        self.fixed, preview = self.publish(self.task, picture, "second.png", by=artist, text="Held for longer.")
        assert preview["revision"] == 2
        self.told_only(supervisor=[("comment", "artist")])
        self.to_check_only("producer", "supervisor")
        self.say("the artist answered and published revision 2: to check again")

    def note_for_the_client(self) -> None:
        """The producer writes what is for clients: they read that, and the files, and no word of the studio's."""
        given = {"comment": "Please have a look.", "for_client": True}
        self.note = gazu.task.add_comment(self.task, self.statuses["wfa"], **given, client=self.as_("producer"))
        self.told_only(artist=[("comment", "producer")], supervisor=[("comment", "producer")])
        refused(gazu.task.get_comment, self.asked["id"], client=self.as_("client"))
        read = self.comments("client")
        assert self.asked["id"] not in read
        assert {row["text"] for row in read.values()} == {"", "Please have a look."}, read
        assert all(row["for_client"] or (row["previews"] and not row["replies"]) for row in read.values()), read
        task = gazu.task.get_task(self.task["id"], client=self.as_("client"))
        assert (task["assignees"], task["retake_count"], task["estimation"]) == ([], 0, 0), task
        self.say("a note for the client: they read it and see the files, not the retake, the assignee or the studio's words")

    def word_of_the_client(self) -> None:
        """The client comments: those who speak with clients read it, artists only know that there is something."""
        client = self.as_("client")
        word = gazu.task.add_comment(self.task, self.statuses["wfa"], comment="We like it.", client=client)
        self.told_only(artist=[("comment", "client")], supervisor=[("comment", "client")])
        gazu.task.reply_to_comment(self.task, self.note, "Brighter at the end?", client=client)
        assert self.told("producer") == [("reply", "client")]
        for who in ("producer", "supervisor", "client"):
            read = self.comments(who)
            assert read[word["id"]]["text"] == "We like it.", who
            assert [reply["text"] for reply in read[self.note["id"]]["replies"]] == ["Brighter at the end?"], who
        for who in ("artist", "colleague"):
            assert word["id"] not in self.comments(who), who
            refused(gazu.task.get_comment, word["id"], client=self.as_(who))
        told = [row for row in gazu.user.all_notifications(client=self.as_("artist")) if row["author_id"] == self.people["client"]["id"]]
        assert [(row["comment_text"], row["reply_text"]) for row in told] == [("", "")] * 2, told
        refused(gazu.task.reply_to_comment, self.task, self.note, "I can do that.", client=self.as_("artist"))
        refused(gazu.task.reply_to_comment, self.task, self.asked, "What is this?", client=client)
        self.told("artist"), self.told("supervisor")
        self.say("the client commented and replied: the producer and the supervisor read it; artists are told, without a word of it")

    def timesheet(self) -> None:
        """The artist writes down their hours; who pays and who plans reads them."""
        artist = self.people["artist"]
        for day, minutes in ((YESTERDAY, 120), (TODAY, 200)):
            gazu.task.set_time_spent(self.task, artist, day.isoformat(), minutes, client=self.as_("artist"))
        gazu.task.add_time_spent(self.task, artist, TODAY.isoformat(), 40, client=self.as_("artist"))
        span = {"start_date": YESTERDAY.isoformat(), "end_date": TODAY.isoformat()}
        assert [row["duration"] for row in gazu.user.get_timespents_range(**span, client=self.as_("artist"))] == [120, 240]
        assert gazu.user.get_timespents_range(**span, client=self.as_("colleague")) == []
        for who in ("producer", "supervisor"):
            assert sum(row["duration"] for row in gazu.person.get_time_spents_range(artist["id"], **span, client=self.as_(who))) == 360, who
        assert gazu.task.get_task(self.task["id"], client=self.as_("producer"))["duration"] == 360
        for who in ("colleague", "client", "vendor", "stranger"):
            refused(gazu.person.get_time_spents_range, artist["id"], **span, client=self.as_(who))
            refused(gazu.task.set_time_spent, self.task, artist, TODAY.isoformat(), 1, client=self.as_(who))
        refused(gazu.task.set_time_spent, self.second, artist, TODAY.isoformat(), 60, client=self.as_("artist"))
        self.say("six hours on the timesheet: read by the supervisor and the producer, by no colleague and no client")

    def approval(self) -> None:
        """The supervisor approves: nothing left to do, nothing left to check."""
        gazu.task.add_comment(self.task, self.statuses["done"], comment="Approved.", client=self.as_("supervisor"))
        self.told_only(artist=[("comment", "supervisor")])
        self.to_check_only()
        assert self.todo("artist") == set()
        assert ids(gazu.user.all_done_tasks(client=self.as_("artist"))) == {self.task["id"]}
        assert self.todo("colleague") == {self.second["id"]}
        assert gazu.user.all_done_tasks(client=self.as_("colleague")) == []
        self.say("approved: the artist has nothing to do, the colleague still has")

    def burndown(self) -> None:
        """The producer reads what is done of how much; a vendor only of what is theirs."""

        def read(who: str) -> Row:
            return dict(gazu.client.get(f"data/tasks/open-tasks/burndown?project_id={self.project['id']}", client=self.as_(who)))

        done = gazu.task.get_task(self.task["id"], client=self.as_("producer"))["done_date"][:10]
        figures = read("producer")
        assert (figures["total"], figures["total_estimation"]) == (3, 1440), figures
        assert figures["done_by_day"] == [{"date": done, "done": 1, "done_estimation": 480}], figures
        figures = read("vendor")
        assert (figures["total"], figures["done_by_day"]) == (1, []), figures
        refused(read, "stranger")
        self.say("burndown: one of three tasks is done, 8 of 24 hours; a vendor sees the one that is theirs")

    def quotas(self) -> None:
        """Frames by day follow from the timesheet; artists see their own, clients none."""
        artist = self.people["artist"]["id"]
        frames = {YESTERDAY.isoformat(): 16, TODAY.isoformat(): 32}

        def read(who: str) -> Any:
            return gazu.project.get_project_quotas(self.project, self.shot_work, client=self.as_(who))

        for who in ("producer", "supervisor", "artist"):
            found = read(who)
            assert set(found) == {artist, "total"}, (who, found)
            assert found[artist]["day"]["frames"] == found["total"]["day"]["frames"] == frames, (who, found)
        for who in ("colleague", "vendor"):
            assert artist not in read(who), who
            refused(gazu.project.get_project_person_quotas, self.project, self.people["artist"], client=self.as_(who))
        for who in ("client", "stranger"):
            refused(read, who)
            refused(gazu.project.get_project_person_quotas, self.project, self.people["artist"], client=self.as_(who))
        of_person = gazu.project.get_project_person_quotas(self.project, self.people["artist"], client=self.as_("producer"))
        assert of_person[self.shot_work["id"]]["day"]["frames"] == frames, of_person
        self.say("quotas: 16 frames yesterday, 32 today; artists read their own, the client none")

    def ears(self) -> None:
        """Those who listened all day heard of their own notifications, and strangers of nothing in the production."""
        self.listeners["artist"].once("task:status-changed", task_id=self.task["id"], new_task_status_id=self.statuses["done"]["id"])
        told_of = len(self.notified["artist"])
        until(lambda: self.listeners["artist"].count("notification:new") >= told_of, "a notification of the artist's did not come")
        assert self.listeners["artist"].count("notification:new") == told_of
        for who, listener in self.listeners.items():
            assert listener.client.connected, who
            told = {data["person_id"] for name, data in listener.got if name.startswith("notification:")}
            assert told <= {self.people[who]["id"]}, (who, told)
        heard = [name for name, data in self.listeners["stranger"].got if data.get("project_id") == self.project["id"]]
        assert heard == [], heard
        client = [name for name, _data in self.listeners["client"].got if name.startswith("time-spent:")]
        assert client == [], client
        self.say("live: the artist heard each of their notifications once, a stranger nothing of the production")
