"""Milestones, schedule items and versions of the schedule as rows."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud.columns import selected
from zou.crud.table import COLLECTIONS
from zou.db import Rows, rows
from zou.models import Milestone, ProductionScheduleVersionTaskLink, ScheduleItem, Task

ITEM = ("id", "start_date", "end_date", "man_days", "project_id", "task_type_id", "object_id")


def milestones(project_id: UUID) -> Rows:
    """The milestones of a production by date, then name. One statement."""
    columns = (Milestone.id, Milestone.date, Milestone.name, Milestone.project_id, Milestone.task_type_id)
    return rows(sa.select(*columns).where(Milestone.project_id == project_id).order_by(Milestone.date, Milestone.name))


def items(project_id: UUID) -> Rows:
    """All schedule items of a production. One statement."""
    found = rows(sa.select(*ScheduleItem.__table__.columns).where(ScheduleItem.project_id == project_id).order_by(ScheduleItem.created_at, ScheduleItem.id))
    return [{**row, "type": "ScheduleItem"} for row in found]


def item_columns() -> tuple[Any, ...]:
    """The columns of a schedule item that the schedule shows."""
    return tuple(getattr(ScheduleItem, key) for key in ITEM)


def task_links(version_id: UUID, task_type_id: UUID | None, *, relations: bool) -> Rows:
    """What a version of the schedule says of its tasks, of one type where one is given. One statement."""
    model = ProductionScheduleVersionTaskLink
    collection = COLLECTIONS["production-schedule-version-task-links"]
    statement = sa.select(*selected(collection, relations=relations)).where(model.production_schedule_version_id == version_id)
    if task_type_id is not None:
        statement = statement.join(Task, Task.id == model.task_id).where(Task.task_type_id == task_type_id)
    return [{**row, "type": collection.type} for row in rows(statement.order_by(model.created_at, model.id))]
