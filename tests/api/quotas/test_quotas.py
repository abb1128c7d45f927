"""Quotas: how much of the shots each person gets through, and the shots behind the figures."""

import datetime as dt

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m


@pytest.fixture
def film(studio: Studio):
    """SH01 (100 frames) with time spent on two days, SH02 (50 frames) without, both by the artist."""
    production = studio.production(fps="20")
    team = studio.team(production=production)
    artist, kind, sequence = team["user"], studio.task_type(), studio.sequence(production, name="SQ01")
    shots = [studio.shot(production, name=name, nb_frames=frames, sequence=sequence) for name, frames in (("SH01", 100), ("SH02", 50))]
    start = dt.datetime(2024, 4, 1, 9)
    first = studio.task(
        shots[0],
        task_type=kind,
        assignees=[artist],
        real_start_date=start,
        end_date=dt.datetime(2024, 4, 3, 12),
        done_date=dt.datetime(2024, 4, 5, 12),
        nb_drawings=8,
    )
    studio.task(shots[1], task_type=kind, assignees=[artist], real_start_date=start, end_date=dt.datetime(2024, 4, 5, 12), nb_drawings=5)
    for day, minutes in (("2024-04-01", 60), ("2024-04-02", 180)):
        studio.add(m.TimeSpent(task_id=first.id, person_id=artist.id, date=day, duration=minutes))
    return {"production": production, "team": team, "artist": artist, "kind": kind, "shots": shots, "url": f"/data/projects/{production.id}/quotas"}


def test_quotas_by_mode(api: Api, film) -> None:
    manager, artist = api.as_(film["team"]["manager"]), str(film["artist"].id)
    url = f"{film['url']}/{film['kind'].id}"
    with api.statements(at_most=5):
        weighted = manager.get(url).ok()
    assert weighted["total"] == weighted[artist]
    assert weighted[artist]["day"] == {
        "frames": {"2024-04-01": 35, "2024-04-02": 85, "2024-04-03": 10, "2024-04-04": 10, "2024-04-05": 10},
        "seconds": {"2024-04-01": 1.75, "2024-04-02": 4.25, "2024-04-03": 0.5, "2024-04-04": 0.5, "2024-04-05": 0.5},
        "count": {"2024-04-01": 0.45, "2024-04-02": 0.95, "2024-04-03": 0.2, "2024-04-04": 0.2, "2024-04-05": 0.2},
        "drawings": {"2024-04-01": 3, "2024-04-02": 7, "2024-04-03": 1, "2024-04-04": 1, "2024-04-05": 1},
        "entries": {"2024-04": 5},
    }
    assert weighted[artist]["week"]["count"] == {"2024-14": 2} and weighted[artist]["week"]["entries"] == {"2024": 1}
    assert weighted[artist]["month"]["frames"] == {"2024-04": 150} and "entries" not in weighted[artist]["year"]
    assert manager.get(url, count_mode="weighteddone").ok()[artist]["day"]["frames"] == {"2024-04-01": 25, "2024-04-02": 75}
    feedback = manager.get(url, count_mode="feedback").ok()[artist]
    assert feedback["day"]["count"] == {"2024-04-03": 1, "2024-04-05": 1} and feedback["year"]["drawings"] == {"2024": 13}
    assert manager.get(url, count_mode="done").ok()[artist]["day"]["frames"] == {"2024-04-05": 100}
    assert manager.get(url, studio_id=film["kind"].id).ok() == {}
    assert manager.get(url, count_mode="other").status == manager.get(url, studio_id="x").status == 400
    assert manager.get(f"{film['url']}/x").status == manager.get(f"{film['url']}/{film['artist'].id}").status == 404
    of_person = manager.get(f"{film['url']}/persons/{artist}", count_mode="feedback").ok()
    assert of_person[str(film["kind"].id)] == of_person["total"] == feedback


def test_nothing_of_a_shot_is_lost_by_rounding_and_days_are_the_callers(api: Api, studio: Studio, film) -> None:
    abroad = studio.person("manager", timezone="Asia/Tokyo")
    studio.join(film["production"], abroad)
    kind, animator = studio.task_type(), film["artist"]
    studio.task(
        film["shots"][0],
        task_type=kind,
        assignees=[animator],
        real_start_date=dt.datetime(2024, 4, 2, 16),
        end_date=dt.datetime(2024, 4, 4, 16),
        nb_drawings=10,
    )
    frames = {who: api.as_(who).get(f"{film['url']}/{kind.id}").ok()[str(animator.id)]["day"]["frames"] for who in (film["team"]["manager"], abroad)}
    here, there = frames.values()
    assert set(here) == {"2024-04-02", "2024-04-03", "2024-04-04"} and set(there) == {"2024-04-03", "2024-04-04", "2024-04-05"}
    assert sum(here.values()) == 100 and sorted(here.values()) == [33, 33, 34]


def test_who_sees_quotas(api: Api, studio: Studio, film) -> None:
    mate = studio.artist()
    studio.join(film["production"], mate)
    callers = {role: api.as_(person) for role, person in {**film["team"], "mate": mate, "stranger": studio.artist()}.items()}
    of_type, of_person = f"{film['url']}/{film['kind'].id}", f"{film['url']}/persons/{film['artist'].id}"
    shots = f"/data/persons/{film['artist'].id}/quota-shots/month/2024/4"
    project_id = str(film["production"].id)
    bot = f"/data/persons/{studio.person(is_bot=True).id}/quota-shots/month/2024/4"
    assert {role: bool(callers[role].get(of_type).ok()) for role in ("admin", "manager", "supervisor", "user", "mate", "vendor")} == {
        "admin": True, "manager": True, "supervisor": True, "user": True, "mate": False, "vendor": False,
    }  # fmt: skip
    assert {role: caller.get(of_person).status for role, caller in callers.items()} == {
        "admin": 200, "manager": 200, "supervisor": 200, "user": 200, "client": 403, "vendor": 403, "mate": 403, "stranger": 403,
    }  # fmt: skip
    assert callers["client"].get(of_type).status == callers["stranger"].get(of_type).status == callers["admin"].get(bot).status == 403
    assert {role: caller.get(shots).status for role, caller in callers.items()} == {
        "admin": 200, "manager": 403, "supervisor": 403, "user": 200, "client": 403, "vendor": 403, "mate": 403, "stranger": 403,
    }  # fmt: skip
    assert {role: caller.get(shots, project_id=project_id).status for role, caller in callers.items()} == {
        "admin": 200, "manager": 200, "supervisor": 200, "user": 403, "client": 403, "vendor": 403, "mate": 403, "stranger": 403,
    }  # fmt: skip


def test_the_shots_behind_the_figures(api: Api, studio: Studio, film) -> None:
    artist = api.as_(film["artist"])
    other_task = studio.task(film["shots"][0], task_type=studio.task_type(), assignees=[film["artist"]], end_date=dt.datetime(2024, 4, 1, 12))
    studio.add(m.TimeSpent(task_id=other_task.id, person_id=film["artist"].id, date="2024-04-01", duration=10))
    base = f"/data/persons/{film['artist'].id}/quota-shots"

    def weights(path, **query):
        return {row["full_name"]: row["weight"] for row in artist.get(f"{base}/{path}", **query).ok()}

    kind = {"task_type_id": film["kind"].id}
    with api.statements(at_most=5):
        assert weights("month/2024/4", **kind) == {"SQ01 / SH01": 1, "SQ01 / SH02": 1}
    assert weights("day/2024/4/1", **kind) == {"SQ01 / SH01": 0.25, "SQ01 / SH02": 0.2}
    assert weights("day/2024/4/1") == {"SQ01 / SH01": 1.25, "SQ01 / SH02": 0.2}
    assert weights("week/2024/14", count_mode="weighted") == {"SQ01 / SH01": 2, "SQ01 / SH02": 1}
    assert weights("week/2024/14", count_mode="feedback") == {"SQ01 / SH01": 1, "SQ01 / SH02": 1}
    assert weights("month/2024/4", count_mode="done") == {"SQ01 / SH01": 1}
    row = artist.get(f"{base}/week/2024/14").ok()[0]
    assert row["type"] == "Entity" and row["nb_frames"] == 100 and row["id"] == str(film["shots"][0].id)
    assert artist.get(f"{base}/month/2024/13").status == artist.get(f"{base}/week/2024/60").status == 400
    assert artist.get(f"{base}/day/2024/4/1", project_id="x").status == 400
