"""What is cast in what: writing, episodes and shots that follow each other, counts and readiness."""

from typing import Any

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m


class Set:
    """A TV production with two shots in an episode and two assets, and its manager."""

    def __init__(self, api: Api, studio: Studio) -> None:
        manager = studio.person("manager")
        self.production = studio.production(team=[manager], production_type="tvshow")
        self.id = self.production.id
        episode = studio.episode(self.production, name="E01")
        sequence = studio.sequence(self.production, parent_id=episode.id)
        self.episode, self.sequence = str(episode.id), str(sequence.id)
        self.a, self.b = (str(studio.shot(self.production, sequence=sequence, name=name).id) for name in ("SH01", "SH02"))
        self.hero, self.lamp = (str(studio.asset(self.production, kind, name=name).id) for kind, name in (("Character", "Ann"), ("Prop", "Lamp")))
        self.api = api.as_(manager)

    def cast(self, entity: str, *assets: str, **more: Any) -> Any:
        return self.api.put(f"/data/projects/{self.id}/entities/{entity}/casting", [{"asset_id": asset, "nb_occurences": 1, **more} for asset in assets])

    def of(self, entity: str) -> list[str]:
        return [row["asset_name"] for row in self.api.get(f"/data/projects/{self.id}/entities/{entity}/casting").ok()]

    def count(self, entity: str) -> int:
        return self.api.get(f"/data/entities/{entity}").ok()["nb_entities_out"]


@pytest.fixture
def stage(api: Api, studio: Studio) -> Set:
    return Set(api, studio)


def test_the_episode_has_what_its_shots_have(stage: Set) -> None:
    stage.cast(stage.a, stage.hero, stage.lamp).ok()
    stage.cast(stage.b, stage.hero).ok()
    assert stage.of(stage.episode) == ["Ann", "Lamp"] and stage.count(stage.episode) == 2
    stage.cast(stage.a).ok()
    assert stage.of(stage.episode) == ["Ann"] and stage.count(stage.episode) == 1
    stage.cast(stage.episode, stage.lamp).ok()
    assert stage.of(stage.b) == [] and stage.of(stage.episode) == ["Lamp"]


@pytest.mark.parametrize("how", ["delete the shot", "move the sequence"])
def test_an_episode_loses_what_leaves_it_with_a_shot(stage: Set, how: str) -> None:
    stage.cast(stage.a, stage.hero).ok()
    if how == "delete the shot":
        stage.api.delete(f"/data/shots/{stage.a}?force=true").gone()
    else:
        stage.api.put(f"/data/entities/{stage.sequence}", {"parent_id": None}).ok()
    assert stage.of(stage.episode) == [] and stage.count(stage.episode) == 0


@pytest.mark.parametrize("bad", [{"asset_id": "nope"}, {"nb_occurences": -1}, {"nb_occurences": "many"}, {"label": "x" * 81}, {"label": 3}])
def test_a_casting_with_a_fault_changes_nothing(stage: Set, bad: dict[str, Any]) -> None:
    stage.cast(stage.a, stage.hero).ok()
    with stage.api.events() as events:
        answer = stage.api.put(f"/data/projects/{stage.id}/entities/{stage.a}/casting", [{"asset_id": stage.lamp, "nb_occurences": 1, **bad}])
    assert answer.status == 400 and events == []
    assert stage.of(stage.a) == ["Ann"]


def test_several_castings_are_written_all_or_none(stage: Set, studio: Studio) -> None:
    foreign = str(studio.shot(studio.production()).id)
    casting = [{"asset_id": stage.hero, "nb_occurences": 1}]
    assert stage.api.put(f"/data/projects/{stage.id}/entities/casting", {stage.a: casting, foreign: casting}).status == 403
    assert stage.of(stage.a) == []
    assert stage.api.put(f"/data/projects/{stage.id}/entities/casting", {stage.a: casting, "nope": casting}).status == 404


def test_only_shared_assets_of_other_productions_are_cast(stage: Set, studio: Studio) -> None:
    other = studio.production()
    shared, private = (str(studio.asset(other, name=name, is_shared=name == "Shared").id) for name in ("Shared", "Private"))
    stage.cast(stage.a, shared, private).ok()
    assert stage.of(stage.a) == ["Shared"]
    used = stage.api.get(f"/data/projects/{stage.id}/assets/shared-used").ok()
    assert [asset["name"] for asset in used] == ["Shared"]


def test_an_asset_is_not_cast_in_itself(stage: Set) -> None:
    many = f"/data/projects/{stage.id}/entities/casting/assets/{stage.hero}"
    assert stage.api.put(many, {"entity_ids": [stage.a, stage.hero]}).status == 400
    assert stage.of(stage.a) == []
    stage.cast(stage.hero, stage.hero, stage.lamp).ok()
    assert stage.of(stage.hero) == ["Lamp"]


def test_assets_say_which_episodes_cast_them_where_a_production_is_asked_for(stage: Set) -> None:
    stage.cast(stage.a, stage.hero).ok()
    for query, episodes in (({"project_id": stage.id}, [stage.episode]), ({}, []), ({"episode_id": stage.episode}, [])):
        found = {row["name"]: row["casting_episode_ids"] for row in stage.api.get("/data/assets/with-tasks", **query).ok()}
        assert found["Ann"] == episodes


@pytest.mark.parametrize("way", ["put", "delete", "delete-entities", "generic"])
def test_whatever_casts_an_asset_counts_it_no_more_once_it_is_gone(stage: Set, way: str) -> None:
    for holder in (stage.a, stage.hero):
        stage.cast(holder, stage.lamp).ok()
    holders = (stage.a, stage.episode, stage.hero)
    assert [stage.count(holder) for holder in holders] == [1, 1, 1]
    if way == "put":
        stage.api.put(f"/data/entities/{stage.lamp}", {"canceled": True}).ok()
    elif way == "delete-entities":
        stage.api.post(f"/actions/projects/{stage.id}/delete-entities", [stage.lamp]).ok()
    else:
        stage.api.delete(f"/data/{'assets' if way == 'delete' else 'entities'}/{stage.lamp}").gone()
    assert [stage.count(holder) for holder in holders] == [0, 0, 0]


def test_readiness_follows_ready_for_canceling_and_restoring(stage: Set, studio: Studio) -> None:
    steps = [studio.task_type("Shot") for _ in range(2)]
    for rank, step in enumerate(steps):
        studio.add(m.ProjectTaskTypeLink(project_id=stage.id, task_type_id=step.id, priority=rank))
    first, second = (str(step.id) for step in steps)
    shot = studio.shot(m.Project(id=stage.id), name="SH09")
    for step in steps:
        studio.task(shot, task_type=step)
    shot_id = str(shot.id)
    stage.cast(shot_id, stage.hero, stage.lamp).ok()

    def ready() -> dict[str, int]:
        return {task["task_type_id"]: task["nb_assets_ready"] for task in stage.api.get(f"/data/shots/{shot_id}").ok()["tasks"]}

    assert ready() == {first: 0, second: 0}
    stage.api.put(f"/data/entities/{stage.hero}", {"ready_for": first}).ok()
    assert ready() == {first: 1, second: 0}
    stage.api.put(f"/data/entities/{stage.lamp}", {"ready_for": second}).ok()
    assert ready() == {first: 2, second: 1}
    stage.api.put(f"/data/entities/{stage.lamp}", {"canceled": True}).ok()
    assert ready() == {first: 1, second: 0} and stage.count(shot_id) == 1
    stage.api.put(f"/data/entities/{stage.lamp}", {"canceled": False}).ok()
    assert ready() == {first: 2, second: 1} and stage.count(shot_id) == 2
    stage.api.delete(f"/data/assets/{stage.lamp}").gone()
    assert ready() == {first: 1, second: 0} and stage.count(shot_id) == 1


def test_a_link_taken_away_uncasts(stage: Set) -> None:
    stage.cast(stage.a, stage.hero, label="animate").ok()
    links = stage.api.get(f"/data/projects/{stage.id}/entity-links").ok()
    link = next(link for link in links if link["entity_in_id"] == stage.a)
    assert link["label"] == "animate" and "." in link["created_at"]
    stage.api.delete(f"/data/projects/{stage.id}/entity-links/{link['id']}").ok()
    assert stage.of(stage.a) == [] and stage.count(stage.a) == 0 and stage.of(stage.episode) == []
    assert stage.api.get(f"/data/projects/{stage.id}/entity-links", cursor_created_at="2001-01-01T00:00:00").ok()["data"] == []


def test_castings_of_many_shots_take_as_many_statements_as_of_one(stage: Set, studio: Studio, api: Api) -> None:
    shots = [studio.shot(m.Project(id=stage.id), name=f"SH1{number}") for number in range(10)]
    studio.add(m.EntityLink(entity_in_id=shots[0].id, entity_out_id=stage.hero))
    with api.statements(at_most=4):
        assert len(stage.api.get(f"/data/projects/{stage.id}/sequences/all/casting").ok()) == 1
