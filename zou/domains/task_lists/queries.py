"""Tasks to do, done and to check."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.overseeing import Condition, client_projects, in_reach, is_assigned_to, is_in_open_production, oversees
from zou.db import Rows, row, rows
from zou.db.rows import among
from zou.domains.task_lists import filters
from zou.domains.task_lists.names import EPISODE_ID, EPISODE_NAME, Parent
from zou.domains.task_lists.rows import BY_NAMES, add_episodes, joined, read, todo_rows
from zou.domains.task_lists.schemas import ToCheck
from zou.domains.tasks.queries import columns, finished
from zou.models import Entity, Project, Task, TaskPersonLink, TaskStatus, TaskType

_DONE_FIRST = (Task.end_date.desc().nulls_last(), TaskType.name, Entity.name, Task.id)
_ORDERS: dict[str, tuple[Any, ...]] = {
    "priority": (Task.priority.desc().nulls_last(), Task.due_date.asc().nulls_last()),
    "due_date": (Task.due_date.asc().nulls_last(),),
    "estimation": (Task.estimation.desc().nulls_last(),),
    "entity_name": tuple(sa.nulls_last(name) for name in (Project.name, TaskType.name, EPISODE_NAME, Parent.name, Entity.name)),
}


def mine(*, done: bool) -> Rows:
    """The caller's tasks that are done, or not yet, in the open productions of theirs."""
    return _of_person(me().id, done, Task.project_id.in_(list(me().teams)))


def of_person(person_id: UUID, *, done: bool) -> Rows:
    """What the caller may see of a person's tasks that are done, or not yet, in open productions; nothing for clients."""
    return _of_person(person_id, done, in_reach(), Task.project_id.not_in(client_projects()))


def _of_person(person_id: UUID, done: bool, *seen: Condition) -> Rows:
    statement = todo_rows().where(is_assigned_to(person_id), is_in_open_production(), TaskStatus.is_done.is_(True) if done else TaskStatus.is_done.is_not(True))
    order = _DONE_FIRST if done else (*BY_NAMES, Task.id)
    return add_episodes(read(statement.where(*seen).order_by(*order)))


def related(person_id: UUID, task_type_id: UUID) -> Rows:
    """The tasks of a type, of open productions that the caller reaches, on the entities that the person has a task on."""
    theirs = sa.select(Task.entity_id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id).where(TaskPersonLink.person_id == person_id)
    statement = sa.select(*columns(relations=False)).where(
        Task.task_type_id == task_type_id, among(Task.entity_id, theirs), is_in_open_production(), in_reach()
    )
    return finished(rows(statement.order_by(Task.created_at, Task.id)))


def _waiting() -> list[Condition]:
    waiting = sa.select(TaskStatus.id).where(TaskStatus.is_feedback_request.is_(True))
    return [among(Task.task_status_id, waiting), is_in_open_production(), oversees()]


def to_check(asked: ToCheck) -> Any:
    """Tasks waiting for the caller's answer; with a page that one, with what all of them sum up to."""
    conditions = [*_waiting(), *filters.to_check(asked)]
    statement = todo_rows().where(*conditions).order_by(*_ORDERS.get(asked.order_by or "", ()), *BY_NAMES, Task.id)
    if asked.page is None:
        return read(statement)
    totals = (sa.func.coalesce(sa.func.sum(column), 0).label(f"total_{column.key}") for column in (Task.duration, Task.estimation))
    stats = row(joined(sa.select(sa.func.count().label("total"), *totals).select_from(Task)).where(*conditions)) or {}
    return {
        "data": read(statement.offset((asked.page - 1) * asked.size).limit(asked.size)),
        "stats": stats,
        "page": asked.page,
        "limit": asked.size,
        "is_more": asked.page * asked.size < stats["total"],
    }


def values_to_check() -> dict[str, list[str]]:
    """What the tasks to check can be narrowed to: the sorted ids among them. One statement."""
    tasks = joined(sa.select(Task.id, Task.project_id, Task.task_type_id, Task.task_status_id, EPISODE_ID.label("episode_id"))).where(*_waiting()).cte()
    people = sa.select(TaskPersonLink.person_id).where(TaskPersonLink.task_id.in_(sa.select(tasks.c.id)))
    kinds = {f"{name}s": sa.select(tasks.c[name]) for name in ("project_id", "task_type_id", "task_status_id", "episode_id")}
    lists = [_ids(chosen).label(name) for name, chosen in {**kinds, "person_ids": people}.items()]
    found = row(sa.select(*lists)) or {}
    return {name: sorted(str(ident) for ident in ids if ident) for name, ids in found.items()}


def _ids(statement: sa.Select) -> Any:
    return sa.func.array(statement.distinct().scalar_subquery(), type_=sa.ARRAY(sa.Uuid))
