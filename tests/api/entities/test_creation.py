"""Making entities, and the tasks that they lack."""

from tests.kit.client import Api
from tests.kit.studio import Studio


def test_a_name_in_use_in_the_same_place_gives_back_what_is_there(api: Api, studio: Studio) -> None:
    production = studio.production(team=[manager := studio.person("manager")])
    sequence = studio.sequence(production)
    as_manager = api.as_(manager)
    path = f"/data/projects/{production.id}/shots"
    with api.events() as events:
        made = as_manager.post(path, {"name": "SH01", "sequence_id": str(sequence.id), "nb_frames": "12"}).created()
        again = as_manager.post(path, {"name": "SH01", "sequence_id": str(sequence.id), "nb_frames": 99}).created()
        loose = as_manager.post(path, {"name": "SH01"}).created()
        assert as_manager.post(path, {"name": "SH01"}).created()["id"] == loose["id"]
    assert made["nb_frames"] == 12 and made["type"] == "Shot" and made["created_by"] == str(manager.id)
    assert again == made
    assert loose["id"] != made["id"]
    assert [name for name, _ in events] == ["shot:new", "shot:new"]
    assert events[0][1] == {"shot_id": made["id"], "episode_id": None, "project_id": str(production.id)}


def test_parents_are_of_the_production_and_of_the_kind(api: Api, studio: Studio) -> None:
    production, other = studio.production(team=[manager := studio.person("manager")]), studio.production()
    as_manager = api.as_(manager)
    foreign = studio.sequence(other)
    assert as_manager.post(f"/data/projects/{production.id}/shots", {"name": "SH01", "sequence_id": str(foreign.id)}).status == 404
    assert as_manager.post(f"/data/projects/{production.id}/sequences", {"name": "SQ01", "episode_id": str(foreign.id)}).status == 404
    assert as_manager.post(f"/data/projects/{production.id}/sequences", {"name": "x" * 161}).status == 400


def test_tasks_are_made_once_for_those_that_lack_them(api: Api, studio: Studio) -> None:
    production = studio.production(team=[manager := studio.person("manager"), artist := studio.artist()])
    studio.status("todo")
    kind = studio.task_type("Shot")
    shots = [studio.shot(production, name=f"SH{n}") for n in range(3)]
    path = f"/actions/projects/{production.id}/task-types/{kind.id}/shots/create-tasks"
    as_manager = api.as_(manager)
    with api.events("task:new") as events:
        first = as_manager.post(path, [str(shots[1].id), str(shots[1].id)]).created()
        rest = as_manager.post(path, []).created()
    assert [task["entity_id"] for task in first] == [str(shots[1].id)]
    assert first[0]["assignees"] == [] and first[0]["assigner_id"] == str(manager.id) and first[0]["task_type_name"] == kind.name
    assert {task["entity_id"] for task in rest} == {str(shots[0].id), str(shots[2].id)}
    assert len(events) == 3
    assert as_manager.post(path, ["nope"]).status == 400
    assert as_manager.post(path, [str(studio.asset(production).id)]).status == 404
    assert api.as_(artist).post(path, []).status == 403


def test_making_tasks_takes_as_many_statements_for_many_as_for_one(api: Api, studio: Studio) -> None:
    production = studio.production(team=[manager := studio.person("manager")])
    studio.status("todo")
    sequence = studio.sequence(production)
    for number in range(30):
        studio.shot(production, sequence=sequence, name=f"SH{number}")
    with api.statements(at_most=14):
        path = f"/actions/projects/{production.id}/task-types/{studio.task_type('Shot').id}/shots/create-tasks"
        assert len(api.as_(manager).post(path, []).created()) == 30
