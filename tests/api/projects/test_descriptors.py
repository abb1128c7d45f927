"""Columns that productions add."""

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m
from zou.db.session import db


def data_of(row: object) -> object:
    db.session.refresh(row)
    return row.data  # type: ignore[attr-defined]


def test_values_follow_the_name_of_their_column_and_leave_with_it(api: Api, studio: Studio) -> None:
    project, other = studio.production(team=[manager := studio.person("manager")]), studio.production()
    prop = studio.asset(project, data={"mood_board": "dark", "other": 1})
    shot, foreign = studio.shot(project, data={"mood_board": 2}), studio.asset(other, data={"mood_board": 3})
    as_manager, path = api.as_(manager), f"/data/projects/{project.id}/metadata-descriptors"
    made = as_manager.post(path, {"name": "Mood board", "data_type": "list", "choices": ["dark"], "for_client": True}).created()
    renamed = as_manager.put(f"{path}/{made['id']}", {"name": "Élan vital!"}).ok()
    assert (renamed["field_name"], renamed["choices"], renamed["data_type"], renamed["for_client"]) == ("elan_vital", ["dark"], "list", True)
    assert data_of(prop) == {"elan_vital": "dark", "other": 1}
    assert data_of(shot) == {"mood_board": 2} and data_of(foreign) == {"mood_board": 3}
    as_manager.delete(f"{path}/{made['id']}").gone()
    assert data_of(prop) == {"other": 1}


def test_columns_of_tasks_and_of_the_production_keep_their_values_too(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")], data={"pitch": "x"})
    task = studio.task(studio.shot(project), data={"pitch": 1})
    other = studio.task(studio.shot(project), data={"pitch": 2})
    as_manager, path = api.as_(manager), f"/data/projects/{project.id}/metadata-descriptors"
    of_task = as_manager.post(path, {"name": "Pitch", "entity_type": "Task", "task_type_id": str(task.task_type_id)}).created()
    of_project = as_manager.post(path, {"name": "Pitch", "entity_type": "Project"}).created()
    for made in (of_task, of_project):
        as_manager.put(f"{path}/{made['id']}", {"name": "Tone"}).ok()
    assert (data_of(task), data_of(other), data_of(project)) == ({"tone": 1}, {"pitch": 2}, {"tone": "x"})


def test_bad_columns_are_refused_and_change_nothing(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    prop = studio.asset(project, data={"one": 1, "two": 2})
    as_manager, path = api.as_(manager), f"/data/projects/{project.id}/metadata-descriptors"
    made = [as_manager.post(path, {"name": name}).created() for name in ("One", "Two")]
    bad = [
        {},
        {"name": ""},
        {"name": "!!!"},
        {"name": "one "},
        {"name": "x" * 121},
        {"name": "x", "entity_type": "Planet"},
        {"name": "x", "data_type": "colour"},
        {"name": "x", "entity_type": "Task"},
        {"name": "x", "task_type_id": str(studio.task_type().id)},
        {"name": "x", "choices": [1]},
    ]
    assert [as_manager.post(path, body).status for body in bad] == [400] * len(bad)
    assert as_manager.post(path, {"name": "x", "departments": ["x"]}).status == 404
    assert as_manager.put(f"{path}/{made[0]['id']}", {"name": "TWO"}).status == 400
    assert data_of(prop) == {"one": 1, "two": 2}
    foreign = str(studio.production().id)
    assert api.as_(studio.admin()).put(f"/data/projects/{foreign}/metadata-descriptors/{made[0]['id']}", {"name": "x"}).status == 404


def test_supervisors_write_the_columns_of_their_departments(api: Api, studio: Studio) -> None:
    mine, other = studio.department(), studio.department()
    project = studio.production(team=[supervisor := studio.person("supervisor", departments=[mine])])
    as_supervisor, admin = api.as_(supervisor), api.as_(studio.admin())
    path = f"/data/projects/{project.id}/metadata-descriptors"
    own = as_supervisor.post(path, {"name": "Mine", "departments": [str(mine.id)]}).created()
    foreign = admin.post(path, {"name": "Foreign", "departments": [str(other.id)]}).created()
    assert as_supervisor.post(path, {"name": "All"}).status == 403
    assert as_supervisor.put(f"{path}/{foreign['id']}", {"departments": [str(mine.id)]}).status == 403
    assert as_supervisor.put(f"{path}/{own['id']}", {"departments": []}).status == 403
    both = as_supervisor.put(f"{path}/{own['id']}", {"departments": [str(mine.id), str(other.id)]}).ok()
    assert set(both["departments"]) == {str(mine.id), str(other.id)}
    assert as_supervisor.delete(f"{path}/{foreign['id']}").status == 403
    as_supervisor.delete(f"{path}/{own['id']}").gone()


@pytest.mark.parametrize(("role", "seen"), [("user", {"All", "Ours", "Theirs", "Shown"}), ("client", {"Shown"}), ("vendor", {"All", "Ours", "Shown"})])
def test_clients_and_vendors_see_the_columns_meant_for_them(api: Api, studio: Studio, role: str, seen: set[str]) -> None:
    ours, theirs = studio.department(), studio.department()
    project = studio.production(team=[reader := studio.person(role, departments=[ours])])
    admin, path = api.as_(studio.admin()), f"/data/projects/{project.id}/metadata-descriptors"
    columns = {"All": {}, "Ours": {"departments": [str(ours.id)]}, "Theirs": {"departments": [str(theirs.id)]}, "Shown": {"for_client": True}}
    ids = {name: admin.post(path, {"name": name, **more}).created()["id"] for name, more in columns.items()}
    as_reader = api.as_(reader)
    assert {row["name"] for row in as_reader.get(path).ok()} == seen
    assert {row["name"] for row in as_reader.get("/data/metadata-descriptors").ok()} == seen
    assert {row["name"] for row in as_reader.get("/data/projects/open").ok()[0]["descriptors"]} == seen
    assert {name for name, ident in ids.items() if as_reader.get(f"{path}/{ident}").status == 200} == seen


def test_columns_of_all_productions_change_together_or_not_at_all(api: Api, studio: Studio) -> None:
    manager, path = studio.person("manager"), "/data/metadata-descriptors/all-projects"
    one, two = (str(studio.production(team=[manager], name=name).id) for name in ("A", "B"))
    studio.production()
    as_manager, shown = api.as_(manager), "/data/projects/{}/metadata-descriptors"
    made = as_manager.post(path, {"entity_type": "Shot", "name": "Cost code"}).created()
    assert [row["project_id"] for row in made] == [one, two]
    assert as_manager.post(path, {"entity_type": "Shot", "name": "Cost code"}).created() == []
    as_manager.post(shown.format(two), {"entity_type": "Shot", "name": "Price"}).created()
    assert as_manager.put(f"{path}/cost_code", {"entity_type": "Shot", "name": "Price"}).status == 400
    assert [row["name"] for row in as_manager.get(shown.format(one)).ok()] == ["Cost code"]
    ordered = as_manager.post("/actions/metadata-descriptors/all-projects/reorder", {"entity_type": "Shot", "field_order": ["price", "cost_code"]}).ok()
    assert [(row["name"], row["position"]) for row in ordered] == [("Cost code", 1), ("Price", 1), ("Cost code", 2)]
    removed = as_manager.delete(f"{path}/cost_code", query_string={"entity_type": "Shot"}).ok()
    assert sorted(removed) == sorted(row["id"] for row in made)
    assert as_manager.delete(f"{path}/cost_code").status == 400
    assert api.as_(studio.artist()).post(path, {"entity_type": "Shot", "name": "Mine"}).status == 403
    assert db.session.query(m.MetadataDescriptor).count() == 1
