"""Open tasks of the studio: pages, statistics, burndown. Vendors see those assigned to them, clients nothing of the planning."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.overseeing import Condition, client_projects, in_reach, is_in_open_production
from zou.db import row
from zou.db.rows import execute
from zou.domains.task_lists import filters
from zou.domains.task_lists.rows import BY_NAMES, open_rows, read
from zou.domains.task_lists.schemas import OpenFilters, OpenPage
from zou.models import Project, Task, TaskStatus, TaskType
from zou.models.kinds import CONCEPT

_NOT_CONCEPTS = TaskType.for_entity.is_distinct_from(CONCEPT)


def _planned(column: Any, otherwise: Any) -> Any:
    """A column of the planning, as clients see it in their productions."""
    hidden = client_projects()
    return sa.case((Task.project_id.in_(hidden), otherwise), else_=column) if hidden else column


def _total(column: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(_planned(column, 0)), 0).label(f"total_{column.key}")


def _counted(*columns: Any) -> sa.Select:
    """Sums over the tasks that the lists show, joined with no more than filters need."""
    statement = sa.select(*columns).select_from(Task).join(TaskType, TaskType.id == Task.task_type_id).join(TaskStatus, TaskStatus.id == Task.task_status_id)
    return statement.where(Task.entity_id.is_not(None))


def _scope(asked: OpenFilters) -> list[Condition]:
    conditions = [in_reach(), *filters.open_tasks(asked)]
    if asked.project_id is None:
        conditions.append(is_in_open_production())
    if asked.task_type_id is None:
        conditions.append(_NOT_CONCEPTS)
    return conditions


def page(asked: OpenPage) -> dict[str, Any]:
    """A page of the tasks, by names, and what all of them sum up to. Two statements."""
    conditions = _scope(asked)
    statement = open_rows().where(*conditions).order_by(*BY_NAMES, Task.id).offset((asked.page - 1) * asked.size).limit(asked.size)
    stats = _stats(conditions)
    return {
        "data": read(statement),
        "stats": stats,
        "limit": asked.size,
        "is_more": asked.page * asked.size < stats["total"],
        "page": asked.page,
    }


def _stats(conditions: list[Condition]) -> dict[str, Any]:
    amount = sa.func.count().label("amount")
    statement = _counted(Task.task_status_id, amount, _total(Task.duration), _total(Task.estimation))
    groups = execute(statement.where(*conditions).group_by(Task.task_status_id).order_by(amount.desc(), Task.task_status_id)).all()
    return {
        "total": sum(group.amount for group in groups),
        "total_duration": sum(group.total_duration for group in groups),
        "total_estimation": sum(group.total_estimation for group in groups),
        "status": [{"task_status_id": group.task_status_id, "amount": group.amount} for group in groups],
    }


def stats(project_id: UUID | None = None) -> dict[str, Any]:
    """The tasks of each open production that the caller reaches, or of one, summed up by type and status. One statement."""
    keys = (Task.project_id, Task.task_type_id, Task.task_status_id)
    done = sa.func.count().filter(TaskStatus.is_done.is_(True)).label("amount_done")
    statement = _counted(*keys, sa.func.count().label("amount"), done, _total(Task.duration), _total(Task.estimation))
    chosen = is_in_open_production() if project_id is None else Task.project_id == project_id
    found: dict[str, Any] = {}
    for group in execute(statement.where(in_reach(), chosen, _NOT_CONCEPTS).group_by(*keys).order_by(*keys)).mappings():
        empty = {"amount": 0, "amount_done": 0, "total_duration": 0, "total_estimation": 0, "task_types": []}
        production = found.setdefault(str(group["project_id"]), empty)
        production["task_types"].append(dict(group))
        for name in ("amount", "amount_done", "total_duration", "total_estimation"):
            production[name] += group[name]
    return found


def burndown(asked: OpenFilters) -> dict[str, Any]:
    """How many tasks and minutes there are, from when to when, and what was done each day. Two statements."""
    conditions = _scope(asked)
    sums = _counted(
        sa.func.count().label("total"),
        _total(Task.estimation),
        sa.func.coalesce(sa.cast(sa.func.min(_planned(Task.start_date, None)), sa.Date), sa.func.min(Project.start_date)).label("start_date"),
        sa.func.coalesce(sa.cast(sa.func.max(_planned(Task.due_date, None)), sa.Date), sa.func.max(Project.end_date)).label("end_date"),
    ).join(Project, Project.id == Task.project_id)
    found = dict(row(sums.where(*conditions)) or {})
    day = sa.cast(_planned(Task.done_date, None), sa.Date)
    by_day = _counted(day.label("day"), sa.func.count().label("done"), _total(Task.estimation))
    days = execute(by_day.where(*conditions, day.is_not(None)).group_by(sa.text("1")).order_by(sa.text("1"))).all()
    return {**found, **_window(found["start_date"], found["end_date"], days)}


def _window(start: dt.date | None, end: dt.date | None, days: Any) -> dict[str, Any]:
    """The days on which tasks were done: those before the start count on its day, those after the end stretch it."""
    folded: dict[dt.date, list[float]] = {}
    for found in days:
        sums = folded.setdefault(max(found.day, start) if start else found.day, [0, 0])
        sums[0] += found.done
        sums[1] += found.total_estimation
    ends = [day for day in (end, *folded) if day]
    return {
        "start_date": start,
        "end_date": max(ends, default=None),
        "done_by_day": [{"date": day, "done": done, "done_estimation": estimation} for day, (done, estimation) in sorted(folded.items())],
    }
