"""One task: making, reading, planning, removing it; the list that browsers keep."""

import pytest

from zou.models import Comment, News, Notification, Subscription, Task, TimeSpent


@pytest.fixture
def world(studio):
    production = studio.production()
    people = studio.team(production=production)
    department = studio.department()
    shot = studio.shot(production)
    task_type = studio.task_type(department=department)
    return {**people, "production": production, "shot": shot, "type": task_type, "department": department, "task": studio.task(shot, task_type=task_type)}


def test_tasks_are_made_where_one_may_and_fit_their_entity(api, studio, world):
    kind, shot, asset = studio.task_type(), world["shot"], studio.asset(world["production"])
    body = {"task_type_id": str(kind.id), "entity_id": str(shot.id), "estimation": 480}
    for role in ("user", "client", "vendor"):
        assert api.as_(world[role]).post("/data/tasks", body).status == 403
    assert api.as_(studio.person("manager")).post("/data/tasks", body).status == 403
    manager = api.as_(world["manager"])
    with api.events() as events:
        made = manager.post("/data/tasks", body).created()
    assert (made["name"], made["project_id"], made["task_status_id"]) == ("main", str(shot.project_id), str(studio.status().id))
    assert events == [("task:new", {"task_id": made["id"], "project_id": str(shot.project_id)})]
    wrong = [
        body,
        {**body, "entity_id": str(asset.id)},
        {**body, "name": "x", "unknown": 1},
        {"entity_id": str(shot.id)},
        {**body, "name": "x", "due_date": "soon"},
    ]
    assert [manager.post("/data/tasks", one).status for one in wrong] == [400] * len(wrong)


def test_clients_see_nothing_of_the_planning(api, studio, world):
    task = world["task"]
    api.as_(world["manager"]).put(f"/data/tasks/{task.id}", {"estimation": 480, "assignees": [str(world["user"].id)]}).ok()
    for path in (f"/data/tasks/{task.id}", f"/data/tasks/{task.id}/full"):
        shown = api.as_(world["client"]).get(path).ok()
        assert (shown["estimation"], shown["assignees"], shown["assigner_id"], shown["difficulty"]) == (0, [], None, None)
    assert shown["persons"] == [] and "assigner" not in shown
    for path in ("/data/tasks", f"/data/projects/{task.project_id}/tasks", f"/data/shots/{task.entity_id}/tasks"):
        [shown] = api.as_(world["client"]).get(path, relations="true").ok()
        assert (shown["estimation"], shown["assignees"]) == (0, [])
    full = api.as_(world["manager"]).get(f"/data/tasks/{task.id}/full").ok()
    assert (full["sequence"]["id"], full["is_subscribed"], len(full["persons"])) == (str(world["shot"].parent_id), False, 1)


def test_vendors_see_what_is_assigned_to_them(api, studio, world):
    task, other = str(world["task"].id), str(studio.task(world["shot"]).id)
    paths = ("/data/tasks", f"/data/projects/{world['production'].id}/tasks", f"/data/shots/{world['shot'].id}/tasks")
    vendor, manager, body = api.as_(world["vendor"]), api.as_(world["manager"]), {"person_id": str(world["vendor"].id)}
    assert vendor.get(f"/data/tasks/{task}/full").status == 403
    manager.put(f"/actions/tasks/{task}/assign", body).ok()
    for path in paths:
        assert [one["id"] for one in vendor.get(path).ok()] == [task], path
    assert vendor.get(f"/data/tasks/{other}").status == 200


def test_supervisors_change_the_planning_of_their_department(api, studio, world):
    task = world["task"]
    lead, stranger = (studio.person("supervisor", departments=[one]) for one in (world["department"], studio.department()))
    for person in (lead, stranger):
        studio.join(world["production"], person)
    planning = {"estimation": 960, "due_date": "2026-05-10", "data": {"shelf": "A"}}
    assert api.as_(stranger).put(f"/data/tasks/{task.id}", planning).status == 403
    assert api.as_(lead).put(f"/data/tasks/{task.id}", planning).ok()["due_date"] == "2026-05-10T00:00:00"
    assert api.as_(lead).put(f"/data/tasks/{task.id}", {"description": "no"}).status == 403
    merged = api.as_(world["manager"]).put(f"/data/tasks/{task.id}", {"data": {"row": 2}, "task_status_id": str(studio.status("done").id)}).ok()
    assert merged["data"] == {"shelf": "A", "row": 2}
    assert (merged["done_date"], merged["task_status_id"]) == (None, str(studio.status("done").id))
    nobody = "00000000-0000-0000-0000-000000000000"
    wrong = [{"difficulty": 6}, {"due_date": ""}, {"name": None}, {"task_status_id": nobody}, {"entity_id": nobody}, {"priority": 2**40}, []]
    assert [api.as_(world["manager"]).put(f"/data/tasks/{task.id}", one).status for one in wrong] == [400] * len(wrong)


def test_a_task_goes_with_all_that_hangs_on_it(api, studio, world, app):
    task, artist = world["task"], world["user"]
    manager = api.as_(world["manager"])
    manager.put(f"/actions/tasks/{task.id}/assign", {"person_id": str(artist.id)}).ok()
    said = manager.post(f"/actions/tasks/{task.id}/comment", {"task_status_id": str(studio.status("wip").id), "comment": "work"}).created()
    manager.post(f"/actions/tasks/{task.id}/comments/{said['id']}/add-preview").created()
    studio.add(TimeSpent(task_id=task.id, person_id=artist.id, date=task.created_at.date(), duration=60))
    studio.add(Subscription(task_id=task.id, person_id=artist.id))
    assert api.as_(world["supervisor"]).delete(f"/data/tasks/{task.id}?force=true").status == 403
    assert manager.delete(f"/data/tasks/{task.id}").status == 400
    with api.events() as events, api.statements(at_most=45):
        manager.delete(f"/data/tasks/{task.id}?force=true").gone()
    assert {"news:delete", "comment:delete", "preview-file:delete", "task:delete"} <= {name for name, _ in events}
    assert events[-1][1] == {
        "task_id": str(task.id), "entity_id": str(task.entity_id), "task_type_id": str(task.task_type_id), "project_id": str(task.project_id)
    }  # fmt: skip
    with app.app_context():
        from zou.db.session import db

        for model, column in ((Task, Task.id), (Comment, Comment.object_id), (News, News.task_id), (Notification, Notification.task_id)):
            assert db.session.query(model).filter(column == task.id).count() == 0
    assert manager.delete(f"/data/tasks/{task.id}").status == 404


def test_the_list_of_a_production_is_kept_until_something_changes(api, studio, world):
    url, manager = f"/data/projects/{world['production'].id}/tasks", api.as_(world["manager"])
    first = manager.get(url)
    tag = first.headers["ETag"]
    assert [one["id"] for one in first.ok()] == [str(world["task"].id)]
    assert manager.call("GET", url, headers={"If-None-Match": tag}).status == 304
    assert api.as_(world["client"]).call("GET", url, headers={"If-None-Match": tag}).status == 200
    changes = [
        lambda: manager.put(f"/actions/tasks/{world['task'].id}/assign", {"person_id": str(world["user"].id)}),
        lambda: manager.put("/actions/tasks/clear-assignation", {"task_ids": [str(world["task"].id)]}),
        lambda: manager.put("/actions/tasks/set-priority", {"task_ids": [str(world["task"].id)], "priority": 2}),
        lambda: manager.post("/data/tasks", {"task_type_id": str(studio.task_type().id), "entity_id": str(world["shot"].id)}),
        lambda: manager.delete(f"/data/tasks/{world['task'].id}?force=true"),
    ]
    for change in changes:
        answer = change()
        assert answer.status in (200, 201, 204), answer.data
        kept, tag = tag, manager.get(url).headers["ETag"]
        assert tag != kept
    page = manager.get(url, page=1).ok()
    assert (page["total"], page["limit"], len(page["data"])) == (1, 100, 1)
    assert [manager.get(url, **wrong).status for wrong in ({"task_type_id": "x"}, {"episode_id": "x"}, {"page": "x"}, {"page": 0})] == [400] * 4
