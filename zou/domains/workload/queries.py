"""From when to when people have tasks."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import MANAGER, SUPERVISOR
from zou.access.productions import open_productions
from zou.db import Rows, rows
from zou.db.rows import execute
from zou.models import Person, Task, TaskPersonLink

Spans = list[tuple[dt.datetime, dt.datetime]]


def of_project(project_id: UUID) -> Rows:
    """The first start and the last due date of each active person's tasks in a production."""
    return _spans(Task.project_id == project_id)


def of_open_productions() -> Rows:
    """The same over the open productions that the caller oversees, with the periods in which people are busy in the others."""
    mine = me()
    if mine.is_admin:
        return _spans(Task.project_id.in_(open_productions()))
    overseen = mine.projects_as(MANAGER, SUPERVISOR)
    found = {row["person_id"]: row for row in _spans(Task.project_id.in_(open_productions()), Task.project_id.in_(overseen))}
    for person_id, spans in _elsewhere(overseen).items():
        row = found.setdefault(person_id, {"person_id": person_id, "min_date": None, "max_date": None, "busy_periods": []})
        row["busy_periods"] = [{"start_date": f"{start:%Y-%m-%d %H:%M:%S}", "end_date": f"{end:%Y-%m-%d %H:%M:%S}"} for start, end in merged(spans)]
    return list(found.values())


def _assigned(*columns: Any) -> sa.Select:
    statement = sa.select(TaskPersonLink.person_id, *columns).join(Task, Task.id == TaskPersonLink.task_id)
    return statement.join(Person, Person.id == TaskPersonLink.person_id).where(Person.active.is_(True))


def _spans(*conditions: Any) -> Rows:
    dates = (sa.func.min(Task.start_date).label("min_date"), sa.func.max(Task.due_date).label("max_date"))
    statement = _assigned(*dates).where(*conditions).group_by(TaskPersonLink.person_id).order_by(TaskPersonLink.person_id)
    return [{**row, "busy_periods": []} for row in rows(statement)]


def _elsewhere(overseen: list[UUID]) -> dict[UUID, Spans]:
    """The spans of people's tasks in the open productions that are not among `overseen`, by their start."""
    statement = _assigned(Task.start_date, Task.due_date).where(
        Task.project_id.in_(open_productions()), Task.project_id.not_in(overseen), Task.start_date.is_not(None), Task.due_date.is_not(None)
    )
    found: dict[UUID, Spans] = {}
    for person_id, start, end in execute(statement.distinct().order_by(Task.start_date, Task.due_date)):
        found.setdefault(person_id, []).append((start, end))
    return found


def merged(spans: Spans) -> Spans:
    """Spans, by their start, as one where they meet. What ends before it starts counts as its start."""
    found: Spans = []
    for start, end in spans:
        end = max(start, end)
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
