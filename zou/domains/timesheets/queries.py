"""Sums of time: a person's by task, the studio's by day, week, month or year, a production's by department."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.time import is_visible_time
from zou.db import Rows, rows
from zou.db.rows import execute
from zou.domains.task_lists.names import EPISODE_NAME, Parent, placed
from zou.kit.periods import Period
from zou.models import Entity, EntityType, Person, Project, Task, TaskType, TimeSpent

TOTAL = sa.func.sum(TimeSpent.duration)


def by_task(person_id: UUID, period: Period, project_id: UUID | None = None) -> Rows:
    """What the caller may see of a person's time in a period: a row for each task, with the sum and where it stands."""
    keys = (
        TimeSpent.task_id,
        Task.task_type_id,
        Task.project_id,
        Project.name.label("project_name"),
        Entity.name.label("entity_name"),
        EntityType.name.label("entity_type_name"),
        Parent.name.label("sequence_name"),
        EPISODE_NAME.label("episode_name"),
    )
    statement = placed(sa.select(*keys, TOTAL.label("duration")).select_from(TimeSpent).join(Task, Task.id == TimeSpent.task_id))
    statement = statement.where(TimeSpent.person_id == person_id, TimeSpent.date.between(period.first, period.last), is_visible_time())
    if project_id is not None:
        statement = statement.where(Task.project_id == project_id)
    places = range(1, len(keys) + 1)
    return rows(statement.group_by(*(sa.text(str(place)) for place in places)).order_by("project_name", "entity_name", TimeSpent.task_id))


def table(
    unit: str, period: Period | None, *, project_id: UUID | None = None, department_id: UUID | None = None, studio_id: UUID | None = None
) -> dict[str, dict[str, float]]:
    """What the caller may see of everybody's minutes: by unit (`day` of the month, ISO `week`, `month`, `year`), then by person."""
    number = sa.cast(sa.extract(unit, TimeSpent.date), sa.Integer).label("unit")
    statement = sa.select(number, TimeSpent.person_id, TOTAL).outerjoin(Task, Task.id == TimeSpent.task_id).where(is_visible_time())
    if period is not None:
        statement = statement.where(TimeSpent.date.between(period.first, period.last))
    if project_id is not None:
        statement = statement.where(Task.project_id == project_id)
    if department_id is not None:
        statement = statement.where(Task.task_type_id.in_(sa.select(TaskType.id).where(TaskType.department_id == department_id)))
    if studio_id is not None:
        statement = statement.where(TimeSpent.person_id.in_(sa.select(Person.id).where(Person.studio_id == studio_id)))
    statement = statement.where(TimeSpent.person_id.is_not(None)).group_by(number, TimeSpent.person_id).order_by(number, TimeSpent.person_id)
    found: dict[str, dict[str, float]] = {}
    for of_unit, person_id, total in execute(statement):
        found.setdefault(str(of_unit), {})[str(person_id)] = total
    return found


def by_department(project_id: UUID) -> dict[str, dict[str, Any]]:
    """A production's minutes by department: the total, and each person's total and months. Types without a department are left out."""
    month = sa.func.to_char(TimeSpent.date, "YYYY-MM").label("month")
    statement = (
        sa.select(TaskType.department_id, TimeSpent.person_id, month, TOTAL)
        .join(Task, Task.id == TimeSpent.task_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .where(Task.project_id == project_id, TaskType.department_id.is_not(None), TimeSpent.person_id.is_not(None))
        .group_by(TaskType.department_id, TimeSpent.person_id, month)
        .order_by(TaskType.department_id, TimeSpent.person_id, month)
    )
    found: dict[str, dict[str, Any]] = {}
    for department_id, person_id, of_month, minutes in execute(statement):
        department = found.setdefault(str(department_id), {"total": 0.0})
        person = department.setdefault(str(person_id), {"total": 0.0})
        department["total"] += minutes
        person["total"] += minutes
        person[of_month] = minutes
    return found
