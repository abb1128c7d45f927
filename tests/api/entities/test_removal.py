"""Removing entities, and what hangs on them."""

import pytest
import sqlalchemy as sa

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m
from zou.db.session import db


def left(model: type) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar()


def test_what_has_tasks_is_canceled_first(api: Api, studio: Studio) -> None:
    manager = studio.person("manager")
    shot = studio.shot(studio.production(team=[manager]))
    studio.task(shot)
    path, api = f"/data/shots/{shot.id}", api.as_(manager)
    with api.events("shot:update", "shot:delete", "task:delete") as events:
        api.delete(path).gone()
        assert api.get(path).ok()["canceled"] is True
        api.delete(f"{path}?force=TRUE").gone()
    assert api.get(path).status == 404
    assert [name for name, _ in events] == ["shot:update", "task:delete", "shot:delete"]


def test_an_episode_goes_with_all_that_is_in_it_or_not_at_all(api: Api, studio: Studio) -> None:
    manager = studio.person("manager")
    production = studio.production(team=[manager])
    episode = studio.episode(production)
    sequence = studio.sequence(production, parent_id=episode.id)
    shot = studio.shot(production, sequence=sequence)
    task = studio.task(shot, assignees=[manager])
    asset = studio.asset(production, source_id=episode.id)
    elsewhere = studio.shot(production, nb_entities_out=1)
    studio.add(m.EntityLink(entity_in_id=elsewhere.id, entity_out_id=asset.id))
    studio.entity("Edit", production, parent_id=episode.id)
    studio.entity("Scene", production, parent_id=sequence.id)
    studio.add(m.AssetInstance(asset_id=asset.id, number=1))
    studio.add(m.Playlist(name="Dailies", project_id=production.id, episode_id=episode.id))
    studio.add(m.ScheduleItem(project_id=production.id, object_id=episode.id))
    studio.add(m.EntityVersion(name="SH", entity_id=shot.id))
    studio.add(m.Subscription(person_id=manager.id, task_id=task.id))
    studio.add(m.Comment(object_id=task.id, object_type="Task", text="x", person_id=manager.id))
    path, api = f"/data/episodes/{episode.id}", api.as_(manager)
    assert api.delete(path).status == 400
    assert left(m.Task) == 1
    with api.events() as events:
        api.delete(f"{path}?force=true").gone()
    assert events[-1][0] == "episode:delete" and "shot:casting-update" in [name for name, _ in events]
    for model in (m.Task, m.Playlist, m.ScheduleItem, m.EntityVersion, m.Subscription, m.Comment, m.EntityLink, m.AssetInstance):
        assert left(model) == 0, model
    assert {row["name"] for row in api.get("/data/entities").ok()} == {elsewhere.name, studio_name(elsewhere)}


def studio_name(shot: m.Entity) -> str:
    return db.session.get(m.Entity, shot.parent_id).name


def test_who_made_it_removes_it_as_long_as_they_are_in_the_team(api: Api, studio: Studio) -> None:
    artist = studio.artist()
    production = studio.production(team=[artist])
    mine, theirs, kept = (studio.entity("Concept", production, created_by=who) for who in (artist.id, None, artist.id))
    ids = [f"/data/concepts/{row.id}" for row in (mine, theirs, kept)]
    as_artist = api.as_(artist)
    as_artist.delete(ids[0]).gone()
    assert as_artist.delete(ids[1]).status == 403
    db.session.execute(sa.delete(m.ProjectPersonLink))
    db.session.commit()
    assert as_artist.delete(ids[2]).status == 403


@pytest.mark.parametrize("kind", ["Sequence", "Scene"])
def test_a_stranger_removes_nothing_that_they_did_not_make(api: Api, studio: Studio, kind: str) -> None:
    entity = studio.entity(kind, studio.production())
    assert api.as_(studio.person("manager")).delete(f"/data/{kind.lower()}s/{entity.id}").status == 403


def test_many_are_removed_in_as_many_statements_as_a_few(api: Api, studio: Studio) -> None:
    manager = studio.person("manager")
    production = studio.production(team=[manager])
    sequence, kind = studio.sequence(production), studio.task_type()
    shots = [studio.shot(production, sequence=sequence, name=f"SH{number}") for number in range(12)]
    for shot in shots:
        studio.task(shot, task_type=kind)
    ids, as_manager = [str(shot.id) for shot in shots], api.as_(manager)
    path = f"/actions/projects/{production.id}/delete-entities"
    assert as_manager.post(path, [*ids[:2], "00000000-0000-0000-0000-000000000000"]).ok() == ids[:2]
    with api.statements() as few:
        as_manager.post(f"{path}?force=true", ids[2:4]).ok()
    with api.statements(at_most=len(few)):
        as_manager.post(f"{path}?force=true", ids[4:]).ok()
    assert left(m.Task) == 2


def test_the_plain_route_spares_what_has_tasks(api: Api, studio: Studio) -> None:
    manager = studio.person("manager")
    shot = studio.shot(studio.production(team=[manager]))
    studio.task(shot)
    path, api = f"/data/entities/{shot.id}", api.as_(manager)
    assert api.delete(path).status == 400
    assert api.get(path).ok()["canceled"] is False
