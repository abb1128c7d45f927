"""Reading quotas: tasks, the time spent on them, and what follows (see zou.domains.quotas.shares)."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.overseeing import Condition, is_assigned_to
from zou.access.quotas import sees_all_quotas
from zou.crud.columns import plain_columns
from zou.db import Rows, rows
from zou.db.rows import among, execute
from zou.domains.quotas.shares import Share, Work, raw, summed, weighted
from zou.domains.task_lists.names import FULL_NAME, within
from zou.kit.dates import zone_named
from zou.kit.periods import Period
from zou.models import Entity, Person, Project, Task, TaskPersonLink, TimeSpent
from zou.models.kinds import SHOT, is_a

DEFAULT_FPS = 25.0


def of_task_type(project: Project, task_type_id: UUID, mode: str, studio_id: UUID | None) -> dict[str, Any]:
    """The quotas of each person who worked on the production's shots with tasks of a type; artists and vendors see their own."""
    conditions = [Task.project_id == project.id, Task.task_type_id == task_type_id, *_of_studio(studio_id)]
    found = shares(mode, conditions)
    if not sees_all_quotas(project.id):
        found = [share for share in found if share.person_id == me().id]
    return _grouped(found, lambda share: share.person_id, project, mode)


def of_person(project: Project, person_id: UUID, mode: str, studio_id: UUID | None) -> dict[str, Any]:
    """A person's quotas in the production, by task type."""
    conditions = [Task.project_id == project.id, _worked_on(person_id), *_of_studio(studio_id)]
    found = [share for share in shares(mode, conditions) if share.person_id == person_id]
    return _grouped(found, lambda share: share.task_type_id, project, mode)


def shots_of_person(person_id: UUID, period: Period, mode: str, project_id: UUID | None, task_type_id: UUID | None) -> Rows:
    """The shots behind a person's quotas of a period, by full name, each with the weight that it has in them."""
    conditions = [_worked_on(person_id)]
    if project_id is not None:
        conditions.append(Task.project_id == project_id)
    if task_type_id is not None:
        conditions.append(Task.task_type_id == task_type_id)
    weights: dict[UUID, float] = {}
    for share in shares(mode, conditions):
        if share.person_id == person_id and share.day in period:
            weights[share.shot_id] = 1 if _is_raw(mode) else weights.get(share.shot_id, 0) + share.count
    full_name = FULL_NAME.label("full_name")
    own = [column.label(key) for key, column in plain_columns(Entity).items()]
    found = rows(within(sa.select(*own, full_name)).where(Entity.id.in_(weights)).order_by(full_name, Entity.id))
    return [{**row, "type": "Entity", "weight": round(weights[row["id"]], 2)} for row in found]


def shares(mode: str, conditions: list[Condition]) -> list[Share]:
    """What everybody got through of the shots whose tasks meet `conditions`. Two statements, one for raw modes."""
    works = _works(mode, conditions)
    return list(raw(works) if _is_raw(mode) else weighted(works))


def _is_raw(mode: str) -> bool:
    return not mode.startswith("weighted")


def _works(mode: str, conditions: list[Condition]) -> list[Work]:
    ended = Task.done_date if mode.endswith("done") else Task.end_date
    conditions = [*conditions, ended.is_not(None), is_a(SHOT)]
    assignees = sa.select(TaskPersonLink.person_id).where(TaskPersonLink.task_id == Task.id).order_by(TaskPersonLink.person_id).correlate(Task)
    columns = (Task.id, Task.task_type_id, Task.entity_id, Entity.nb_frames, Task.nb_drawings, Task.real_start_date, ended.label("ended"))
    statement = sa.select(*columns, sa.func.array(assignees.scalar_subquery(), type_=sa.ARRAY(sa.Uuid)).label("assignees"))
    spents = {} if _is_raw(mode) else _spents(conditions)
    local = _local_day()
    return [
        Work(
            task_type_id=task.task_type_id,
            shot_id=task.entity_id,
            frames=task.nb_frames or 0,
            drawings=task.nb_drawings or 0,
            assignees=list(task.assignees),
            start=local(task.real_start_date) if task.real_start_date else None,
            end=local(task.ended),
            spents=spents.get(task.id, []),
        )
        for task in execute(statement.join(Entity, Entity.id == Task.entity_id).where(*conditions))
    ]


def _spents(conditions: Iterable[Condition]) -> dict[UUID, list[tuple[dt.date, UUID, float]]]:
    tasks = sa.select(Task.id).join(Entity, Entity.id == Task.entity_id).where(*conditions)
    statement = sa.select(TimeSpent.task_id, TimeSpent.date, TimeSpent.person_id, TimeSpent.duration)
    statement = statement.where(TimeSpent.task_id.in_(tasks), TimeSpent.person_id.is_not(None)).order_by(TimeSpent.date, TimeSpent.person_id)
    found: dict[UUID, list[tuple[dt.date, UUID, float]]] = {}
    for task_id, day, person_id, minutes in execute(statement):
        found.setdefault(task_id, []).append((day, person_id, minutes))
    return found


def _local_day() -> Callable[[dt.datetime], dt.date]:
    """The day that a moment falls on where the caller is."""
    zone = zone_named(me().timezone)
    return lambda moment: moment.replace(tzinfo=dt.UTC).astimezone(zone).date()


def _worked_on(person_id: UUID) -> Condition:
    return sa.or_(is_assigned_to(person_id), among(Task.id, sa.select(TimeSpent.task_id).where(TimeSpent.person_id == person_id)))


def _of_studio(studio_id: UUID | None) -> list[Condition]:
    if studio_id is None:
        return []
    people = sa.select(Person.id).where(Person.studio_id == studio_id)
    return [sa.exists().where(TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id.in_(people)).correlate(Task)]


def _grouped(found: list[Share], key: Callable[[Share], UUID], project: Project, mode: str) -> dict[str, Any]:
    groups: dict[str, list[Share]] = {}
    for share in found:
        groups.setdefault(str(key(share)), []).append(share)
    if groups:
        groups["total"] = found
    fps = frames_per_second(project)
    return {name: summed(group, fps=fps, whole=_is_raw(mode)) for name, group in groups.items()}


def frames_per_second(project: Project) -> float:
    """The production's frames per second, 25 where it says nothing that is a number."""
    try:
        fps = float(project.fps or DEFAULT_FPS)
    except ValueError:
        return DEFAULT_FPS
    return fps if 0 < fps < 1e6 else DEFAULT_FPS
