"""The context of a person."""

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.models import Notification, Person, Project


def test_the_context_takes_as_many_statements_for_many_productions_as_for_one(api: Api, studio: Studio) -> None:
    manager = studio.person("manager")
    studio.production(team=[manager], production_type="tvshow")
    mine = api.as_(manager)
    with mine.statements(at_most=12):
        first = mine.get("/data/user/context").ok()
    for _ in range(4):
        studio.production(team=[manager, studio.artist()], production_type="tvshow")
    with mine.statements(at_most=12):
        assert len(mine.get("/data/user/context").ok()["projects"]) == len(first["projects"]) + 4


def test_everybody_gets_lists_and_sees_the_people_that_their_role_shows(api: Api, studio: Studio) -> None:
    production = studio.production()
    team = studio.team(production=production)
    stranger = studio.artist(phone="12345")
    studio.artist(is_guest=True)
    studio.department()
    ident = str(production.id)
    for role, person in team.items():
        found = api.as_(person).get("/data/user/context").ok()
        assert not [key for key, value in found.items() if value is None]
        assert [project["id"] for project in found["projects"]] == [ident]
        seen = {row["id"]: row for row in found["persons"]}
        assert (str(stranger.id) in seen) == (role not in ("client", "vendor"))
        assert ("email" in seen[str(person.id)]) == (role in ("admin", "manager"))
        assert seen.get(str(stranger.id), {}).get("phone") == ("12345" if role == "admin" else None)
        assert ("user_limit" in found) == (role == "admin")
        assert not [row for row in found["persons"] if row.get("is_guest")]


def test_a_context_that_has_not_changed_is_not_sent_again(api: Api, studio: Studio) -> None:
    artist = studio.artist()
    mine = api.as_(artist)
    first = mine.get("/data/user/context")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert mine.call("GET", "/data/user/context", headers=tag).status == 304
    studio.add(Notification(person_id=artist.id, author_id=artist.id, type="comment", read=False, change=False))
    assert mine.call("GET", "/data/user/context", headers=tag).ok()["notification_count"] == 1


def test_project_statuses_begin_with_the_one_for_new_productions(api: Api, studio: Studio) -> None:
    studio.closed_status()
    studio.open_status()
    roles: dict[Person, str] = {(artist := studio.artist()): "manager"}
    production: Project = studio.production(roles=roles)
    ident = str(production.id)
    found = api.as_(artist).get("/data/user/context").ok()
    assert found["project_status"][0]["name"] == "Open"
    assert found["project_roles"] == {ident: "manager"}
    assert set(found["project_status"][0]) == {"id", "created_at", "updated_at", "name", "color", "type"}
