"""Who works on a production, and in which role."""

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio


def test_a_role_in_the_team_replaces_the_own_one_in_this_production_alone(api: Api, studio: Studio) -> None:
    here, there = studio.production(), studio.production()
    artist = studio.artist()
    studio.join(there, artist)
    admin = api.as_(studio.admin())
    with api.events() as events:
        admin.post(f"/data/projects/{here.id}/team", {"person_id": str(artist.id), "role": "manager"}).created()
        admin.post(f"/data/projects/{here.id}/team", {"person_id": str(artist.id)}).created()
    assert events == [("project:update", {"project_id": str(here.id)})] * 2
    as_artist = api.as_(artist)
    assert as_artist.put(f"/data/projects/{here.id}", {"max_retakes": 1}).ok()["max_retakes"] == 1
    assert as_artist.put(f"/data/projects/{there.id}", {"max_retakes": 1}).status == 403
    assert as_artist.post("/data/projects", {"name": "Mine"}).status == 403
    admin.put(f"/data/projects/{here.id}/team/{artist.id}", {"role": None}).ok()
    assert as_artist.put(f"/data/projects/{here.id}", {"max_retakes": 2}).status == 403
    admin.delete(f"/data/projects/{here.id}/team/{artist.id}").gone()
    assert as_artist.get(f"/data/projects/{here.id}").status == 403


@pytest.mark.parametrize(("role", "hidden"), [("manager", ()), ("user", ("email", "phone")), ("client", ("email", "desktop_login", "departments"))])
def test_people_are_shown_as_the_readers_role_allows(api: Api, studio: Studio, role: str, hidden: tuple[str, ...]) -> None:
    department = studio.department()
    artist = studio.artist(departments=[department])
    project = studio.production(team=[artist, reader := studio.person(role)])
    path, as_reader = f"/data/projects/{project.id}/team", api.as_(reader)
    with api.statements(at_most=2):
        team = {row["id"]: row for row in as_reader.get(path).ok()}
    shown = team[str(artist.id)]
    assert not set(hidden) & shown.keys() and "password" not in shown
    assert shown["full_name"] == f"{artist.first_name} {artist.last_name}" and shown["project_role"] is None
    if role != "client":
        assert shown["departments"] == [str(department.id)]


def test_bad_members_are_refused(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    stranger = studio.artist()
    as_manager, path = api.as_(manager), f"/data/projects/{project.id}/team"
    for body in ({}, {"person_id": "x"}, {"person_id": str(project.id)}, {"person_id": str(stranger.id), "role": "admin"}, {"person_id": 3}):
        assert as_manager.post(path, body).status == 400, body
    assert as_manager.put(f"{path}/{stranger.id}", {"role": "user"}).status == 400
    as_manager.delete(f"{path}/{stranger.id}").gone()


def test_a_preview_account_reads_while_its_window_is_open(api: Api, studio: Studio) -> None:
    project, other = studio.production(team=[manager := studio.person("manager")]), studio.production()
    as_manager, path = api.as_(manager), f"/data/projects/{project.id}/preview-account"
    assert as_manager.get(path).ok() is None and as_manager.put(path, {"is_open": True}).status == 404
    made = as_manager.post(path).created()
    assert len(made["password"]) == 16
    assert as_manager.post(path).created()["id"] == made["id"]
    opened = as_manager.put(path, {"is_open": True}).ok()
    assert opened["preview_open_until"] and as_manager.get(path).ok() == opened
    assert as_manager.put(f"/data/projects/{project.id}/team/{made['id']}", {"role": "manager"}).status == 400
    assert api.as_(studio.admin()).post(f"/data/projects/{other.id}/team", {"person_id": made["id"]}).status == 400
    assert api.as_(studio.admin()).post("/data/projects", {"name": "Other", "team": [made["id"]]}).status == 400
    with api.events() as events:
        as_manager.delete(path).gone()
        as_manager.delete(path).gone()
    assert [name for name, _ in events] == ["person:delete"]
