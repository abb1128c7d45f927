"""Milestones, schedule items and versions of the schedule."""

import datetime as dt

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m
from zou.db.session import db


@pytest.mark.parametrize(("role", "status"), [("user", 200), ("supervisor", 200), ("client", 403), ("vendor", 403)])
def test_milestones_are_read_by_insiders(api: Api, studio: Studio, role: str, status: int) -> None:
    project = studio.production(team=[reader := studio.person(role)])
    row = studio.add(m.Milestone(name="Alpha", project_id=project.id, date=dt.date(2027, 1, 1)))
    as_reader, ident, milestone = api.as_(reader), str(project.id), str(row.id)
    assert as_reader.get(f"/data/projects/{ident}/milestones").status == status
    assert as_reader.get(f"/data/milestones/{milestone}").status == status
    assert as_reader.post("/data/milestones", {"name": "Mine", "project_id": ident}).status == 403


def test_reading_the_schedule_makes_the_items_that_lack_once(api: Api, studio: Studio) -> None:
    project = studio.production(team=[artist := studio.artist()])
    modeling, animation = studio.task_type("Asset"), studio.task_type("Shot")
    studio.task(studio.asset(project, "Prop"), task_type=modeling)
    studio.asset(project, "Character")
    for name in ("SQ2", "SQ1"):
        studio.task(studio.shot(project, sequence=studio.sequence(project, name=name)), task_type=animation)
    as_artist, path, kinds = api.as_(artist), f"/data/projects/{project.id}/schedule-items", (str(modeling.id), str(animation.id))
    studio.add(m.ScheduleItem(project_id=project.id, task_type_id=modeling.id))
    with api.events() as events:
        types = as_artist.get(f"{path}/task-types").ok()
        assert as_artist.get(f"{path}/task-types").ok() == types
    assert [name for name, _ in events] == ["schedule-item:new"]
    assert [(row["task_type_id"], row["start_date"] is None) for row in types] == [(kinds[1], False), (kinds[0], True)]
    assert [row["name"] for row in as_artist.get(f"{path}/{kinds[0]}/asset-types").ok()] == ["Character", "Prop"]
    with api.statements(at_most=9):
        assert [row["name"] for row in as_artist.get(f"{path}/{kinds[1]}/sequences").ok()] == ["SQ1", "SQ2"]
    assert as_artist.get(f"{path}/{kinds[1]}/sequences", episode_id="main").status == 400
    assert as_artist.get(f"{path}/x/sequences").status == 400
    assert len(as_artist.get(path).ok()) == 6


def test_items_have_no_doubles_and_stay_with_their_departments(api: Api, studio: Studio) -> None:
    mine, other = studio.department(), studio.department()
    project = studio.production(team=[supervisor := studio.person("supervisor", departments=[mine])])
    own, foreign = (str(studio.task_type(department=department).id) for department in (mine, other))
    admin, as_supervisor, ident = api.as_(studio.admin()), api.as_(supervisor), str(project.id)
    first = admin.post("/data/schedule-items", {"project_id": ident, "task_type_id": own}).created()
    assert admin.post("/data/schedule-items", {"project_id": ident, "task_type_id": own}).status == 400
    second = admin.post("/data/schedule-items", {"project_id": ident, "task_type_id": foreign}).created()
    for bad in ({}, {"project_id": ident}, {"task_type_id": own}):
        assert admin.post("/data/schedule-items", bad).status == 400, bad
    assert as_supervisor.put(f"/data/schedule-items/{first['id']}", {"man_days": 4, "project_id": own}).ok()["man_days"] == 4
    assert as_supervisor.put(f"/data/schedule-items/{first['id']}", {"man_days": "five"}).ok()["man_days"] == 4
    assert as_supervisor.put(f"/data/schedule-items/{first['id']}", {"task_type_id": foreign}).status == 403
    assert as_supervisor.put(f"/data/schedule-items/{second['id']}", {"man_days": 4}).status == 403
    assert admin.put(f"/data/schedule-items/{first['id']}", {"task_type_id": foreign}).status == 400


def test_a_version_is_filled_changed_copied_and_applied(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager"), artist := studio.artist()])
    shot = studio.shot(project)
    tasks = [studio.task(shot, task_type=studio.task_type(), assignees=[artist], estimation=480, start_date=dt.datetime(2027, 1, 4)) for _ in range(3)]
    task_ids, as_manager, path = {str(task.id) for task in tasks}, api.as_(manager), "/data/production-schedule-versions"
    ident, artist_id = str(project.id), str(artist.id)
    one, two = (as_manager.post(path, {"project_id": ident, "name": name}).created()["id"] for name in ("V1", "V2"))
    assert as_manager.post(path, {"project_id": ident, "name": "V1"}).status == 400
    actions = "/actions/production-schedule-versions/{}/{}"
    for _ in range(2):
        filled = as_manager.post(actions.format(one, "set-task-links-from-production")).ok()
        assert filled == {"success": True, "task_link_count": 3}
    links = as_manager.get(f"{path}/{one}/task-links", relations="true").ok()
    assert {link["task_id"] for link in links} == task_ids
    assert all(link["assignees"] == [artist_id] and link["estimation"] == 480 for link in links)
    changed = {"estimation": 60, "start_date": "2027-02-01", "assignees": []}
    as_manager.put(f"/data/production-schedule-version-task-links/{links[0]['id']}", changed).ok()
    copy = actions.format(two, "set-task-links-from-production-schedule-version")
    assert as_manager.post(copy, {"production_schedule_version_id": one}).ok()["task_link_count"] == 3
    assert as_manager.post(copy, {"production_schedule_version_id": two}).status == 400
    copied = {link["task_id"]: link for link in as_manager.get(f"{path}/{two}/task-links", relations="true").ok()}
    assert copied[links[0]["task_id"]]["assignees"] == [] and copied[links[1]["task_id"]]["assignees"] == [artist_id]
    with api.events() as events:
        assert as_manager.post(actions.format(two, "apply-to-production")).ok() == {"success": True, "task_count": 3}
    versions = ["production-schedule-version:update", "production_schedule_version:update"]
    assert sorted(name for name, _ in events) == [*versions, "project:update", *["task:update"] * 3]
    applied = db.session.get(m.Task, links[0]["task_id"], populate_existing=True)
    assert (applied.estimation, applied.start_date, len(applied.assignees)) == (60, dt.datetime(2027, 2, 1), 1)
    assert as_manager.get(f"{path}/{two}").ok()["locked"] is True
    as_manager.delete(f"{path}/{two}").gone()
    assert as_manager.get(f"/data/projects/{ident}").ok()["from_schedule_version_id"] is None


def test_a_versions_tasks_are_those_of_its_production(api: Api, studio: Studio) -> None:
    project, other = studio.production(team=[manager := studio.person("manager")]), studio.production()
    task = str(studio.task(studio.shot(project)).id)
    own, foreign = (str(studio.add(m.ProductionScheduleVersion(name="V", project_id=row.id)).id) for row in (project, other))
    as_manager, path, ident, other_id = api.as_(manager), "/data/production-schedule-version-task-links", str(project.id), str(other.id)
    assert as_manager.post(path, {"production_schedule_version_id": foreign, "task_id": task}).status == 400
    assert as_manager.post(path, {"production_schedule_version_id": own}).status == 400
    assert as_manager.post(path, {"production_schedule_version_id": ident, "task_id": task}).status == 404
    made = as_manager.post(path, {"production_schedule_version_id": own, "task_id": task}).created()
    assert [row["id"] for row in as_manager.get(path, project_id=ident).ok()] == [made["id"]]
    assert as_manager.get(path).status == 403 and as_manager.get(path, project_id="x").status == 400
    assert as_manager.get("/data/production-schedule-versions", project_id=other_id).status == 403
