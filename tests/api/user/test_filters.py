"""Kept searches and their groups."""

from typing import Any

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.models import SearchFilter


def kept(api: Api, what: str = "filters") -> list[str]:
    pages = api.get(f"/data/user/{what}").ok()
    return sorted(row["name"] for page in pages.values() for rows in page.values() for row in rows)


def test_managers_share_with_their_team_alone(api: Api, studio: Studio) -> None:
    manager, artist, stranger = studio.person("manager"), studio.artist(), studio.artist()
    production = studio.production(team=[manager, artist])
    other = studio.production(team=[manager])
    closed = studio.production(team=[manager, artist], project_status_id=studio.closed_status().id)
    department, own = studio.department(), studio.department()
    member = studio.artist(departments=[own])
    studio.join(production, member)
    ids = [str(row.id) for row in (production, other, closed, department, own)]
    mine = api.as_(manager)

    def share(name: str, project: str, **more: Any) -> dict[str, Any]:
        return mine.post("/data/user/filters", {"name": name, "query": "x", "project_id": project, "is_shared": True, **more}).created()

    assert share("team", ids[0])["is_shared"]
    share("other", ids[1])
    share("closed", ids[2])
    share("department", ids[0], department_id=ids[4])
    assert api.as_(artist).post("/data/user/filters", {"name": "no", "query": "x", "project_id": ids[0], "is_shared": True}).created()["is_shared"] is False
    assert [kept(api.as_(person)) for person in (artist, stranger, member)] == [["no", "team"], [], ["department", "team"]]
    assert kept(mine) == ["department", "other", "team"]


def test_sharing_is_turned_on_with_the_production_named_anew(api: Api, studio: Studio) -> None:
    manager = studio.person("manager")
    project = str(studio.production(team=[manager]).id)
    mine = api.as_(manager)
    path = f"/data/user/filters/{mine.post('/data/user/filters', {'name': 'a', 'query': 'x', 'project_id': project}).created()['id']}"
    assert mine.put(path, {"is_shared": True}).ok()["is_shared"] is False
    row = mine.put(path, {"is_shared": True, "project_id": project}).ok()
    assert row["is_shared"] is True
    assert mine.put(path, {**row, "name": "b"}).ok()["name"] == "b", "a whole row is taken back"
    assert api.as_(studio.artist()).put(path, {"name": "stolen"}).status == 404
    assert api.as_(studio.admin()).put(path, {"name": "corrected"}).ok()["name"] == "corrected"
    assert mine.get(path).status == 405


def test_a_group_goes_with_its_owners_searches_and_leaves_those_of_others(api: Api, studio: Studio) -> None:
    manager, other = studio.person("manager"), studio.person("manager")
    project = str(studio.production(team=[manager, other]).id)
    mine, theirs = api.as_(manager), api.as_(other)
    shared = {"project_id": project, "is_shared": True}
    group = mine.post("/data/user/filter-groups", {"name": "Dailies", "color": "#ff8800", **shared}).created()
    inside = {"query": "x", "search_filter_group_id": group["id"]}
    mine.post("/data/user/filters", {"name": "own", **inside, **shared}).created()
    theirs.post("/data/user/filters", {"name": "theirs", **inside, **shared}).created()
    assert theirs.post("/data/user/filters", {"name": "private", **inside, "project_id": project}).status == 400
    mine.put(f"/data/user/filter-groups/{group['id']}", {"is_shared": False}).ok()
    assert kept(theirs) == ["theirs"] and kept(mine) == ["own"]
    assert kept(theirs, "filter-groups") == []
    assert theirs.put(f"/data/user/filter-groups/{group['id']}", {"name": "x"}).status == 404
    mine.delete(f"/data/user/filter-groups/{group['id']}").gone()
    assert (kept(mine), kept(theirs)) == ([], ["theirs"])


def test_what_does_not_fit_is_refused_and_changes_nothing(api: Api, studio: Studio) -> None:
    mine = api.as_(studio.artist())
    good = {"name": "a", "query": "x"}
    for more, status in (
        ({"name": "a" * 201}, 400),
        ({"query": "a" * 501}, 400),
        ({"query": ""}, 400),
        ({"project_id": "x"}, 400),
        ({"project_id": "11111111-2222-4333-8444-555555555555"}, 404),
        ({"department_id": "11111111-2222-4333-8444-555555555555"}, 404),
        ({"search_filter_group_id": "11111111-2222-4333-8444-555555555555"}, 404),
    ):
        assert mine.post("/data/user/filters", {**good, **more}).status == status
    assert mine.post("/data/user/filter-groups", {"name": "a", "color": "#123456789"}).status == 400
    assert api.connection is not None
    assert api.connection.execute(SearchFilter.__table__.select()).first() is None
