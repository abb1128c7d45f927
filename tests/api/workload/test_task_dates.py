"""From when to when people are busy."""

from tests.kit.client import Api
from tests.kit.studio import Studio


def test_dates_of_a_production_and_busy_periods_elsewhere(api: Api, studio: Studio) -> None:
    artist, manager, supervisor = studio.artist(), studio.person("manager"), studio.person("supervisor")
    away, gone = studio.artist(), studio.artist(active=False)
    production = studio.production(team=[artist, manager, supervisor])
    elsewhere, closed = studio.production(), studio.production(project_status_id=studio.closed_status().id)
    for project, person, start, due in (
        (production, artist, "2024-04-01", "2024-04-10"),
        (production, artist, "2024-05-01", "2024-05-10"),
        (production, gone, "2024-05-01", "2024-05-10"),
        (elsewhere, artist, "2024-06-01", "2024-06-10"),
        (elsewhere, artist, "2024-06-05", "2024-06-20"),
        (elsewhere, artist, "2024-07-01", "2024-07-02"),
        (elsewhere, artist, "2024-08-01", None),
        (elsewhere, away, "2024-01-01", "2024-01-02"),
        (closed, artist, "2023-01-01", "2023-01-02"),
    ):
        studio.task(studio.shot(project), assignees=[person], start_date=start, due_date=due)
    path = "/data/persons/task-dates"
    as_manager, as_admin = api.as_(manager), api.as_(studio.admin())
    mine = {"person_id": str(artist.id), "min_date": "2024-04-01T00:00:00", "max_date": "2024-05-10T00:00:00", "busy_periods": []}
    busy = [
        {"start_date": "2024-06-01 00:00:00", "end_date": "2024-06-20 00:00:00"},
        {"start_date": "2024-07-01 00:00:00", "end_date": "2024-07-02 00:00:00"},
    ]
    assert as_manager.get(path, project_id=production.id).ok() == [mine]
    with api.statements(at_most=3):
        found = as_manager.get(path, project_id="").ok()
    assert sorted(found, key=lambda row: row["person_id"] != str(artist.id)) == [
        {**mine, "busy_periods": busy},
        {
            "person_id": str(away.id), "min_date": None, "max_date": None,
            "busy_periods": [{"start_date": "2024-01-01 00:00:00", "end_date": "2024-01-02 00:00:00"}],
        },
    ]  # fmt: skip
    assert {row["person_id"]: row["max_date"] for row in as_admin.get(path).ok()}[str(artist.id)] == "2024-07-02T00:00:00"
    refused = [api.as_(person) for person in (artist, studio.person("client"), studio.person("vendor"))]
    other = str(elsewhere.id)
    assert as_manager.get(path, project_id="x").status == 400
    assert as_manager.get(path, project_id="00000000-0000-4000-8000-000000000000").status == 404
    assert as_manager.get(path, project_id=other).status == 403
    assert [caller.get(path).status for caller in refused] == [403, 403, 403]
