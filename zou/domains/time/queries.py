"""Reading time: rows ready to be JSON, in one statement each."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.time import is_visible_time
from zou.db import Rows, row, rows, scalar
from zou.kit.paging import Page
from zou.kit.periods import Period
from zou.models import Task, TimeSpent

TYPE: sa.Label[str] = sa.literal_column("'TimeSpent'").label("type")
KEYS = ("duration", "date", "task_id", "person_id", "id", "created_at", "updated_at")


def _as_text(column: Any) -> Any:
    """Ids as texts: JSON is made of them anyway, and a production has hundreds of thousands."""
    return sa.cast(column, sa.Text).label(column.key) if isinstance(column.type, sa.Uuid) else column


COLUMNS = (*(_as_text(getattr(TimeSpent, key)) for key in KEYS), TYPE)
ORDER = (TimeSpent.date, TimeSpent.created_at, TimeSpent.id)
NEWEST_FIRST = (TimeSpent.date.desc(), TimeSpent.created_at, TimeSpent.id)


def shown(spent: TimeSpent, *, erased: bool = False) -> dict[str, Any]:
    """A time spent as a reply; one that was erased took no time."""
    found = {key: getattr(spent, key) for key in KEYS}
    return {**found, "duration": 0 if erased else spent.duration, "type": "TimeSpent"}


def of_task(task_id: UUID, day: dt.date | None = None) -> dict[str, Any]:
    """The time spent on a task, or there on a day: its total, and the rows of each person by id."""
    statement = sa.select(*COLUMNS).where(TimeSpent.task_id == task_id).order_by(*ORDER)
    found = rows(statement if day is None else statement.where(TimeSpent.date == day))
    return {"total": sum(spent["duration"] for spent in found), **by_person(found)}


def by_person(found: Rows) -> dict[str, Rows]:
    """Rows by the id of their person, in their order."""
    people: dict[str, Rows] = {}
    for spent in found:
        people.setdefault(spent["person_id"] or "", []).append(spent)
    return people


def of_entity(entity_id: UUID) -> Rows:
    """The time spent on an entity, newest day first."""
    return rows(sa.select(*COLUMNS).join(Task, Task.id == TimeSpent.task_id).where(Task.entity_id == entity_id).order_by(*NEWEST_FIRST))


def of_project(project_id: UUID, page: Page | None = None) -> Any:
    """What the caller may see of the time spent in a production, by day; with a page the page's envelope."""
    mine = sa.select(*COLUMNS).join(Task, Task.id == TimeSpent.task_id).where(Task.project_id == project_id, is_visible_time())
    ordered = mine.order_by(*ORDER)
    if page is None:
        return rows(ordered)
    total = scalar(sa.select(sa.func.count()).select_from(mine.subquery()))
    return page.envelope(rows(ordered.offset(page.offset).limit(page.limit)), total)


def of_task_type(project_id: UUID, task_type_id: UUID, first: dt.date | None, last: dt.date | None) -> dict[str, Rows]:
    """The time spent on a production's tasks of a type, by person, newest day first."""
    statement = sa.select(*COLUMNS).join(Task, Task.id == TimeSpent.task_id)
    statement = statement.where(Task.project_id == project_id, Task.task_type_id == task_type_id)
    if first is not None:
        statement = statement.where(TimeSpent.date >= first)
    if last is not None:
        statement = statement.where(TimeSpent.date <= last)
    return by_person(rows(statement.order_by(*NEWEST_FIRST)))


def of_person_on(person_id: UUID, day: dt.date) -> Rows:
    """What the caller may see of a person's time on a day."""
    return rows(_of_person(person_id, *COLUMNS).where(TimeSpent.date == day).order_by(*ORDER))


def of_person(person_id: UUID, period: Period | None) -> Rows:
    """What the caller may see of a person's time, in a period or ever, with the production and the task type."""
    statement = _of_person(person_id, *COLUMNS, Task.project_id, Task.task_type_id).order_by(*ORDER)
    return rows(statement if period is None else statement.where(TimeSpent.date.between(period.first, period.last)))


def _of_person(person_id: UUID, *columns: Any) -> sa.Select:
    return sa.select(*columns).outerjoin(Task, Task.id == TimeSpent.task_id).where(TimeSpent.person_id == person_id, is_visible_time())


def mine_on(task_id: UUID, day: dt.date) -> dict[str, Any]:
    """What the caller spent on a task on a day; {} for nothing."""
    statement = sa.select(*COLUMNS).where(TimeSpent.task_id == task_id, TimeSpent.person_id == me().id, TimeSpent.date == day)
    return row(statement) or {}
