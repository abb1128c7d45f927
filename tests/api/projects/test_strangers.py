"""Who is not in a production's team is refused by every route under it."""

import re
from uuid import uuid4

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.models import Playlist

STRANGERS = ("manager", "supervisor", "user", "client", "vendor")
PREFIXES = ("/data/projects/<uuid:project_id>/", "/actions/projects/<uuid:project_id>/")
PART = re.compile(r"<(?:(\w+):)?(\w+)>")


def routes(app):
    """Every method and path of the routes under a production."""
    found = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(PREFIXES)]
    assert len(found) > 30
    return sorted((method, rule.rule) for rule in found for method in rule.methods - {"HEAD", "OPTIONS"})


def filled(path, ids):
    """A route's path with ids of the production's rows; what has none here gets another id, dates and words get some."""

    def fill(match):
        kind, name = match.groups()
        if kind == "uuid":
            return str(ids.get(name, uuid4()))
        return {"int": "1", "float": "1.0"}.get(kind, "2027-01-04" if "date" in name else "shot")

    return PART.sub(fill, path)


@pytest.fixture
def ids(studio: Studio):
    """The ids of a production and of rows of it, by the names that paths have for them."""
    production = studio.production(team=[member := studio.artist()])
    episode, asset = studio.episode(production), studio.asset(production)
    sequence = studio.sequence(production, parent_id=episode.id)
    shot, edit, concept = studio.shot(production, sequence=sequence), studio.entity("Edit", production), studio.entity("Concept", production)
    task = studio.task(shot, assignees=[member])
    return {
        "project_id": production.id,
        "person_id": member.id,
        "episode_id": episode.id,
        "sequence_id": sequence.id,
        "asset_id": asset.id,
        "asset_type_id": asset.entity_type_id,
        "shot_id": shot.id,
        "entity_id": shot.id,
        "edit_id": edit.id,
        "concept_id": concept.id,
        "task_id": task.id,
        "task_type_id": task.task_type_id,
        "task_status_id": task.task_status_id,
        "playlist_id": studio.add(Playlist(name="Dailies", project_id=production.id, shots=[])).id,
    }


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_is_refused_by_every_route_under_a_production(api: Api, studio: Studio, ids, role: str) -> None:
    stranger = api.as_(studio.person(role))
    answers = {(method, path): stranger.call(method, filled(path, ids), {} if method != "GET" else None).status for method, path in routes(api.app)}
    assert {call: status for call, status in answers.items() if status != 403} == {}


def test_nobody_without_a_token_is_answered(api: Api, ids) -> None:
    answers = {(method, path): api.call(method, filled(path, ids), {} if method != "GET" else None).status for method, path in routes(api.app)}
    assert {call: status for call, status in answers.items() if status != 401} == {}


def test_an_unknown_production_is_not_found(api: Api, studio: Studio, ids) -> None:
    person = api.as_(studio.admin())
    nowhere = {**ids, "project_id": uuid4()}
    reads = [path for method, path in routes(api.app) if method == "GET"]
    answers = {path: person.get(filled(path, nowhere)).status for path in reads}
    assert {path: status for path, status in answers.items() if status != 404} == {}
