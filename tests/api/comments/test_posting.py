"""Posting a comment: what it makes, what it does to the task, who may."""

import pytest


@pytest.fixture
def team(studio):
    production = studio.production()
    people = studio.team(production=production)
    people["production"] = production
    return people


@pytest.fixture
def task(studio, team):
    return studio.task(studio.shot(team["production"]))


def comment(api, who, task, status, text="", **more):
    return api.as_(who).post(f"/actions/tasks/{task.id}/comment", {"task_status_id": str(status.id), "comment": text, **more})


def test_a_comment_gives_the_task_its_status_and_tells_it(api, studio, team, task):
    manager, todo, wfa = team["manager"], studio.status(), studio.status("wfa")
    with api.events() as events:
        made = comment(api, manager, task, wfa, "please look", checklist=[{"text": "arms", "checked": False}], links=["https://x.test", 3]).created()
    told = {"task_id": str(task.id), "new_task_status_id": str(wfa.id), "previous_task_status_id": str(todo.id), "person_id": str(manager.id)}
    project = {"project_id": str(task.project_id)}
    assert [name for name, _ in events] == ["comment:new", "task:update", "task:status-changed", "task:to-review", "news:new"]
    assert events[2][1] == {**told, **project}
    assert events[3][1] == {**told, "comment_id": made["id"], **project}
    assert made["links"] == ["https://x.test", "3"]
    assert made["task_status"]["is_feedback_request"]
    assert set(made["person"]) == {"id", "first_name", "last_name", "full_name", "has_avatar", "role"}
    shown = api.as_(manager).get(f"/data/tasks/{task.id}").ok()
    assert shown["task_status_id"] == str(wfa.id)
    assert shown["end_date"] == shown["last_comment_date"] == made["created_at"]
    listed = api.as_(manager).get(f"/data/tasks/{task.id}/comments").ok()
    assert [row["id"] for row in listed] == [made["id"]]
    assert listed[0]["person"]["full_name"] == f"{manager.first_name} {manager.last_name}"
    assert listed[0]["task_status"] == {"id": str(wfa.id), "name": wfa.name, "short_name": "wfa", "color": wfa.color}


def test_who_may_comment(api, studio, team, task):
    todo = studio.status()
    assert {role: comment(api, person, task, todo, role).status for role, person in team.items() if role != "production"} == {
        "admin": 201, "manager": 201, "supervisor": 201, "user": 403, "client": 201, "vendor": 403,
    }  # fmt: skip
    assert comment(api, studio.person("manager"), task, todo).status == 403
    assert comment(api, None, task, todo).status == 401


def test_listing_takes_a_fixed_number_of_statements(api, studio, team, task):
    for number in range(12):
        comment(api, team["manager"], task, studio.status(), f"number {number}").created()
    with api.statements(at_most=7):
        listed = api.as_(team["manager"]).get(f"/data/tasks/{task.id}/comments").ok()
    assert [row["text"] for row in listed] == [f"number {number}" for number in reversed(range(12))]
