"""What people may do to comments that are there, and what follows."""

import io
import json

import pytest

from zou.models import Person


@pytest.fixture
def artist(api, team, task):
    """The artist of the team, assigned to the task."""
    api.as_(team["manager"]).put(f"/actions/tasks/{task.id}/assign", {"person_id": str(team["user"].id)}).ok()
    return team["user"]


def kinds(api, person):
    return [one["notification_type"] for one in api.as_(person).get("/data/user/notifications").ok()]


def test_authors_change_their_own_and_tick_those_of_others(api, team, comment, artist):
    other = comment(team["manager"], text="theirs", checklist=[{"text": "one", "checked": False}]).created()["id"]
    mine = comment(artist, text="tyop").created()["id"]
    speaker = api.as_(artist)
    assert speaker.put(f"/data/comments/{mine}", {"text": "typo"}).ok()["text"] == "typo"
    assert speaker.put(f"/data/comments/{other}", {"checklist": [{"text": "one", "checked": True}]}).ok()["editor_id"] == str(artist.id)
    refused = [(other, {"text": "theirs"}), (other, {"pinned": True}), (mine, {"for_client": True}), (mine, {"person_id": str(team["manager"].id)})]
    assert [speaker.put(f"/data/comments/{ident}", body).status for ident, body in refused] == [403, 403, 403, 403]
    forged = speaker.put(f"/data/comments/{mine}", {"replies": [{"id": "x", "text": "forged"}], "acknowledgements": [str(artist.id)]}).ok()
    assert forged["replies"] == []


@pytest.mark.parametrize("body", [{"text": None}, {"task_status_id": None}, {"checklist": 3}, {"text": "a\x00"}, []])
def test_a_change_that_is_refused_changes_nothing(api, team, task, comment, body):
    made = comment(team["manager"], text="kept").created()
    assert api.as_(team["manager"]).put(f"/data/comments/{made['id']}", body).status == 400
    assert [one["text"] for one in api.as_(team["manager"]).get(f"/data/tasks/{task.id}/comments").ok()] == ["kept"]


def test_only_who_is_mentioned_anew_is_told(api, team, comment):
    ann, bob = team["supervisor"], team["user"]
    at = {person: f"@{person.first_name} {person.last_name}" for person in (ann, bob)}
    made = comment(team["manager"], text=f"{at[ann]}, look").created()["id"]
    edit = api.as_(team["manager"]).put
    edit(f"/data/comments/{made}", {"text": f"{at[ann]}, {at[bob]}: look"}).ok()
    edit(f"/data/comments/{made}", {"pinned": True}).ok()
    assert (kinds(api, ann), kinds(api, bob)) == (["mention"], ["mention"])
    edit(f"/data/comments/{made}", {"text": f"{at[bob]}."}).ok()
    assert (kinds(api, ann), kinds(api, bob)) == ([], ["mention"])


def test_names_end_at_any_character_that_is_part_of_no_word(api, studio, team, comment):
    jane, longer = (studio.artist(first_name="Jane", last_name=name) for name in ("Doe", "Doe Smith"))
    for person in (jane, longer):
        studio.join(team["production"], person)
    said = {"@Jane Doe, hi": [jane], "x@Jane Doe.": [jane], "@Jane Doe\nand": [jane], "@Jane Doeson": [], "@jane doe": [], "@Jane Doe Smith!": [longer]}
    for text, people in said.items():
        assert comment(team["manager"], text=text).created()["mentions"] == [str(person.id) for person in people], text


def test_replies_tell_the_thread_and_stay_out_of_that_of_clients(api, team, task, comment, artist):
    made = comment(team["manager"], text="a question").created()["id"]
    url = f"/data/tasks/{task.id}/comments/{made}/reply"
    form = {"text": "an answer", "file-1": (io.BytesIO(b"abc"), "a.txt")}
    first = api.as_(artist).post(url, data=form, content_type="multipart/form-data").ok()
    assert first["attachment_files"][0]["reply_id"] == first["id"]
    assert kinds(api, team["manager"]) == ["reply"]
    assert api.as_(team["vendor"]).post(url, {"text": "let me in"}).status == 403
    assert api.as_(team["manager"]).post(url, {"text": None}).status == 400
    assert api.as_(team["client"]).post(url, {"text": "what is this?"}).status == 403
    for_clients = comment(team["client"], text="a wish").created()["id"]
    wishes = f"/data/tasks/{task.id}/comments/{for_clients}/reply"
    assert [api.as_(who).post(wishes, {"text": "?"}).status for who in (artist, team["supervisor"], team["manager"])] == [403, 403, 200]
    assert api.as_(team["supervisor"]).delete(f"{url}/{first['id']}").status == 403
    assert api.as_(team["manager"]).delete(f"{url}/{first['id']}").ok()["replies"] == []
    assert kinds(api, team["manager"]) == []


def test_an_acknowledgement_is_taken_back_by_the_second(api, studio, team, task, comment):
    other = studio.task(studio.shot(team["production"]))
    made = comment(team["manager"], text="read me").created()["id"]
    reader = api.as_(team["user"])
    with api.events() as events:
        assert reader.post(f"/data/tasks/{task.id}/comments/{made}/ack").ok()["acknowledgements"] == [str(team["user"].id)]
        assert reader.post(f"/data/tasks/{task.id}/comments/{made}/ack").ok()["acknowledgements"] == []
    assert [name for name, _ in events] == ["comment:acknowledge", "comment:unacknowledge"]
    assert reader.post(f"/data/tasks/{other.id}/comments/{made}/ack").status == 404
    secret = comment(team["client"], text="for managers").created()["id"]
    assert reader.post(f"/data/tasks/{task.id}/comments/{secret}/ack").status == 403


def test_who_reads_what(api, studio, team, task, comment, artist):
    rows = [comment(team["manager"], text="internal"), comment(team["client"], text="wish"), comment(team["manager"], text="shown", for_client=True)]
    other_client = studio.person("client")
    studio.join(team["production"], other_client)
    seen = {who.role if who is not other_client else "other": [one["text"] for one in api.as_(who).get(f"/data/tasks/{task.id}/comments").ok()]
            for who in (team["manager"], artist, team["client"], other_client)}  # fmt: skip
    everything = ["shown", "wish", "internal"]
    assert seen == {"manager": everything, "user": ["shown", "internal"], "client": ["shown", "wish"], "other": ["shown", "wish"]}
    api.as_(team["admin"]).put(f"/data/projects/{task.project_id}", {"is_clients_isolated": True}).ok()
    assert [one["text"] for one in api.as_(other_client).get(f"/data/tasks/{task.id}/comments").ok()] == ["shown"]
    ids = [row.json["id"] for row in rows]
    assert [api.as_(artist).get(f"/data/comments/{ident}").status for ident in ids] == [200, 403, 200]
    assert [api.as_(other_client).get(f"/data/tasks/{task.id}/comments/{ident}").status for ident in ids] == [403, 403, 200]


def test_a_comment_moves_between_tasks_of_an_entity(api, studio, team, shot, task, comment):
    target, elsewhere = studio.task(shot), studio.task(studio.shot(team["production"]))
    made = comment(team["manager"], "retake", "meant for the other", created_at="2024-03-02 08:00:00").created()["id"]
    manager = api.as_(team["manager"])
    url = f"/actions/tasks/{task.id}/comments/{made}/move"
    assert [manager.post(url, {"target_task_id": str(one.id)}).status for one in (task, elsewhere)] == [400, 400]
    assert api.as_(team["supervisor"]).post(url, {"target_task_id": str(target.id)}).status == 403
    with api.events() as events:
        manager.post(url, {"target_task_id": str(target.id)}).ok()
    assert [name for name, _ in events] == ["news:delete", "task:update", "task:update", "comment:delete", "comment:new", "news:new"]
    assert [manager.get(f"/data/tasks/{one.id}").ok()["retake_count"] for one in (task, target)] == [0, 1]
    with api.events() as events:
        manager.put(f"/data/comments/{made}", {"object_id": str(task.id), "text": "meant for this one"}).ok()
    moved = ["news:delete", "task:update", "task:update", "comment:delete", "comment:new", "news:new", "comment:update"]
    assert [name for name, _ in events] == moved
    assert [manager.get(f"/data/tasks/{one.id}").ok()["retake_count"] for one in (task, target)] == [1, 0]


def test_removing_a_comment_removes_what_hangs_on_it(api, team, task, comment, artist):
    comment(team["manager"], "wip", created_at="2024-02-01 08:00:00").created()
    made = comment(team["manager"], "retake", f"@{artist.first_name} {artist.last_name}").created()
    assert sorted(kinds(api, artist)) == ["assignation", "comment", "comment", "mention"]
    with api.events() as events:
        api.as_(team["manager"]).delete(f"/data/comments/{made['id']}").gone()
    assert [name for name, _ in events] == ["news:delete", "comment:delete", "task:update", "task:status-changed"]
    assert sorted(kinds(api, artist)) == ["assignation", "comment"]
    assert api.as_(team["manager"]).delete(f"/data/comments/{made['id']}").status == 404
    shown = api.as_(team["manager"]).get(f"/data/tasks/{task.id}").ok()
    assert (shown["retake_count"], shown["last_comment_date"]) == (0, "2024-02-01T08:00:00")


def test_batches_post_all_or_nothing(api, studio, team, shot, task):
    other = studio.task(shot)
    wip, nowhere = str(studio.status("wip").id), "00000000-0000-0000-0000-000000000000"
    manager = api.as_(team["manager"])

    def entries(*tasks):
        return {"comments": [{"task_id": str(one), "task_status_id": wip, "text": str(number)} for number, one in enumerate(tasks)]}

    assert manager.post("/actions/tasks/batch-comment", entries(task.id, other.id, nowhere)).status == 404
    for wrong in ({}, {"comments": "no"}, {"comments": [{"task_status_id": wip, "text": None}]}, {"comments": [{"text": "no task", "task_status_id": wip}]}):
        assert manager.post("/actions/tasks/batch-comment", wrong).status == 400
    assert manager.get(f"/data/tasks/{task.id}/comments").ok() == []
    form = {f"attachment_file-{number}-0": (io.BytesIO(b"x"), f"{number}.txt") for number in (1, 10)}
    form["comments"] = str(entries(*[task.id] * 11)["comments"]).replace("'", '"')
    form["preview_file-2-0"] = (io.BytesIO(b"%PDF"), "doc.pdf")
    form["preview_file-2-1"] = (io.BytesIO(b"?"), "doc.nothing")
    posted = manager.post(f"/actions/tasks/{task.id}/batch-comment", data=form, content_type="multipart/form-data").created()
    assert [[file["name"] for file in one["attachment_files"]] for one in posted] == [
        ["1.txt"] if number == 1 else ["10.txt"] if number == 10 else [] for number in range(11)
    ]
    assert [(file["extension"], file["status"], file["revision"]) for file in posted[2]["preview_files"]] == [("pdf", "ready", 1)]


def test_many_comments_skip_what_is_not_the_callers(api, studio, team, shot, task, artist):
    elsewhere = studio.task(studio.shot(studio.production(team=[team["manager"]])))
    other = studio.task(shot)
    wip = str(studio.status("wip").id)
    entries = [{"object_id": str(one.id), "task_status_id": wip, "comment": "x"} for one in (task, other, elsewhere)] + [{"object_id": str(task.id)}]
    url = f"/actions/projects/{task.project_id}/tasks/comment-many"
    assert [one["object_id"] for one in api.as_(team["manager"]).post(url, entries).created()] == [str(task.id), str(other.id)]
    assert [one["object_id"] for one in api.as_(artist).post(url, entries).created()] == [str(task.id)]
    assert api.as_(team["manager"]).post(url, {"comments": entries}).status == 400
    assert api.as_(team["manager"]).post(url, [{**entries[0], "object_id": "x"}]).status == 400
    form = {"comments": json.dumps([{"task_id": str(task.id), "task_status_id": wip, "comment": "by form"}]), "attachment_file-0": (io.BytesIO(b"x"), "a.txt")}
    [made] = api.as_(team["manager"]).post(url, data=form, content_type="multipart/form-data").created()
    assert [file["name"] for file in made["attachment_files"]] == ["a.txt"]


def test_a_reply_to_a_comment_of_another_studio(api, studio, team, task, comment):
    from zou.models import Studio

    theirs = studio.add(Studio(name="Other studio", color="#000000"))
    other: Person = studio.person("client", studio_id=theirs.id)
    studio.join(team["production"], other)
    made = comment(team["client"], text="ours").created()["id"]
    assert api.as_(other).post(f"/data/tasks/{task.id}/comments/{made}/reply", {"text": "hello"}).status == 403


def test_the_comments_of_a_person_who_is_removed_count_no_more(api, studio, team, task, comment):
    leaver = studio.person("manager")
    studio.join(team["production"], leaver)
    comment(team["manager"], "wip", created_at="2024-01-01 10:00:00").created()
    comment(leaver, "retake", "bye").created()
    admin, url, shown = api.as_(team["admin"]), f"/data/persons/{leaver.id}", f"/data/tasks/{task.id}"
    admin.put(url, {"active": False}).ok()
    admin.delete(f"{url}?force=true").gone()
    state = admin.get(shown).ok()
    assert (state["task_status_id"], state["retake_count"], state["last_comment_date"]) == (str(studio.status("wip").id), 0, "2024-01-01T10:00:00")


def test_what_a_client_answers_is_for_those_who_read_clients(api, studio, team, task, comment, artist):
    client, manager, production = team["client"], team["manager"], team["production"]
    other = studio.person("client")
    studio.join(production, other)
    url = f"/data/projects/{production.id}"
    made = comment(manager, text="see?", for_client=True).created()["id"]
    answers = f"/data/tasks/{task.id}/comments/{made}/reply"
    api.as_(manager).post(answers, {"text": "ours"}).ok()
    with_file = {"text": "secret", "file": (io.BytesIO(b"x"), "secret.txt")}
    file = api.as_(client).post(answers, data=with_file, content_type="multipart/form-data").ok()["attachment_files"][0]["id"]

    def read(who):
        listed = api.as_(who).get(f"/data/tasks/{task.id}/comments").ok()[0]
        alone = api.as_(who).get(f"/data/comments/{made}").ok()
        bare = api.as_(who).get(f"/data/tasks/{task.id}/comments/{made}").ok()
        ticked = api.as_(who).post(f"/data/tasks/{task.id}/comments/{made}/ack").ok()
        texts = {tuple(reply["text"] for reply in shown["replies"]) for shown in (listed, alone, bare, ticked)}
        return texts, len(listed["attachment_files"]), api.as_(who).get(f"/data/attachment-files/{file}").status

    assert read(artist) == ({("ours",)}, 0, 403)
    assert read(team["supervisor"]) == read(client) == read(other) == ({("ours", "secret")}, 1, 200)
    api.as_(manager).put(url, {"is_clients_isolated": True}).ok()
    assert read(other) == ({("ours",)}, 0, 403)
    assert read(client) == ({("ours", "secret")}, 1, 200)
