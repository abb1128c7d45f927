"""Writing time on tasks, and who sees it."""

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio


def _path(task, person, day="2024-03-05"):
    return f"/actions/tasks/{task.id}/time-spents/{day}/persons/{person.id}"


def test_time_is_set_added_to_and_removed(api: Api, studio: Studio) -> None:
    production = studio.production(team=[artist := studio.artist(), manager := studio.person("manager")])
    task = studio.task(studio.shot(production), assignees=[artist])
    mine = api.as_(artist)
    with api.events() as events, api.statements(at_most=14):
        made = mine.post(_path(task, artist), {"duration": "60"}).created()
    assert made["duration"] == 60 and made["date"] == "2024-03-05" and made["type"] == "TimeSpent"
    at = {"project_id": str(production.id)}
    assert events == [
        ("person:update", {"person_id": str(artist.id)}),
        ("time-spent:new", {"time_spent_id": made["id"], **at}),
        ("task:update", {"task_id": str(task.id), **at}),
    ]
    assert mine.post(_path(task, artist), {"duration": 90.5}).created()["duration"] == 90.5
    with api.events() as events:
        assert mine.post(_path(task, artist) + "/add", {"duration": 30}).created() | {"updated_at": ""} == {**made, "duration": 120.5, "updated_at": ""}
    assert [name for name, _ in events] == ["time-spent:update", "task:update"]
    assert api.as_(manager).post(_path(task, artist, "2024-03-07"), {"duration": 10}).created()["duration"] == 10
    assert api.as_(manager).get(f"/data/tasks/{task.id}").ok()["duration"] == 130.5
    assert api.as_(manager).get(f"/data/persons/{artist.id}").ok()["last_presence"] == "2024-03-07"
    with api.events() as events:
        gone = api.as_(manager).delete(_path(task, artist, "2024-03-07")).created()
    assert gone["duration"] == 0 and [name for name, _ in events] == ["time-spent:delete", "task:update", "person:update"]
    assert api.as_(manager).get(f"/data/persons/{artist.id}").ok()["last_presence"] == "2024-03-05"
    assert api.as_(manager).delete(_path(task, artist, "2024-03-07")).status == 404
    assert mine.get(f"/data/tasks/{task.id}").ok()["duration"] == 120.5


@pytest.mark.parametrize("duration", [0, -1, "inf", "nan", "x", None, True, 1e300])
def test_impossible_durations_are_refused(api: Api, studio: Studio, duration: object) -> None:
    production = studio.production(team=[artist := studio.artist()])
    task = studio.task(studio.shot(production), assignees=[artist])
    assert api.as_(artist).post(_path(task, artist), {"duration": duration}).status == 400
    assert api.as_(artist).get(f"/actions/tasks/{task.id}/time-spents").ok() == {"total": 0}


def test_who_may_write_time(api: Api, studio: Studio) -> None:
    production = studio.production()
    team = studio.team(production=production)
    artist, bot = team["user"], studio.person(is_bot=True)
    task = studio.task(studio.shot(production), assignees=[artist, bot])
    idle = studio.task(studio.shot(production))
    for role, expected in {"admin": 201, "manager": 201, "user": 201, "supervisor": 403, "client": 403, "vendor": 403}.items():
        assert api.as_(team[role]).post(_path(task, artist), {"duration": 5}).status == expected, role
        assert api.as_(team[role]).post(_path(idle, artist), {"duration": 5}).status == 403, role
    assert api.as_(team["admin"]).post(_path(task, bot), {"duration": 5}).status == 403
    assert api.as_(artist).post(_path(task, artist, "yesterday"), {"duration": 5}).status == 400
    assert api.as_(artist).post(_path(task, artist, "2024-02-30"), {"duration": 5}).status == 400


def test_who_sees_the_time_of_a_task_an_entity_and_a_production(api: Api, studio: Studio) -> None:
    production = studio.production(roles={(demoted := studio.person("manager")): "user"})
    team = studio.team(production=production)
    artist = team["user"]
    task = studio.task(shot := studio.shot(production), assignees=[artist])
    api.as_(artist).post(_path(task, artist), {"duration": 60}).created()
    api.as_(artist).post(_path(task, artist, "2024-03-06"), {"duration": 30}).created()
    ways = (f"/actions/tasks/{task.id}/time-spents", f"/actions/tasks/{task.id}/time-spents/2024-03-05", f"/data/entities/{shot.id}/time-spents")
    for role, expected in {"admin": 200, "manager": 200, "supervisor": 200, "user": 200, "client": 403, "vendor": 403}.items():
        for way in ways:
            assert api.as_(team[role]).get(way).status == expected, (role, way)
    assert api.as_(team["manager"]).get(ways[0]).ok()["total"] == 90
    assert [row["date"] for row in api.as_(team["manager"]).get(ways[2]).ok()] == ["2024-03-06", "2024-03-05"]
    path = f"/data/projects/{production.id}/time-spents"
    seen = {role: api.as_(person) for role, person in {**team, "demoted": demoted}.items()}
    assert {role: len(seen[role].get(path).ok()) for role in ("manager", "supervisor", "user", "vendor", "demoted")} == {
        "manager": 2, "supervisor": 2, "user": 2, "vendor": 0, "demoted": 0,
    }  # fmt: skip
    assert seen["client"].get(path).status == 403
    page = seen["manager"].get(path, page=2, limit=1).ok()
    assert (page["total"], page["nb_pages"], [row["date"] for row in page["data"]]) == (2, 2, ["2024-03-06"])
    of_type = f"/data/projects/{production.id}/task-types/{task.task_type_id}/time-spents"
    assert [row["duration"] for row in seen["manager"].get(of_type).ok()[str(artist.id)]] == [30, 60]
    assert [row["duration"] for row in seen["manager"].get(of_type, end_date="2024-03-05").ok()[str(artist.id)]] == [60]
    assert seen["manager"].get(of_type, start_date="spring").status == 400
    assert seen["manager"].get(f"/data/projects/{production.id}/task-types/x/time-spents").status == 400
    assert {role: seen[role].get(of_type).status for role in ("supervisor", "user", "client", "vendor")} == dict.fromkeys(
        ("supervisor", "user", "client", "vendor"), 403
    )


def test_the_generic_routes_keep_durations_right(api: Api, studio: Studio) -> None:
    production = studio.production(team=[artist := studio.artist(), supervisor := studio.person("supervisor")])
    task, other = (studio.task(studio.shot(production), assignees=[artist]) for _ in range(2))
    admin, mine, as_supervisor = (api.as_(person) for person in (studio.admin(), artist, supervisor))
    first, second = f"/data/tasks/{task.id}", f"/data/tasks/{other.id}"
    values = {"task_id": str(task.id), "person_id": str(artist.id), "date": "2024-03-05", "duration": 30}
    with api.events() as events:
        made = admin.post("/data/time-spents", values).created()
    assert [name for name, _ in events if name != "person:update"] == ["task:update", "time-spent:new"]
    assert admin.post("/data/time-spents", values).status == 400
    for faulty in ({"task_id": None}, {"duration": 0}, {"duration": "inf"}, {"date": "soon"}, {"person_id": values["task_id"]}):
        assert admin.post("/data/time-spents", {**values, "date": "2024-04-01", **faulty}).status == 400, faulty
    assert len(admin.get("/data/time-spents").ok()) == 1
    assert admin.put(f"/data/time-spents/{made['id']}", {"duration": 45}).ok()["duration"] == 45
    assert admin.get(first).ok()["duration"] == 45
    admin.put(f"/data/time-spents/{made['id']}", {"task_id": second[-36:]}).ok()
    assert [admin.get(one).ok()["duration"] for one in (first, second)] == [0, 45]
    assert admin.put(f"/data/time-spents/{made['id']}", {"duration": -1}).status == 400
    assert admin.get("/data/time-spents", start_date="2024-03-01", end_date="2024-03-05").ok()[0]["id"] == made["id"]
    assert admin.get("/data/time-spents", start_date="2024-03-06", end_date="2024-03-07").ok() == []
    assert admin.get("/data/time-spents", start_date="2024-03-06").status == 400
    assert mine.get("/data/time-spents").status == 403
    assert as_supervisor.delete(f"/data/time-spents/{made['id']}").status == 403
    with api.events() as events:
        mine.delete(f"/data/time-spents/{made['id']}").gone()
    assert [name for name, _ in events] == ["time-spent:delete", "task:update", "person:update"]
    assert admin.get(second).ok()["duration"] == 0
