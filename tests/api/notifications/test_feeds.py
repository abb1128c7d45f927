"""Notifications, news and subscriptions: who gets and sees what."""

import pytest


@pytest.fixture
def world(studio):
    production = studio.production()
    people = studio.team(production=production)
    sequence = studio.sequence(production, name="SQ01")
    shot = studio.shot(production, sequence=sequence, name="SH01")
    return {**people, "production": production, "sequence": sequence, "shot": shot, "task": studio.task(shot)}


@pytest.fixture
def say(api, studio, world):
    def post(who, text, status="wip", task=None):
        body = {"task_status_id": str(studio.status(status).id), "comment": text}
        return api.as_(who).post(f"/actions/tasks/{(task or world['task']).id}/comment", body).created()

    return post


def told(api, person, **query):
    return [(one["notification_type"], one["comment_text"]) for one in api.as_(person).get("/data/user/notifications", **query).ok()]


def test_followers_of_a_task_and_of_a_sequence_are_told_once(api, world, say):
    task, lead = world["task"], world["supervisor"]
    for _ in range(2):
        api.as_(lead).post(f"/actions/user/tasks/{task.id}/subscribe").created()
    both = f"sequences/{world['sequence'].id}/task-types/{task.task_type_id}"
    api.as_(lead).post(f"/actions/user/{both}/subscribe").created()
    say(world["manager"], "for all")
    say(lead, "my own")
    assert told(api, lead) == [("comment", "for all")]
    assert told(api, lead, watching="true") == [("comment", "for all")]
    assert told(api, lead, watching="false") == []
    api.as_(lead).delete(f"/actions/user/tasks/{task.id}/unsubscribe").gone()
    assert api.as_(lead).get(f"/data/user/tasks/{task.id}/subscribed").ok() is False
    assert api.as_(lead).get(f"/data/user/{both}/subscribed").ok() is True
    url = f"/data/user/projects/{task.project_id}/task-types/{task.task_type_id}/sequence-subscriptions"
    assert api.as_(lead).get(url).ok() == [str(world["sequence"].id)]
    api.as_(lead).delete(f"/actions/user/{both}/unsubscribe").gone()
    assert api.as_(lead).get(url).ok() == []


def test_subscribing_to_many_is_all_or_nothing(api, studio, world):
    elsewhere = studio.task(studio.shot(studio.production()))
    mine, nobody = str(world["task"].id), "00000000-0000-0000-0000-000000000000"
    reader, url = api.as_(world["user"]), "/actions/user/tasks/subscribe"
    shot, sequence = (f"/actions/user/sequences/{one.id}/task-types" for one in (world["shot"], world["sequence"]))
    kind = str(world["task"].task_type_id)
    assert [reader.post(url, {"task_ids": ids}).status for ids in ([mine, nobody], [mine, str(elsewhere.id)], [])] == [404, 403, 400]
    assert reader.get(f"/data/user/tasks/{mine}/subscribed").ok() is False
    assert reader.get("/data/user/tasks/x/subscribed").ok() is False
    assert reader.post(f"{shot}/{kind}/subscribe").status == 404
    assert reader.post(f"{sequence}/x/subscribe").status == 404


def test_notifications_are_read_one_by_one_and_all_at_once(api, world, say):
    manager, reader = world["manager"], api.as_(world["user"])
    api.as_(manager).put(f"/actions/tasks/{world['task'].id}/assign", {"person_id": str(world["user"].id)}).ok()
    say(manager, "one")
    newest = reader.get("/data/user/notifications").ok()[0]
    assert (newest["full_entity_name"], newest["change"], newest["read"]) == ("SQ01 / SH01", True, False)
    with api.events() as events:
        assert reader.put(f"/data/user/notifications/{newest['id']}", {"read": "true"}).ok()["read"] is True
    assert [name for name, _ in events] == ["notification:read"]
    assert told(api, world["user"], read="false") == [("assignation", None)]
    assert api.as_(manager).put(f"/data/user/notifications/{newest['id']}", {"read": False}).status == 404
    assert [reader.put(f"/data/user/notifications/{newest['id']}", body).status for body in ({}, {"read": "perhaps"}, {"read": None})] == [400] * 3
    assert reader.put("/data/user/notifications/x", {"read": True}).status == 400
    assert reader.post("/actions/user/notifications/mark-all-as-read").ok() == {"success": True}
    assert told(api, world["user"], read="false") == []
    assert told(api, world["user"], type="nonsense") == []
    wrong = ({"task_type_id": "x"}, {"task_status_id": "x"}, {"before": "someday"})
    assert [reader.get("/data/user/notifications", **query).status for query in wrong] == [400] * 3


def test_nobody_reads_in_a_notification_what_they_may_not_read(api, world, say):
    for person in (world["user"], world["client"]):
        api.as_(world["manager"]).put(f"/actions/tasks/{world['task'].id}/assign", {"person_id": str(person.id)}).ok()
    say(world["client"], "a wish")
    say(world["manager"], "internal")
    assert told(api, world["user"])[:2] == [("comment", "internal"), ("comment", "")]
    assert told(api, world["client"])[0] == ("comment", "")


def test_what_a_client_answers_to_the_studio_is_not_for_artists(api, world):
    manager, client = api.as_(world["manager"]), api.as_(world["client"])
    manager.put(f"/actions/tasks/{world['task'].id}/assign", {"person_id": str(world["user"].id)}).ok()
    note = {"task_status_id": str(world["task"].task_status_id), "comment": "for you", "for_client": True}
    asked = manager.post(f"/actions/tasks/{world['task'].id}/comment", note).created()
    for who, text in ((client, "brighter"), (manager, "noted")):
        who.post(f"/data/tasks/{world['task'].id}/comments/{asked['id']}/reply", {"text": text}).ok()

    def read(person, author):
        found = [one for one in api.as_(world[person]).get("/data/user/notifications", type="reply").ok() if one["author_id"] == str(world[author].id)]
        return [(one["comment_text"], one["reply_text"]) for one in found]

    assert read("user", "client") == [("", "")]
    assert read("user", "manager") == [("for you", "noted")]
    assert read("manager", "client") == [("for you", "brighter")]
    assert read("client", "manager") == [("for you", "noted")]


def test_listing_takes_a_fixed_number_of_statements(api, world, say):
    api.as_(world["manager"]).put(f"/actions/tasks/{world['task'].id}/assign", {"person_id": str(world["user"].id)}).ok()
    for number in range(10):
        say(world["manager"], f"number {number}")
    with api.statements(at_most=3):
        assert len(told(api, world["user"])) == 11
    with api.statements(at_most=6):
        assert len(api.as_(world["manager"]).get(f"/data/projects/{world['production'].id}/news").ok()["data"]) == 10


def test_the_news_are_for_those_who_work_on_it(api, studio, world, say):
    say(world["manager"], "one")
    say(world["manager"], "two")
    other = studio.task(studio.asset(world["production"], name="Hero"))
    say(world["manager"], "three", "wfa", other)
    url = f"/data/projects/{world['production'].id}/news"
    page = api.as_(world["user"]).get(url, limit=2).ok()
    assert [one["full_entity_name"] for one in page["data"]] == ["Character / Hero", "SQ01 / SH01"]
    assert (page["total"], page["nb_pages"], page["stats"]) == (3, 2, {str(studio.status("wip").id): 1, str(studio.status("wfa").id): 1})
    assert api.as_(world["user"]).get(url, page=9).ok()["data"] == []
    news_id = page["data"][0]["id"]
    assert [api.as_(world["client"]).get(path).status for path in (url, f"{url}/{news_id}", f"/data/entities/{other.entity_id}/news")] == [403] * 3
    assert api.as_(world["client"]).get("/data/projects/news").ok()["data"] == []
    vendor = world["vendor"]
    api.as_(world["manager"]).put(f"/actions/tasks/{world['task'].id}/assign", {"person_id": str(vendor.id)}).ok()
    assert api.as_(vendor).get(url).ok()["total"] == api.as_(vendor).get("/data/projects/news").ok()["total"] == 2
    assert api.as_(vendor).get(f"{url}/{news_id}").status == 403
    assert api.as_(world["user"]).get("/data/projects/news", project_id="00000000-0000-0000-0000-000000000000").ok()["total"] == 0
    wrong = ({"page": 0}, {"limit": 0}, {"limit": -1}, {"page": "x"}, {"person_id": "x"}, {"after": "x"}, {"only_preview": "perhaps"})
    assert [api.as_(world["user"]).get(url, **query).status for query in wrong] == [400] * len(wrong)
    assert api.as_(world["user"]).get(f"{url}/x").status == 404


def test_who_leaves_the_team_reads_no_more_of_its_comments_and_chats(api, world, say):
    lead, manager, shot = world["supervisor"], world["manager"], world["shot"].id
    team = f"/data/projects/{world['production'].id}/team/{lead.id}"
    api.as_(lead).post(f"/actions/user/tasks/{world['task'].id}/subscribe").created()
    api.as_(lead).post(f"/actions/user/chats/{shot}/join").ok()
    say(manager, "between us")
    assert told(api, lead) == [("comment", "between us")]
    assert len(api.as_(lead).get("/data/user/chats").ok()) == 1
    api.as_(manager).delete(team).gone()
    assert told(api, lead) == [("comment", "")]
    assert api.as_(lead).get("/data/user/chats").ok() == []


def test_notifications_come_by_pages_where_one_is_asked_for(api, world, say):
    lead = world["supervisor"]
    api.as_(lead).post(f"/actions/user/tasks/{world['task'].id}/subscribe").created()
    for text in ("one", "two", "three"):
        say(world["manager"], text)
    with api.statements(at_most=4):
        page = api.as_(lead).get("/data/user/notifications", page=2, limit=2).ok()
    assert [one["comment_text"] for one in page.pop("data")] == ["one"]
    assert page == {"total": 3, "nb_pages": 2, "limit": 2, "offset": 2, "page": 2}
    assert api.as_(lead).get("/data/user/notifications", page=0).status == 400
