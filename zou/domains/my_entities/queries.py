"""Entities on which a task of open productions is assigned to the caller."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access import me
from zou.access.metadata import masked
from zou.access.productions import open_productions
from zou.db import Rows, rows
from zou.domains.entities.queries import BY_NAME, asset_types, columns, typed
from zou.models import Entity, EntityType, Task, TaskPersonLink
from zou.models.kinds import ASSET, EPISODE, SCENE, SEQUENCE, SHOT, is_a

Mine, Sequence = aliased(Entity, name="mine"), aliased(Entity, name="sequence")


def _work() -> sa.Select[UUID | None]:
    """Ids of the entities with a task of the caller's in open productions."""
    statement = sa.select(Task.entity_id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
    return statement.where(TaskPersonLink.person_id == me().id, Task.project_id.in_(open_productions()))


def _listed(kind: str, *conditions: Any) -> Rows:
    return masked(typed(rows(sa.select(*columns()).where(is_a(kind), *conditions).order_by(*BY_NAME)), kind), kind)


def types_of_assets(project_id: UUID) -> Rows:
    """The types of the production's assets that the caller works on."""
    mine = sa.select(Mine.entity_type_id).where(Mine.project_id == project_id, Mine.id.in_(_work()))
    return asset_types(EntityType.id.in_(mine))


def assets(project_id: UUID, asset_type_id: UUID) -> Rows:
    """The production's assets of the type that the caller works on."""
    return _listed(ASSET, Entity.project_id == project_id, Entity.entity_type_id == asset_type_id, Entity.id.in_(_work()))


def sequences(project_id: UUID) -> Rows:
    """The production's sequences with a shot that the caller works on."""
    mine = sa.select(Mine.parent_id).where(is_a(SHOT, Mine), Mine.id.in_(_work()))
    return _listed(SEQUENCE, Entity.project_id == project_id, Entity.id.in_(mine))


def episodes(project_id: UUID) -> Rows:
    """The production's episodes with a shot that the caller works on."""
    mine = sa.select(Sequence.parent_id).join(Mine, Mine.parent_id == Sequence.id).where(is_a(SHOT, Mine), Mine.id.in_(_work()))
    return _listed(EPISODE, Entity.project_id == project_id, Entity.id.in_(mine))


def shots(sequence_id: UUID) -> Rows:
    """The sequence's shots that the caller works on."""
    return _listed(SHOT, Entity.parent_id == sequence_id, Entity.id.in_(_work()))


def scenes(sequence_id: UUID) -> Rows:
    """The sequence's scenes that the caller works on."""
    return _listed(SCENE, Entity.parent_id == sequence_id, Entity.id.in_(_work()))
