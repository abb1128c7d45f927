"""Making the tasks that entities lack."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access import me_or_none
from zou.db import Rows, rows, session
from zou.events import emit
from zou.kit.dates import utcnow
from zou.models import Entity, EntityType, Task, TaskStatus, TaskType
from zou.models.kinds import CONCEPT

MAIN = "main"


def create_missing(project_id: UUID, wanted: Sequence[tuple[UUID, UUID]], *, whatever_name: bool = True) -> Rows:
    """Make a task for each (entity id, task type id) that has none; the rows of those made, in the order of `wanted`.

    With `whatever_name` a task of any name counts, else only one called `main`. The tasks get the default status and the caller as
    assigner. A fixed number of statements; who asks for the same at the same time makes no second one. Emits task:new for each.
    """
    pairs = list(dict.fromkeys(wanted))
    existing = _existing(pairs, whatever_name)
    lacking = [pair for pair in pairs if pair not in existing]
    if not lacking:
        return []
    made = _insert(project_id, lacking)
    order = {pair: place for place, pair in enumerate(lacking)}
    found = _shown(made)
    found.sort(key=lambda row: order[row["entity_id"], row["task_type_id"]])
    for row in found:
        emit("task:new", project_id=project_id, task_id=row["id"])
    return found


def _existing(pairs: Sequence[tuple[UUID, UUID]], whatever_name: bool) -> set[tuple[UUID, UUID]]:
    entities, types = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    statement = sa.select(Task.entity_id, Task.task_type_id).where(Task.entity_id.in_(entities), Task.task_type_id.in_(types))
    if not whatever_name:
        statement = statement.where(Task.name == MAIN)
    return {(row.entity_id, row.task_type_id) for row in session.execute(statement)}


def _insert(project_id: UUID, pairs: Sequence[tuple[UUID, UUID]]) -> list[UUID]:
    now, author = utcnow(), me_or_none()
    statuses = _statuses({entity for entity, _ in pairs})
    values = [
        {
            "id": uuid4(),
            "created_at": now,
            "updated_at": now,
            "name": MAIN,
            "project_id": project_id,
            "entity_id": entity,
            "task_type_id": task_type,
            "task_status_id": statuses[entity],
            "assigner_id": author.id if author else None,
        }
        for entity, task_type in pairs
    ]
    return list(session.execute(insert(Task).on_conflict_do_nothing().returning(Task.id), values).scalars())


def _statuses(entity_ids: set[UUID]) -> dict[UUID, UUID]:
    """The status that a new task of each entity starts on."""
    statement = sa.select(Entity.id, EntityType.name == CONCEPT).join(EntityType, EntityType.id == Entity.entity_type_id)
    are_concepts = dict(session.execute(statement.where(Entity.id.in_(entity_ids))).all())
    defaults = {is_concept: default_status(for_concept=is_concept) for is_concept in set(are_concepts.values())}
    return {ident: defaults[is_concept] for ident, is_concept in are_concepts.items()}


def default_status(*, for_concept: bool = False) -> UUID:
    """The id of the status that new tasks start on: the default one, else `todo` (`neutral` for concepts), made if there is none."""
    short_name = "neutral" if for_concept else "todo"
    concept = sa.func.coalesce(TaskStatus.for_concept, False)
    default = sa.and_(TaskStatus.is_default.is_(True), concept == for_concept)
    statement = sa.select(TaskStatus.id).where(sa.or_(default, TaskStatus.short_name == short_name))
    found = session.execute(statement.order_by(default.desc(), TaskStatus.created_at).limit(1)).scalar()
    if found is None:
        made = TaskStatus(name=short_name.title(), short_name=short_name, color="#f5f5f5", is_default=True, for_concept=for_concept)
        session.add(made)
        session.flush()
        found = made.id
        emit("task-status:new", task_status_id=found)
    return found


def _shown(ids: list[UUID]) -> Rows:
    """Rows of new tasks with what clients show of their type and status."""
    labels = (
        TaskStatus.name.label("task_status_name"),
        TaskStatus.short_name.label("task_status_short_name"),
        TaskStatus.color.label("task_status_color"),
        TaskType.name.label("task_type_name"),
        TaskType.color.label("task_type_color"),
        TaskType.priority.label("task_type_priority"),
    )
    statement = sa.select(*Task.__table__.columns, *labels)
    statement = statement.join(TaskType, TaskType.id == Task.task_type_id).join(TaskStatus, TaskStatus.id == Task.task_status_id)
    more: dict[str, Any] = {"type": "Task"}
    return [{**row, "assignees": [], **more} for row in rows(statement.where(Task.id.in_(ids)))]
