"""Choosing previews that something is to be done to, for commands."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.db import execute, scalar
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.models import Entity, EntityType, PreviewFile, PreviewFileStorageState, Project, Task
from zou.models.kinds import FIXED, SHOT

Condition = sa.ColumnElement[bool]
_Sequence = aliased(Entity)


def choose(*conditions: Condition, limit: int | None = None) -> Sequence[Any]:
    """Id, extension and data of the previews that meet all conditions, newest first. One statement."""
    statement = (
        sa.select(PreviewFile.id, PreviewFile.extension, PreviewFile.data)
        .outerjoin(Task, Task.id == PreviewFile.task_id)
        .outerjoin(Entity, Entity.id == Task.entity_id)
        .outerjoin(EntityType, EntityType.id == Entity.entity_type_id)
        .where(*conditions)
    )
    return execute(statement.order_by(PreviewFile.created_at.desc(), PreviewFile.id).limit(limit)).all()


def of_kind(*extensions: str) -> Condition:
    """Whether the preview's file is of one of these extensions."""
    return PreviewFile.extension.in_(extensions)


def with_status(*statuses: str) -> Condition:
    """Whether the preview has one of these statuses."""
    return PreviewFile.status.in_(statuses)


def with_id(ids: Iterable[UUID]) -> Condition:
    """Whether the preview is one of these. Raises NotFound where one of them is none."""
    wanted = set(ids)
    unknown = wanted - set(execute(sa.select(PreviewFile.id).where(PreviewFile.id.in_(wanted))).scalars())
    if unknown:
        raise NotFound(f"No preview file has the id {min(unknown)}.")
    return PreviewFile.id.in_(wanted)


def of_production(project_id: UUID) -> Condition:
    """Whether the preview is of this production. Raises NotFound for an unknown one."""
    if scalar(sa.select(Project.id).where(Project.id == project_id)) is None:
        raise NotFound(f"No production has the id {project_id}.")
    return Task.project_id == project_id


def of_production_named(name: str) -> Condition:
    """Whether the preview is of the production of this name, in any case. Raises NotFound for an unknown one."""
    project_id = scalar(sa.select(Project.id).where(sa.func.lower(Project.name) == name.lower()))
    if project_id is None:
        raise NotFound(f"No production is called {name}.")
    return Task.project_id == project_id


def of_entity(entity_id: UUID) -> Condition:
    """Whether the preview shows this entity. Raises NotFound for an unknown one."""
    if scalar(sa.select(Entity.id).where(Entity.id == entity_id)) is None:
        raise NotFound(f"No entity has the id {entity_id}.")
    return Task.entity_id == entity_id


def of_episodes(episode_ids: Iterable[UUID]) -> Condition:
    """Whether the preview shows something of one of these episodes: their shots, sequences, edits, assets, themselves."""
    ids = list(episode_ids)
    sequences = sa.select(_Sequence.id).where(_Sequence.parent_id.in_(ids))
    return sa.or_(Entity.id.in_(ids), Entity.parent_id.in_(ids), Entity.parent_id.in_(sequences), Entity.source_id.in_(ids))


def of_shots() -> Condition:
    """Whether the preview shows a shot."""
    return EntityType.name == SHOT


def of_assets() -> Condition:
    """Whether the preview shows an asset."""
    return EntityType.name.not_in(FIXED)


def made_within(age: dt.timedelta) -> Condition:
    """Whether the preview was made no longer ago."""
    return PreviewFile.created_at >= utcnow() - age


def with_drawings() -> Condition:
    """Whether something is drawn on the preview."""
    return sa.func.jsonb_array_length(sa.case((sa.func.jsonb_typeof(PreviewFile.annotations) == "array", PreviewFile.annotations))) > 0


def never_probed() -> Condition:
    """Whether nothing is known of the preview's files in the store."""
    return sa.not_(sa.exists().where(PreviewFileStorageState.preview_file_id == PreviewFile.id))
