"""Nobody outside a production reads or changes its entities: every route of these domains, asked by strangers and by nobody."""

import uuid
from typing import Any

import pytest
from flask import Flask

from tests.kit.client import Api
from tests.kit.studio import Studio

DOMAINS = ("entities", "assets", "shots", "sequences", "episodes", "scenes", "edits", "concepts", "breakdown", "boards", "entity_tasks", "asset_instances")
#: Routes for everybody: they list the caller's own, or the studio's types.
OPEN = {
    ("GET", "/data/assets"),
    ("GET", "/data/assets/all"),
    ("GET", "/data/assets/with-tasks"),
    ("GET", "/data/asset-types"),
    ("GET", "/data/asset-types/<uuid:asset_type_id>"),
    ("POST", "/actions/assets/share"),
}


def routes(app: Flask) -> list[tuple[str, str]]:
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.partition(".")[0] in DOMAINS:
            found += [(method, rule.rule) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return sorted(found)


@pytest.fixture
def world(studio: Studio) -> dict[str, Any]:
    production = studio.production()
    episode = studio.episode(production)
    sequence = studio.sequence(production, parent_id=episode.id)
    shot = studio.shot(production, sequence=sequence)
    asset = studio.asset(production)
    task = studio.task(shot)
    ids = {
        "project_id": production.id,
        "episode_id": episode.id,
        "sequence_id": sequence.id,
        "shot_id": shot.id,
        "asset_id": asset.id,
        "entity_id": shot.id,
        "scene_id": studio.entity("Scene", production).id,
        "edit_id": studio.entity("Edit", production).id,
        "concept_id": studio.entity("Concept", production).id,
        "concept_folder_id": studio.entity("ConceptFolder", production).id,
        "asset_type_id": asset.entity_type_id,
        "task_type_id": task.task_type_id,
        "entity_link_id": uuid.uuid4(),
        "asset_instance_id": uuid.uuid4(),
        "entity_type": "Shot",
    }
    return {"production": production, "ids": ids}


def filled(rule: str, ids: dict[str, Any]) -> str:
    for name, ident in ids.items():
        for converter in ("uuid:", "string:", ""):
            rule = rule.replace(f"<{converter}{name}>", str(ident))
    assert "<" not in rule, rule
    return rule


def test_no_route_lets_in_who_is_not_in_the_team(app: Flask, api: Api, studio: Studio, world: dict[str, Any]) -> None:
    let_in = []
    for role in ("manager", "user", "client", "vendor"):
        stranger = api.as_(studio.person(role))
        for method, rule in routes(app):
            if (method, rule) in OPEN:
                continue
            path = filled(rule, world["ids"])
            answer = stranger.call(method, f"{path}?project_id={world['ids']['project_id']}", None if method == "GET" else [])
            if answer.status not in (403, 404):
                let_in.append((role, method, rule, answer.status))
    assert not let_in


def test_every_route_asks_for_a_token(app: Flask, api: Api, world: dict[str, Any]) -> None:
    assert len(routes(app)) > 80
    for method, rule in routes(app):
        assert api.call(method, filled(rule, world["ids"])).status == 401, (method, rule)


def test_lists_for_everybody_hold_nothing_of_productions_of_others(api: Api, studio: Studio, world: dict[str, Any]) -> None:
    stranger = api.as_(studio.artist())
    for path in ("/data/assets", "/data/assets/all", "/data/assets/with-tasks"):
        assert stranger.get(path).ok() == []
        assert stranger.get(path, project_id=world["ids"]["project_id"]).status == 403
        assert stranger.get(path, episode_id=world["ids"]["episode_id"]).status == 403


def test_ids_that_are_none_and_ids_of_other_kinds_are_not_found(app: Flask, api: Api, studio: Studio, world: dict[str, Any]) -> None:
    admin = api.as_(studio.admin())
    for method, rule in routes(app):
        for name in world["ids"]:
            if f"<uuid:{name}>" not in rule or name == "project_id":
                continue
            for wrong in ("nope", uuid.uuid4()):
                path = filled(rule.replace(f"<uuid:{name}>", str(wrong)), world["ids"])
                answer = admin.call(method, path, None if method == "GET" else [])
                expected = (200, 204, 400, 404) if name in ("asset_type_id", "task_type_id") else (400, 404)
                assert answer.status in expected, (method, path, answer.status)


def test_a_client_finds_no_concepts_among_the_entities(api: Api, studio: Studio) -> None:
    production = studio.production(team=[client := studio.person("client"), artist := studio.artist()])
    shot, concept = studio.shot(production), studio.entity("Concept", production)
    for person, concepts in ((client, 0), (artist, 1)):
        mine = api.as_(person)
        found = {row["id"] for row in mine.get("/data/entities", project_id=production.id).ok()}
        assert str(shot.id) in found and (str(concept.id) in found) == bool(concepts)
        assert mine.get(f"/data/entities/{shot.id}").status == 200
        assert mine.get(f"/data/entities/{concept.id}").status == (200 if concepts else 403)
