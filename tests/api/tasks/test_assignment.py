"""Who may give tasks to whom, and what follows."""

import pytest

from zou.models import Project


@pytest.fixture
def world(studio):
    production = studio.production()
    department = studio.department()
    people = studio.team(production=production)
    shot = studio.shot(production)
    tasks = [studio.task(shot, task_type=studio.task_type(department=department)) for _ in range(2)]
    return {**people, "production": production, "department": department, "tasks": tasks}


def assign(api, who, task, person):
    return api.as_(who).put(f"/actions/tasks/{task.id}/assign", {"person_id": str(person.id)})


def test_an_assignee_is_told_and_joins_the_team_once(api, studio, world):
    task, late = world["tasks"][0], studio.artist()
    with api.events() as events:
        shown = assign(api, world["manager"], task, late).ok()
    assert (shown["assignees"], shown["assigner_id"]) == ([str(late.id)], str(world["manager"].id))
    assert [name for name, _ in events] == ["task:assign", "task:update", "notification:new", "project:update"]
    with api.events() as events:
        assign(api, world["manager"], task, late).ok()
    assert [name for name, _ in events] == ["task:assign", "task:update"]
    assert [one["notification_type"] for one in api.as_(late).get("/data/user/notifications").ok()] == ["assignation"]
    assert assign(api, late, task, late).status == 403


def test_who_may_give_a_task_to_whom(api, studio, world):
    task, department = world["tasks"][0], world["department"]
    own, lead = studio.artist(departments=[department]), studio.person("supervisor", departments=[department])
    for person in (own, lead):
        studio.join(world["production"], person)
    expected = {
        ("user", "user"): 403, ("client", "user"): 403, ("vendor", "vendor"): 403,
        ("supervisor", "user"): 200, ("manager", "vendor"): 200, ("admin", "user"): 200,
    }  # fmt: skip
    assert {pair: assign(api, world[pair[0]], task, world[pair[1]]).status for pair in expected} == expected
    assert assign(api, own, task, own).status == 200
    assert assign(api, own, task, world["user"]).status == 403
    assert (assign(api, lead, task, own).status, assign(api, lead, task, world["user"]).status) == (200, 403)


def test_bots_collaborate_where_the_production_lets_them(api, studio, world, app):
    task, bot = world["tasks"][0], studio.person("user", is_bot=True)
    assert assign(api, world["manager"], task, bot).status == 403
    api.as_(world["admin"]).put(f"/data/projects/{task.project_id}", {"is_bot_collaboration_enabled": True}).ok()
    assert assign(api, world["manager"], task, bot).status == 200
    assert studio.app is app and Project


def test_unknown_people_are_a_bad_request(api, world):
    manager, task = api.as_(world["manager"]), world["tasks"][0]
    nobody = "00000000-0000-0000-0000-000000000000"
    for wrong in (nobody, "x"):
        refused = manager.put(f"/actions/tasks/{task.id}/assign", {"person_id": wrong})
        assert (refused.status, list(refused.json)) == (400, ["error"])
        assert manager.put(f"/actions/persons/{wrong}/assign", {"task_ids": [str(task.id)]}).status == 400
    assert manager.put(f"/actions/tasks/{task.id}/assign", {}).status == 400
    assert manager.put(f"/actions/tasks/{nobody}/assign", {"person_id": str(world["user"].id)}).status == 404


def test_many_tasks_go_to_one_person_and_back(api, studio, world):
    first, second = (str(task.id) for task in world["tasks"])
    elsewhere = studio.task(studio.shot(studio.production()))
    artist, manager = world["user"], api.as_(world["manager"])
    ids = [second, "x", str(elsewhere.id), first]
    assigned = manager.put(f"/actions/persons/{artist.id}/assign", {"task_ids": ids}).ok()
    assert [(one["id"], one["assignees"]) for one in assigned] == [(second, [str(artist.id)]), (first, [str(artist.id)])]
    assert api.as_(world["client"]).put(f"/actions/persons/{artist.id}/assign", {"task_ids": ids}).ok() == []
    clear = "/actions/tasks/clear-assignation"
    assert api.as_(artist).put(clear, {"task_ids": [first]}).ok() == []
    assert api.as_(artist).put(clear, {"task_ids": [first], "person_id": str(artist.id)}).ok() == [first]
    with api.events() as events:
        assert manager.put(clear, {"task_ids": [first, second]}).ok() == [first, second]
    assert [name for name, _ in events] == ["task:update", "task:unassign", "task:update"]
    assert manager.put(clear, {"task_ids": []}).status == 400


def test_a_put_replaces_the_assignees(api, studio, world):
    task, url = world["tasks"][0], f"/data/tasks/{world['tasks'][0].id}"
    manager, one, two = api.as_(world["manager"]), world["user"], world["vendor"]
    manager.put(url, {"assignees": [str(one.id)]}).ok()
    with api.events() as events:
        manager.put(url, {"assignees": [str(two.id), "00000000-0000-0000-0000-000000000000"]}).ok()
    assert [(name, data.get("person_id")) for name, data in events if name != "notification:new"] == [
        ("task:assign", str(two.id)), ("task:unassign", str(one.id)), ("task:update", None),
    ]  # fmt: skip
    assert manager.put(url, {"assignees": None}).ok()
    assert manager.get(url).ok()["assignees"] == []
    preview_account = studio.person("user", preview_project_id=task.project_id)
    assert manager.put(url, {"assignees": [str(preview_account.id)]}).status == 400


def test_priorities_of_the_tasks_that_one_supervises(api, studio, world):
    first, second = (str(task.id) for task in world["tasks"])
    elsewhere = str(studio.task(studio.shot(studio.production())).id)
    ids = [second, elsewhere, "x", first]
    url = "/actions/tasks/set-priority"
    assert [one["id"] for one in api.as_(world["supervisor"]).put(url, {"task_ids": ids, "priority": "2"}).ok()] == [second, first]
    assert api.as_(world["user"]).put(url, {"task_ids": ids, "priority": 0}).ok() == []
    for wrong in (-1, 1.5, "x", None, True, 2**31):
        assert api.as_(world["manager"]).put(url, {"task_ids": ids, "priority": wrong}).status == 400
    assert api.as_(world["manager"]).get(f"/data/tasks/{first}").ok()["priority"] == 2
