"""The task types of the tasks of an entity, as rows."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access import me
from zou.access.productions import my_open_productions
from zou.db import Rows, rows
from zou.models import Entity, Task, TaskPersonLink, TaskType
from zou.models.kinds import EPISODE, SCENE, SEQUENCE, SHOT, is_a


def worked_on(entity: Entity, kind: str) -> sa.Select:
    """The ids of the entities whose tasks are those of an entity: itself; of a sequence its shots and scenes, of an episode the shots of its sequences."""
    itself = Entity.id == entity.id
    if kind == SEQUENCE:
        return sa.select(Entity.id).where(sa.or_(itself, sa.and_(Entity.parent_id == entity.id, sa.or_(is_a(SHOT), is_a(SCENE)))))
    if kind == EPISODE:
        sequence = aliased(Entity)
        sequences = sa.select(sequence.id).where(sequence.parent_id == entity.id, is_a(SEQUENCE, sequence))
        return sa.select(Entity.id).where(sa.or_(itself, sa.and_(Entity.parent_id.in_(sequences), is_a(SHOT))))
    return sa.select(Entity.id).where(itself)


def of_entity(entity: Entity, kind: str) -> Rows:
    """The task types of the tasks of an entity, each once, by name. One statement."""
    return _task_types(sa.select(Task.task_type_id).where(Task.entity_id.in_(worked_on(entity, kind))))


def mine(entity_id: UUID) -> Rows:
    """The task types of the caller's own tasks on an entity of their open productions, each once, by name. One statement."""
    assigned = sa.select(Task.task_type_id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
    return _task_types(assigned.where(Task.entity_id == entity_id, TaskPersonLink.person_id == me().id, Task.project_id.in_(my_open_productions())))


def assigned_among(entity_ids: sa.Select) -> bool:
    """Whether a task of one of the entities is assigned to the caller."""
    statement = sa.select(Task.id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
    return bool(rows(statement.where(TaskPersonLink.person_id == me().id, Task.entity_id.in_(entity_ids)).limit(1)))


def _task_types(ids: sa.Select) -> Rows:
    found = rows(sa.select(*TaskType.__table__.columns).where(TaskType.id.in_(ids)).order_by(TaskType.name, TaskType.id))
    return [{**row, "type": "TaskType"} for row in found]
