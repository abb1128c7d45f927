"""Open tasks: pages, statistics, burndown, and what each role sees of them."""

import pytest

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou import models as m

URL = "/data/tasks/open-tasks"


@pytest.fixture
def film(studio: Studio):
    """A production with two shots, an asset and a concept, and one person of each role."""
    production = studio.production(start_date="2024-03-01", end_date="2024-12-01")
    team = studio.team(production=production)
    sequence = studio.sequence(production, name="SQ01")
    shots = [studio.shot(production, name=name, sequence=sequence) for name in ("SH01", "SH02")]
    animate, model = studio.task_type(name="Animation", priority=7), studio.task_type("Asset", name="Modeling")
    first = studio.task(
        shots[0], task_type=animate, assignees=[team["user"], team["vendor"]], estimation=480, duration=120, start_date="2024-04-01", due_date="2024-04-10"
    )
    second = studio.task(
        shots[1],
        task_type=animate,
        estimation=960,
        start_date="2024-04-05",
        due_date="2024-04-20",
        done_date="2024-04-15",
        task_status_id=studio.status("done").id,
    )
    third = studio.task(studio.asset(production, name="Hero"), task_type=model)
    studio.task(studio.entity("Concept", production), task_type=studio.task_type("Concept"))
    return {"production": production, "team": team, "tasks": [first, second, third], "types": [animate, model]}


def test_a_page_with_the_sums_of_all(api: Api, studio: Studio, film) -> None:
    manager, at = api.as_(film["team"]["manager"]), {"project_id": film["production"].id}
    with api.statements(at_most=4):
        found = manager.get(URL, **at).ok()
    assert [row["entity_name"] for row in found["data"]] == ["SH01", "SH02", "Hero"]
    assert found["data"][0]["type_name"] == "Animation" and found["data"][0]["status_short_name"] == "todo"
    assert {key: found["stats"][key] for key in ("total", "total_duration", "total_estimation")} == {
        "total": 3,
        "total_duration": 120,
        "total_estimation": 1440,
    }
    assert sorted(status["amount"] for status in found["stats"]["status"]) == [1, 2]
    assert (found["limit"], found["page"], found["is_more"]) == (100, 1, False)
    second = manager.get(URL, page=2, limit=2, **at).ok()
    assert [row["entity_name"] for row in second["data"]] == ["Hero"] and second["stats"]["total"] == 3 and second["is_more"] is False
    beyond = manager.get(URL, page=9, limit=2, **at).ok()
    assert beyond["data"] == [] and beyond["stats"]["total"] == 3
    assert manager.get(URL).ok()["stats"]["total"] == 3


def test_filters(api: Api, studio: Studio, film) -> None:
    place, department = studio.add(m.Studio(name="There", color="#000000")), studio.department()
    mate = studio.artist(studio_id=place.id, departments=[department])
    studio.task(studio.asset(film["production"], name="Prop"), task_type=film["types"][1], assignees=[mate])
    manager = api.as_(film["team"]["manager"])
    for query, expected in (
        ({"person_id": film["team"]["user"].id}, "SH01"),
        ({"person_id": "unassigned"}, "SH02 Hero"),
        ({"task_status_id": studio.status("done").id}, "SH02"),
        ({"start_date": "2024-04-03"}, "SH02"),
        ({"due_date": "2024-04-10"}, "SH01"),
        ({"task_type_id": film["types"][0].id}, "SH01 SH02"),
        ({"priority": 7}, "SH01 SH02"),
        ({"studio_id": place.id}, "Prop"),
        ({"department_id": department.id}, "Prop"),
        ({"project_id": film["production"].id, "group_by": "x", "person_id": ""}, "SH01 SH02 Hero Prop"),
    ):
        assert [row["entity_name"] for row in manager.get(URL, **query).ok()["data"]] == expected.split(), query
    elsewhere = studio.production().id
    assert manager.get(URL, project_id=elsewhere).status == 403
    for faulty in ({"project_id": "x"}, {"page": "x"}, {"priority": "x"}, {"priority": 2**40}, {"start_date": "x"}, {"studio_id": "x"}):
        assert manager.get(URL, **faulty).status == 400, faulty
    assert manager.get(URL, project_id="00000000-0000-4000-8000-000000000000").status == 404


def test_vendors_see_their_own_and_clients_nothing_of_the_planning(api: Api, film) -> None:
    vendor, client = api.as_(film["team"]["vendor"]), api.as_(film["team"]["client"])
    project_id = str(film["production"].id)
    assert [row["entity_name"] for row in vendor.get(URL).ok()["data"]] == ["SH01"]
    assert vendor.get(f"{URL}/stats").ok()[project_id]["amount"] == 1
    assert vendor.get(f"{URL}/burndown").ok()["total"] == 1
    page = client.get(URL).ok()
    assert page["stats"]["total"] == 3 and page["stats"]["total_estimation"] == page["stats"]["total_duration"] == 0
    assert all(row["assignees"] == [] and row["due_date"] is None and row["estimation"] == 0 for row in page["data"])
    assert client.get(URL, person_id=film["team"]["user"].id).ok()["data"] == client.get(URL, due_date="2024-04-10").ok()["data"] == []
    assert client.get(f"{URL}/stats").ok()[project_id]["total_estimation"] == 0
    assert client.get(f"{URL}/burndown").ok() == {
        "total": 3, "total_estimation": 0, "start_date": "2024-03-01", "end_date": "2024-12-01", "done_by_day": [],
    }  # fmt: skip


def test_statistics_and_burndown(api: Api, studio: Studio, film) -> None:
    manager, project_id = api.as_(film["team"]["manager"]), str(film["production"].id)
    with api.statements(at_most=2):
        found = manager.get(f"{URL}/stats").ok()
    assert set(found) == {project_id}
    sums = found[project_id]
    types = sums.pop("task_types")
    assert sums == {"amount": 3, "amount_done": 1, "total_duration": 120, "total_estimation": 1440}
    done = next(one for one in types if one["amount_done"])
    assert done == {
        "project_id": project_id, "task_type_id": str(film["types"][0].id), "task_status_id": str(studio.status("done").id),
        "amount": 1, "amount_done": 1, "total_duration": 0, "total_estimation": 960,
    }  # fmt: skip
    with api.statements(at_most=4):
        burndown = manager.get(f"{URL}/burndown", project_id=project_id).ok()
    assert burndown == {
        "total": 3, "total_estimation": 1440, "start_date": "2024-04-01", "end_date": "2024-04-20",
        "done_by_day": [{"date": "2024-04-15", "done": 1, "done_estimation": 960}],
    }  # fmt: skip
    for name, day in (("early", "2024-03-20"), ("late", "2024-05-02")):
        studio.task(studio.asset(film["production"], name=name), task_type=film["types"][1], done_date=day, estimation=10)
    burndown = manager.get(f"{URL}/burndown").ok()
    assert (burndown["start_date"], burndown["end_date"]) == ("2024-04-01", "2024-05-02")
    assert burndown["done_by_day"][0] == {"date": "2024-04-01", "done": 1, "done_estimation": 10}
