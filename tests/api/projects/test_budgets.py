"""Budgets of productions."""

from tests.kit.client import Api
from tests.kit.studio import Studio


def test_budgets_stay_in_their_production(api: Api, studio: Studio) -> None:
    mine, other = studio.production(), studio.production()
    manager = studio.person("manager")
    studio.join(other, manager)
    admin, as_manager, department = api.as_(studio.admin()), api.as_(manager), str(studio.department().id)
    own, foreign = f"/data/projects/{mine.id}/budgets", f"/data/projects/{other.id}/budgets"
    budget = admin.post(own, {"name": "First"}).ok()
    assert (budget["revision"], budget["currency"]) == (1, "USD")
    assert admin.post(own, {"name": "Second", "currency": None}).ok()["revision"] == 2
    line = {"department_id": department, "start_date": "2027-01-01", "months_duration": 3, "daily_salary": 150}
    entry = admin.post(f"{own}/{budget['id']}/entries", line).ok()
    assert (entry["position"], entry["seniority"], entry["exceptions"], entry["daily_salary"]) == ("artist", "mid", {}, 150.0)
    through = f"{foreign}/{budget['id']}"
    for call in (as_manager.get, as_manager.put, as_manager.delete):
        assert call(through).status == 404 and call(f"{through}/entries/{entry['id']}").status == 404
    assert as_manager.get(f"{through}/entries").status == 404 and as_manager.post(f"{through}/entries", line).status == 404
    other_budget = as_manager.post(foreign, {"name": "Mine"}).ok()
    assert as_manager.get(f"{foreign}/{other_budget['id']}/entries/{entry['id']}").status == 404


def test_what_is_left_out_of_a_line_stays(api: Api, studio: Studio) -> None:
    project = studio.production(team=[manager := studio.person("manager")])
    department, person, as_manager = str(studio.department().id), str(manager.id), api.as_(manager)
    path = f"/data/projects/{project.id}/budgets"
    budget = as_manager.post(path, {"name": "First", "currency": "EUR"}).ok()
    entries = f"{path}/{budget['id']}/entries"
    line = {"department_id": department, "start_date": "2027-01-01", "months_duration": 3, "daily_salary": 150.5, "position": "lead", "person_id": person}
    with api.events() as events:
        entry = as_manager.post(entries, line).ok()
    told = {"budget_id": budget["id"], "budget_entry_id": entry["id"], "project_id": str(project.id)}
    assert events == [("budget-entry:create", told), ("budget-entry:new", told)]
    with api.events() as events:
        changed = as_manager.put(f"{entries}/{entry['id']}", {"exceptions": {"2027-01": 12.7, "2027-02": 0, "2027-03": None}}).ok()
    assert changed == {**entry, "exceptions": {"2027-01": 12}, "updated_at": changed["updated_at"]}
    assert events == [("budget-entry:update", {"budget_id": budget["id"], "budget_entry_id": entry["id"], "project_id": str(project.id)})]
    for bad in (
        {"daily_salary": None},
        {"position": "boss"},
        {"department_id": person},
        {"months_duration": 1.5},
        {"exceptions": {"a": "b"}},
        {"daily_salary": "1"},
    ):
        assert as_manager.put(f"{entries}/{entry['id']}", bad).status == 400, bad
    assert as_manager.post(entries, {"department_id": department}).status == 400
    assert as_manager.post(path, {"name": "x", "currency": "EURO"}).status == 400 and as_manager.post(path, {"name": ""}).status == 400
    assert as_manager.put(f"{path}/{budget['id']}", {"name": None, "currency": "USD"}).ok()["name"] == "First"
    as_manager.delete(f"{path}/{budget['id']}").gone()
    assert as_manager.get(path).ok() == []
