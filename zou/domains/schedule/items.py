"""Schedule items: one for each task type of a production, and for each thing under it. Reading makes those that lack."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access import me
from zou.db import Rows, rows, session
from zou.domains.schedule.queries import item_columns
from zou.events import emit
from zou.kit.dates import today_in, utcnow
from zou.kit.errors import BadRequest
from zou.models import Entity, EntityType, ProjectTaskTypeLink, ScheduleItem, Task, TaskType
from zou.models.kinds import ASSET, EDIT, EPISODE, SEQUENCE, is_a

SCHEDULED = ("Asset", "Shot", "Sequence", "Episode", "Edit")


def of_task_types(project_id: UUID) -> Rows:
    """The items without object of the task types that the production has tasks of and uses, and those of no task type, by start.

    A fixed number of statements. Emits schedule-item:new for those that it makes.
    """
    task_type_ids = _planned_task_types(project_id)
    ensure(project_id, [(ident, None) for ident in task_type_ids])
    of_these = sa.or_(ScheduleItem.task_type_id.in_(task_type_ids), ScheduleItem.task_type_id.is_(None))
    statement = sa.select(*item_columns()).where(ScheduleItem.project_id == project_id, ScheduleItem.object_id.is_(None), of_these)
    return rows(statement.order_by(ScheduleItem.start_date.nulls_last(), ScheduleItem.created_at, ScheduleItem.id))


def _planned_task_types(project_id: UUID) -> list[UUID]:
    link = ProjectTaskTypeLink
    used = sa.select(link.task_type_id).where(link.project_id == project_id)
    has_tasks = sa.select(Task.task_type_id).where(Task.project_id == project_id)
    statement = sa.select(TaskType.id).where(
        TaskType.id.in_(has_tasks), TaskType.for_entity.in_(SCHEDULED), sa.or_(~sa.exists(used.correlate(None)), TaskType.id.in_(used))
    )
    return [row["id"] for row in rows(statement)]


def of_asset_types(project_id: UUID, task_type_id: UUID, episode_id: UUID | None) -> Rows:
    """The items of the asset types that the production, or the episode, has assets of, by name."""
    assets = sa.select(Entity.entity_type_id).where(Entity.project_id == project_id, is_a(ASSET))
    if episode_id is not None:
        assets = assets.where(Entity.source_id == episode_id)
    return _of_things(project_id, task_type_id, sa.select(EntityType.id, EntityType.name).where(EntityType.id.in_(assets)), EntityType)


def of_episodes(project_id: UUID, task_type_id: UUID, episode_id: UUID | None) -> Rows:
    """The items of the production's episodes, by name."""
    return _of_entities(project_id, task_type_id, EPISODE, [Entity.id == episode_id] if episode_id else [])


def of_sequences(project_id: UUID, task_type_id: UUID, episode_id: UUID | None) -> Rows:
    """The items of the production's, or the episode's, sequences, by name."""
    return _of_entities(project_id, task_type_id, SEQUENCE, [Entity.parent_id == episode_id] if episode_id else [])


def of_edits(project_id: UUID, task_type_id: UUID, episode_id: UUID | None) -> Rows:
    """The items of the production's, or the episode's, edits, by name."""
    return _of_entities(project_id, task_type_id, EDIT, [Entity.parent_id == episode_id] if episode_id else [])


def _of_entities(project_id: UUID, task_type_id: UUID, kind: str, conditions: list[Any]) -> Rows:
    living = sa.select(Entity.id, Entity.name).where(Entity.project_id == project_id, is_a(kind), Entity.canceled.is_not(True), *conditions)
    return _of_things(project_id, task_type_id, living, Entity)


def _of_things(project_id: UUID, task_type_id: UUID, things: sa.Select, model: Any) -> Rows:
    """The items of a task type for these things, by name. Four statements at most."""
    found = rows(things.order_by(model.name))
    ids = [row["id"] for row in found]
    ensure(project_id, [(task_type_id, ident) for ident in ids])
    statement = sa.select(*item_columns()).where(
        ScheduleItem.project_id == project_id, ScheduleItem.task_type_id == task_type_id, ScheduleItem.object_id.in_(ids)
    )
    items = {row["object_id"]: row for row in rows(statement)}
    return [{**items[row["id"]], "name": row["name"]} for row in found if row["id"] in items]


def ensure(project_id: UUID, wanted: list[tuple[UUID, UUID | None]]) -> None:
    """Make the items (task type, object) that the production lacks, from today to tomorrow. Emits schedule-item:new for each."""
    if not _lacking(project_id, wanted):
        return
    lock(project_id)
    today, now = today_in(me().timezone), utcnow()
    dates = {"start_date": today, "end_date": today + dt.timedelta(days=1), "created_at": now, "updated_at": now}
    values = [
        {"id": uuid4(), "project_id": project_id, "task_type_id": task_type_id, "object_id": object_id, **dates}
        for task_type_id, object_id in _lacking(project_id, wanted)
    ]
    if values:
        session.execute(insert(ScheduleItem), values)
    for value in values:
        emit("schedule-item:new", schedule_item_id=value["id"], project_id=project_id)


def _lacking(project_id: UUID, wanted: list[tuple[UUID, UUID | None]]) -> list[tuple[UUID, UUID | None]]:
    task_type_ids = {task_type_id for task_type_id, _ in wanted}
    statement = sa.select(ScheduleItem.task_type_id, ScheduleItem.object_id)
    there = session.execute(statement.where(ScheduleItem.project_id == project_id, ScheduleItem.task_type_id.in_(task_type_ids)))
    found = {(row.task_type_id, row.object_id) for row in there}
    return [pair for pair in wanted if pair not in found]


def lock(project_id: Any) -> None:
    """Make others who add items to the production wait: the database takes two items without object for different."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"schedule/{project_id}", 0))))


def refuse_similar(project_id: Any, task_type_id: Any, object_id: Any, *, but: UUID | None = None) -> None:
    """Raise BadRequest where the production has another item of this task type and object."""
    lock(project_id)
    statement = sa.select(ScheduleItem.id).where(
        ScheduleItem.project_id == project_id,
        ScheduleItem.task_type_id.is_not_distinct_from(task_type_id),
        ScheduleItem.object_id.is_not_distinct_from(object_id),
    )
    if rows(statement.where(ScheduleItem.id != but) if but else statement):
        raise BadRequest("The schedule has an item for this already.")
