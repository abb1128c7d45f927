"""Nobody sees or changes another production's rows through the generic routes."""

import datetime as dt

import pytest

from zou import models as m
from zou.crud.table import COLLECTIONS

#: Collections whose rows belong to the studio: everybody signed in may read them.
OF_THE_STUDIO = {path for path, row in COLLECTIONS.items() if row.one == "*"} | {"custom-actions", "status-automations"}
STRANGERS = ("manager", "supervisor", "user", "client", "vendor")


@pytest.fixture
def rows(studio):
    """A row of every collection, all of one production where they belong to one; their ids by collection."""
    owner = studio.admin()
    project = studio.production(team=[owner])
    asset, shot = studio.asset(project), studio.shot(project)
    task = studio.task(shot, assignees=[owner])
    add, today, now = studio.add, dt.date(2027, 1, 4), dt.datetime(2027, 1, 4, 10)
    department = studio.department()
    comment = add(m.Comment(object_id=task.id, object_type="Task", person_id=owner.id, task_status_id=task.task_status_id, text="hello"))
    preview = add(m.PreviewFile(name="p", task_id=task.id, person_id=owner.id, revision=1))
    budget = add(m.Budget(name="b", project_id=project.id, currency="EUR"))
    version = add(m.ProductionScheduleVersion(name="v", project_id=project.id))
    chat = add(m.Chat(object_id=asset.id, object_type="entity"))
    made = {
        "asset-instances": m.AssetInstance(asset_id=asset.id, name="i", number=1, entity_id=shot.id),
        "attachment-files": m.AttachmentFile(name="a", extension="txt", comment_id=comment.id),
        "budget-entries": m.BudgetEntry(
            budget_id=budget.id, department_id=department.id, months_duration=1, daily_salary=1, position="artist", seniority="mid", start_date=today
        ),
        "chat-messages": m.ChatMessage(chat_id=chat.id, person_id=owner.id, text="hi"),
        "day-offs": m.DayOff(person_id=owner.id, date=today, end_date=today),
        "entity-links": m.EntityLink(entity_in_id=shot.id, entity_out_id=asset.id, nb_occurences=1),
        "events": m.ApiEvent(name="task:update", data={}, project_id=project.id),
        "hardware-items": m.HardwareItem(name="h", short_name="h"),
        "metadata-descriptors": m.MetadataDescriptor(project_id=project.id, entity_type="Shot", name="Weather", field_name="weather", data_type="string"),
        "milestones": m.Milestone(name="m", date=today, project_id=project.id),
        "news": m.News(task_id=task.id, author_id=owner.id, comment_id=comment.id),
        "notifications": m.Notification(person_id=owner.id, author_id=owner.id, type="comment", task_id=task.id, comment_id=comment.id),
        "output-files": m.OutputFile(name="o", entity_id=shot.id, revision=1, file_status_id=add(m.FileStatus(name="f", color="#000000")).id),
        "playlists": m.Playlist(name="p", project_id=project.id, shots=[]),
        "plugins": m.Plugin(plugin_id="p", name="p", version="1.0.0", maintainer_name="x", license="MIT", revision="1"),
        "production-schedule-version-task-links": m.ProductionScheduleVersionTaskLink(production_schedule_version_id=version.id, task_id=task.id),
        "project-templates": m.ProjectTemplate(name="t"),
        "salary-scales": m.SalaryScale(department_id=department.id, position="artist", seniority="mid", salary=1),
        "schedule-items": m.ScheduleItem(project_id=project.id, start_date=today, end_date=today),
        "search-filter-groups": m.SearchFilterGroup(list_type="asset", name="g", person_id=owner.id, project_id=project.id, color="#000000"),
        "search-filters": m.SearchFilter(list_type="asset", name="f", search_query="x", person_id=owner.id, project_id=project.id),
        "subscriptions": m.Subscription(person_id=owner.id, task_id=task.id),
        "time-spents": m.TimeSpent(person_id=owner.id, task_id=task.id, date=today, duration=60),
        "working-files": m.WorkingFile(name="w", task_id=task.id, entity_id=shot.id, person_id=owner.id, revision=1),
    }
    ids = {path: add(row).id for path, row in made.items()}
    known = {"budgets": budget, "chats": chat, "comments": comment, "entities": shot, "preview-files": preview, "projects": project, "tasks": task}
    ids |= {path: row.id for path, row in known.items()} | {"production-schedule-versions": version.id}
    assert now and set(ids) | OF_THE_STUDIO == set(COLLECTIONS), set(COLLECTIONS) - set(ids) - OF_THE_STUDIO
    return ids


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_reaches_no_row(api, studio, rows, role):
    stranger = api.as_(studio.person(role))
    theirs = {"project-templates"} if role == "manager" else set()
    if role in ("manager", "supervisor", "user", "vendor"):
        theirs |= {"persons"}
    seen = {path: stranger.get(f"/data/{path}/{ident}").status for path, ident in rows.items() if path not in theirs}
    assert not_refused(seen) == {}
    changed = {path: stranger.put(f"/data/{path}/{ident}", {}).status for path, ident in rows.items()}
    assert not_refused(changed) == {}
    # Anyone is told first that an open production is not removed.
    assert stranger.delete(f"/data/projects/{rows.pop('projects')}").status == 400
    removed = {path: stranger.delete(f"/data/{path}/{ident}").status for path, ident in rows.items()}
    assert not_refused(removed) == {}


def not_refused(statuses):
    """What was answered with anything but 403."""
    return {path: status for path, status in statuses.items() if status != 403}


@pytest.mark.parametrize("role", STRANGERS)
def test_a_strangers_lists_hold_none_of_the_rows(api, studio, rows, role):
    stranger = api.as_(studio.person(role))
    for path, ident in rows.items():
        if role == "manager" and path == "project-templates":
            continue
        answer = stranger.get(f"/data/{path}")
        assert answer.status in (200, 403), (path, answer.data)
        assert str(ident) not in answer.data.decode(), path


@pytest.mark.parametrize("role", STRANGERS)
def test_a_stranger_makes_no_row_in_the_production(api, studio, rows, role):
    stranger = api.as_(studio.person(role))
    keys = {"project_id": rows["projects"], "task_id": rows["tasks"], "entity_id": rows["entities"], "budget_id": rows["budgets"]}
    for path, collection in COLLECTIONS.items():
        columns = collection.model.__table__.columns.keys()
        body = {key: str(ident) for key, ident in keys.items() if key in columns}
        assert stranger.post(f"/data/{path}", {"name": "x", **body}).status in (400, 403), path


def test_nobody_without_a_token_reads_or_changes_anything(api, rows):
    for path in COLLECTIONS:
        ident = rows.get(path, rows["projects"])
        answers = [api.get(f"/data/{path}"), api.post(f"/data/{path}"), api.get(f"/data/{path}/{ident}"), api.put(f"/data/{path}/{ident}")]
        assert {answer.status for answer in [*answers, api.delete(f"/data/{path}/{ident}")]} == {401}, path
