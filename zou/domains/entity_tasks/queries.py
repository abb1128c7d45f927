"""Tasks of the entities in a sequence or an episode, and the types of tasks that entities may have."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request
from sqlalchemy.orm import aliased

from zou.crud.filters import condition
from zou.db import Rows, rows, session
from zou.domains.entities.queries import COLUMNS
from zou.domains.tasks.blanking import blanked
from zou.domains.tasks.queries import columns
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.models import Entity, EntityType, Project, ProjectTaskTypeLink, Task, TaskStatus, TaskType, TaskTypeAssetTypeLink
from zou.models.kinds import ASSET, EDIT, SHOT, is_a, kind_of


def narrowing() -> list[sa.ColumnElement[bool]]:
    """What the request's query asks of entities whose tasks are made: its column filters, and `sequence_id` for the parent's id."""
    found = [condition(column, column.key, request.args[column.key]) for column in COLUMNS if request.args.get(column.key)]
    for name, column in (("sequence_id", Entity.parent_id), ("episode_id", None)):
        text = request.args.get(name)
        if not text or text == "all":
            continue
        known = parse_id(text)
        if known is None:
            raise BadRequest(f"{name} must be an id.")
        found.append(column == known if column is not None else _in_episode(known))
    return found


def _in_episode(episode_id: UUID) -> sa.ColumnElement[bool]:
    below = sa.select(Entity.id).where(Entity.parent_id == episode_id).scalar_subquery()
    return sa.or_(Entity.parent_id == episode_id, Entity.source_id == episode_id, Entity.parent_id.in_(below))


def fitting_types(entity: Entity) -> list[UUID]:
    """The ids of the task types that tasks of the entity may have in its production, by rank. One statement."""
    link, workflow = ProjectTaskTypeLink, TaskTypeAssetTypeLink
    kind = kind_of(entity)
    statement = sa.select(TaskType.id).join(link, link.task_type_id == TaskType.id)
    statement = statement.where(link.project_id == entity.project_id, TaskType.for_entity == kind)
    if kind == ASSET:
        steps = sa.select(workflow.task_type_id).where(workflow.asset_type_id == entity.entity_type_id)
        statement = statement.where(sa.or_(~sa.exists(steps), TaskType.id.in_(steps)))
    return list(session.execute(statement.order_by(link.priority, TaskType.priority, TaskType.name)).scalars())


def of_shots_in_sequence(sequence: Entity, *, relations: bool) -> Rows:
    """Tasks of the shots of a sequence."""
    return _listed(is_a(SHOT), Entity.parent_id == sequence.id, relations=relations)


def of_shots_in_episode(episode: Entity, *, relations: bool) -> Rows:
    """Tasks of the shots of an episode's sequences."""
    sequences = aliased(Entity)
    inside = sa.select(sequences.id).where(sequences.parent_id == episode.id)
    return _listed(is_a(SHOT), Entity.parent_id.in_(inside), relations=relations)


def of_assets_of_episode(episode: Entity, *, relations: bool) -> Rows:
    """Tasks of the assets made for an episode."""
    return _listed(is_a(ASSET), Entity.source_id == episode.id, relations=relations)


def of_edits_of_episode(episode: Entity, *, relations: bool) -> Rows:
    """Tasks of the edits of an episode."""
    return _listed(is_a(EDIT), Entity.parent_id == episode.id, relations=relations)


def _listed(*conditions: Any, relations: bool) -> Rows:
    names = {
        "project_name": Project.name,
        "task_type_name": TaskType.name,
        "task_status_name": TaskStatus.name,
        "entity_type_name": EntityType.name,
        "entity_name": Entity.name,
    }
    statement = sa.select(*columns(relations=relations), *(column.label(label) for label, column in names.items())).select_from(Task)
    statement = statement.join(Entity, Entity.id == Task.entity_id).join(EntityType, EntityType.id == Entity.entity_type_id)
    statement = statement.join(Project, Project.id == Task.project_id).join(TaskType, TaskType.id == Task.task_type_id)
    statement = statement.join(TaskStatus, TaskStatus.id == Task.task_status_id).where(*conditions)
    order = (Task.name, Project.name, TaskType.name, EntityType.name, Entity.name)
    found = rows(statement.order_by(*(sa.func.lower(column) for column in order), Task.id))
    return [blanked({**row, "type": "Task"}) for row in found]
