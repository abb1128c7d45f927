"""The log of events."""

from uuid import uuid4

import pytest

from tests.kit.client import Answer, Api
from tests.kit.studio import Studio
from zou.models import LoginLog


def last(api: Api, **query: object) -> Answer:
    return api.get("/data/events/last", **query)


def names(answer: Answer) -> list[str]:
    return [row["name"] for row in answer.ok()]


def test_managers_read_the_log_of_what_they_manage(api: Api, studio: Studio) -> None:
    manager, local, demoted, admin = studio.person("manager"), studio.artist(), studio.person("manager"), studio.admin()
    own = studio.production(team=[manager], roles={local: "manager", demoted: "user"})
    other = studio.production()
    shots = [str(studio.shot(project).id) for project in (own, other)]
    project, stranger = str(own.id), str(other.id)
    for shot in shots:
        api.as_(admin).put(f"/data/entities/{shot}", {"description": "changed"}).ok()
    assert {row["data"].get("project_id") for row in last(api.as_(manager)).ok()} == {project}
    assert names(last(api.as_(local), project_id=project))[0] == "shot:update"
    assert last(api.as_(demoted)).ok() == []
    for person, query, status in (
        (local, {}, 403),
        (manager, {"project_id": stranger}, 403),
        (demoted, {"project_id": project}, 403),
        (manager, {"project_id": str(manager.id)}, 403),
        (local, {"project_id": "x"}, 400),
    ):
        assert last(api.as_(person), **query).status == status
    assert last(api.as_(admin), project_id=str(manager.id)).ok() == []


def test_the_log_is_paged_by_its_last_id_and_keeps_the_order_of_a_request(api: Api, studio: Studio) -> None:
    admin = api.as_(studio.admin())
    for name in ("one", "two", "three"):
        admin.post("/data/events", {"name": f"pipeline:{name}", "data": {"step": name}}).created()
    page = last(admin, limit=2).ok()
    assert [row["name"] for row in page] == ["api-event:new", "pipeline:three"]
    assert [row["name"] for row in last(admin, limit=2, cursor_event_id=page[-1]["id"]).ok()] == ["api-event:new", "pipeline:two"]
    assert names(last(admin, name_prefixes=["pipeline"], name_suffixes=["one", "two"])) == ["pipeline:two", "pipeline:one"]
    assert last(admin, limit=0).ok() == []
    assert admin.get("/data/events/names").ok() == sorted({row["name"] for row in last(admin, limit=1000).ok()})


@pytest.mark.parametrize(
    "query",
    [{"limit": -1}, {"limit": "x"}, {"after": "soon"}, {"cursor_event_id": "x"}, {"name_prefixes": "a_b"}, {"person_ids": "x"}],
    ids=str,
)
def test_odd_queries_are_refused(api: Api, studio: Studio, query: dict[str, object]) -> None:
    admin = api.as_(studio.admin())
    assert last(admin, **query).status == 400
    assert last(admin, cursor_event_id=str(uuid4())).status == 400


def test_administrators_read_who_has_signed_in(api: Api, studio: Studio) -> None:
    artist = studio.artist()
    studio.add(LoginLog(person_id=artist.id, ip_address="10.0.0.1", origin="web"))
    (row,) = api.as_(studio.admin()).get("/data/events/login-logs/last", person_ids=[str(artist.id)]).ok()
    assert (row["origin"], row["ip_address"]) == ("web", "10.0.0.1")
    assert api.as_(studio.person("manager")).get("/data/events/login-logs/last").status == 403
