"""Timesheets: one's own time, that of others, the tables."""

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m


def _spend(studio: Studio, task, person, *days):
    for day, minutes in days:
        studio.add(m.TimeSpent(task_id=task.id, person_id=person.id, date=day, duration=minutes))


def test_one_sees_their_own_time(api: Api, studio: Studio) -> None:
    production = studio.production(team=[artist := studio.artist()])
    task, other = (studio.task(studio.shot(production), assignees=[artist]) for _ in range(2))
    _spend(studio, task, artist, ("2024-03-05", 60), ("2024-03-06", 15))
    _spend(studio, other, artist, ("2024-03-05", 30))
    mine = api.as_(artist)
    assert sorted(row["duration"] for row in mine.get("/data/user/time-spents/2024-03-05").ok()) == [30, 60]
    found = mine.get("/data/user/time-spents", start_date="2024-03-06", end_date="2024-03-31").ok()
    assert [(row["duration"], row["project_id"], row["task_type_id"]) for row in found] == [(15, str(production.id), str(task.task_type_id))]
    assert len(mine.get("/data/user/time-spents").ok()) == 3
    assert mine.get("/data/user/time-spents", start_date="2024-03-06").status == 400
    assert mine.get("/data/user/time-spents/someday").status == 400
    assert mine.get(f"/data/user/tasks/{task.id}/time-spents/2024-03-06").ok()["duration"] == 15
    assert mine.get(f"/data/user/tasks/{task.id}/time-spents/2024-03-07").ok() == {}
    assert mine.get("/data/user/tasks/x/time-spents/2024-03-06").status == 404


def test_a_persons_time_by_task_and_period(api: Api, studio: Studio) -> None:
    production = studio.production(team=[artist := studio.artist(), manager := studio.person("manager")])
    episode = studio.episode(production, name="E01")
    sequence = studio.sequence(production, name="SQ01", parent_id=episode.id)
    shot_task = studio.task(studio.shot(production, sequence=sequence, name="SH01"))
    asset_task = studio.task(studio.asset(production, name="Hero"))
    _spend(studio, shot_task, artist, ("2024-03-05", 60), ("2024-03-06", 30), ("2024-12-30", 7))
    _spend(studio, asset_task, artist, ("2024-04-01", 120))
    base = f"/data/persons/{artist.id}/time-spents"
    for caller in (api.as_(artist), api.as_(manager), api.as_(studio.admin())):
        with api.statements(at_most=3):
            month = caller.get(f"{base}/month/2024/03").ok()
        assert month == [
            {
                "task_id": str(shot_task.id), "task_type_id": str(shot_task.task_type_id), "project_id": str(production.id),
                "project_name": production.name, "entity_name": "SH01", "entity_type_name": "Shot", "sequence_name": "SQ01", "episode_name": "E01",
                "duration": 90,
            }
        ]  # fmt: skip
        assert sorted(row["duration"] for row in caller.get(f"{base}/year/2024").ok()) == [97, 120]
        assert [row["duration"] for row in caller.get(f"{base}/week/2024/10").ok()] == [90]
        assert [row["duration"] for row in caller.get(f"{base}/week/2025/1").ok()] == [7]
        assert [row["duration"] for row in caller.get(f"{base}/day/2024/3/6", project_id=production.id).ok()] == [30]
    mine = api.as_(artist)
    for period in ("month/2024/13", "week/2024/53", "day/2023/2/29", "year/x", "year/0", "2024-02-30"):
        assert mine.get(f"{base}/{period}").status == 400, period
    assert mine.get(f"{base}/day/2024/3/6", project_id="x").status == 400
    assert api.as_(manager).get(f"{base}/year/2024", project_id=studio.production().id).status == 403
    assert len(mine.get(f"{base}/month/all/2024/3").ok()) == 2
    assert api.as_(manager).get(f"{base}/month/all/2024/3").status == 403


def test_others_see_a_persons_time_by_the_role_that_they_hold_there(api: Api, studio: Studio) -> None:
    animation, modeling = studio.department(), studio.department()
    artist = studio.artist()
    supervisor = studio.person("supervisor", departments=[animation])
    manager_there, demoted = studio.artist(), studio.person("manager")
    production = studio.production(team=[artist, supervisor], roles={manager_there: "manager", demoted: "user"})
    elsewhere = studio.production(team=[artist])
    for project, department, minutes in ((production, animation, 60), (production, modeling, 30), (elsewhere, animation, 5)):
        _spend(studio, studio.task(studio.shot(project), task_type=studio.task_type(department=department)), artist, ("2024-03-05", minutes))
    path = f"/data/persons/{artist.id}/time-spents/2024-03-05"
    for caller, expected in ((studio.admin(), [5, 30, 60]), (manager_there, [30, 60]), (supervisor, [60]), (demoted, []), (artist, [5, 30, 60])):
        assert sorted(row["duration"] for row in api.as_(caller).get(path).ok()) == expected
    of_a_bot = f"/data/persons/{studio.person(is_bot=True).id}/time-spents/2024-03-05"
    assert api.as_(studio.admin()).get(of_a_bot).status == 403
    for stranger in [api.as_(studio.person(role)) for role in ("user", "client", "vendor")]:
        assert stranger.get(path).status == 403


def test_tables_sum_by_unit_and_person(api: Api, studio: Studio) -> None:
    animation, modeling = studio.department(), studio.department()
    place = studio.add(m.Studio(name="Elsewhere", color="#000000"))
    one, two = studio.artist(), studio.artist(studio_id=place.id)
    manager, supervisor, anywhere = studio.person("manager"), studio.person("supervisor", departments=[animation]), studio.person("supervisor")
    production = studio.production(team=[one, two, manager, supervisor, anywhere])
    animate, model = (studio.task(studio.shot(production), task_type=studio.task_type(department=d)) for d in (animation, modeling))
    _spend(studio, animate, one, ("2024-03-05", 60), ("2023-07-01", 45), ("2024-12-30", 8))
    _spend(studio, model, one, ("2024-03-05", 30))
    _spend(studio, animate, two, ("2024-03-06", 15))
    a, b = str(one.id), str(two.id)
    as_manager = api.as_(manager)

    def table(kind, caller=as_manager, **query):
        return caller.get(f"/data/persons/time-spents/{kind}", **query).ok()

    with api.statements(at_most=2):
        assert table("day-table/2024/03") == {"5": {a: 90}, "6": {b: 15}}
    assert table("week-table/2024") == {"10": {a: 90, b: 15}}
    assert table("week-table/2025") == {"1": {a: 8}}
    assert table("month-table/2024", project_id=production.id) == {"3": {a: 90, b: 15}, "12": {a: 8}}
    assert table("year-table") == {"2023": {a: 45}, "2024": {a: 98, b: 15}}
    assert table("year-table", department_id=modeling.id) == {"2024": {a: 30}}
    assert table("year-table", studio_id=place.id) == {"2024": {b: 15}}
    assert table("day-table/2020/1") == {}
    assert table("day-table/2024/3", api.as_(supervisor)) == {"5": {a: 60}, "6": {b: 15}}
    assert table("day-table/2024/3", api.as_(anywhere), department_id=modeling.id) == {"5": {a: 30}}
    assert table("year-table", api.as_(two)) == {"2024": {b: 15}}
    path = "/data/persons/time-spents/day-table/2024"
    assert api.as_(supervisor).get(f"{path}/3", department_id=modeling.id).status == 400
    assert as_manager.get(f"{path}/13").status == as_manager.get(f"{path}/x").status == as_manager.get(f"{path}/3", studio_id="x").status == 400
    assert as_manager.get(f"{path}/3", project_id=studio.production().id).status == 403


def test_a_productions_time_by_department(api: Api, studio: Studio) -> None:
    animation = studio.department()
    production = studio.production(team=[artist := studio.artist(), manager := studio.person("manager")])
    task = studio.task(studio.shot(production), task_type=studio.task_type(department=animation))
    nowhere = studio.task(studio.shot(production))
    _spend(studio, task, artist, ("2024-03-05", 60), ("2024-03-06", 5), ("2024-04-01", 30))
    _spend(studio, nowhere, artist, ("2024-03-05", 1))
    path = f"/data/projects/{production.id}/budgets/time-spents"
    who = {"total": 95, "2024-03": 65, "2024-04": 30}
    admin = api.as_(studio.admin())
    assert admin.get(path).ok() == {str(animation.id): {"total": 95, str(artist.id): who}}
    assert admin.get("/data/projects/x/budgets/time-spents").status == 400
    assert api.as_(manager).get(path).status == 403
