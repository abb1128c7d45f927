"""Rows of entities."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access.entities import narrowed
from zou.access.metadata import masked
from zou.access.scoping import my_entities
from zou.crud.columns import plain_columns, selected
from zou.crud.filters import filtered
from zou.crud.table import COLLECTIONS, Collection, Hooks
from zou.db import Rows, rows
from zou.models import Entity, EntityType, EntityVersion, Project
from zou.models.kinds import ASSET, EPISODE, FIXED, SEQUENCE, SHOT, is_a, kind_named, kind_of

COLUMNS = tuple(plain_columns(Entity).values())
Sequence, Episode = aliased(Entity, name="sequence"), aliased(Entity, name="episode")
BY_NAME = (sa.func.lower(Entity.name), Entity.name, Entity.id)


def shown(entity: Entity, kind: str) -> dict[str, Any]:
    """The row of an entity without relations, as replies have it."""
    row = {column.key: getattr(entity, column.key) for column in COLUMNS}
    row["type"] = kind
    return row


def typed(found: Rows, kind: str) -> Rows:
    """The rows, each with its `type`."""
    for row in found:
        row["type"] = kind
    return found


def columns(*, relations: bool = False) -> list[Any]:
    """The columns of an entity's row, with `relations` its to-many keys, too."""
    return selected(COLLECTIONS["entities"], relations=relations)


def _as_it_is(statement: Any, _text: str) -> Any:
    return statement


def _with_my_task(statement: Any, _text: str) -> Any:
    return statement.where(Entity.id.in_(my_entities()))


_FILTERS = {"assigned_to": _with_my_task, "episode_id": _as_it_is}
_ASSETS = Collection("assets", Entity, hooks=Hooks(filters=_FILTERS))
_OTHERS = Collection("entities of a kind", Entity, hooks=Hooks(filters={**_FILTERS, "entity_type_id": _as_it_is}))


def listed(
    kind: str, *conditions: sa.ColumnElement[bool], filters: bool = False, names: tuple[str, ...] = (), relations: bool = False, project_id: UUID | None = None
) -> Rows:
    """Entities of the kind by name, as the caller sees them.

    `filters`: the request's column filters narrow them. `names`: `project_name`, `sequence_name` are added. `project_id`: their production, where
    it is known; vendors then see what they have a task on.
    """
    extra = {"project_name": Project.name, "sequence_name": Sequence.name}
    statement = sa.select(*columns(relations=relations), *(extra[name].label(name) for name in names)).select_from(Entity)
    if "project_name" in names:
        statement = statement.join(Project, Project.id == Entity.project_id)
    if "sequence_name" in names:
        statement = statement.join(Sequence, Sequence.id == Entity.parent_id)
    statement = statement.where(is_a(kind), *conditions)
    if filters:
        statement = filtered(_ASSETS if kind == ASSET else _OTHERS, statement)
    if project_id is not None:
        statement = statement.where(Entity.project_id == project_id, *theirs(kind, project_id))
    return masked(typed(rows(statement.order_by(*BY_NAME)), kind), kind)


def theirs(kind: str, project_id: UUID) -> list[sa.ColumnElement[bool]]:
    """What narrows the entities of a kind to those that a vendor sees: nothing for others."""
    if not narrowed(project_id):
        return []
    if kind not in (SEQUENCE, EPISODE):
        return [Entity.id.in_(my_entities())]
    shot = aliased(Entity, name="mine")
    in_sequence = sa.select(shot.parent_id).where(shot.id.in_(my_entities()), is_a(SHOT, shot))
    if kind == SEQUENCE:
        return [Entity.id.in_(in_sequence)]
    in_episode = sa.select(Sequence.parent_id).where(Sequence.id.in_(in_sequence))
    asset = aliased(Entity, name="mine_too")
    made_for = sa.select(asset.source_id).where(asset.id.in_(my_entities()), is_a(ASSET, asset))
    return [sa.or_(Entity.id.in_(in_episode), Entity.id.in_(made_for))]


def row_of(entity: Entity, *, relations: bool = False) -> dict[str, Any]:
    """The row of one entity as the caller sees it."""
    kind = kind_of(entity)
    found = rows(sa.select(*columns(relations=relations)).where(Entity.id == entity.id))
    return masked(typed(found, kind), kind)[0]


def project_name(project_id: UUID) -> str:
    """The name of a production."""
    return rows(sa.select(Project.name).where(Project.id == project_id))[0]["name"]


def versions(entity: Entity, kind: str) -> Rows:
    """The former states of an entity, newest first."""
    table = EntityVersion.__table__
    statement = sa.select(table).where(table.c.entity_id == entity.id).order_by(table.c.created_at.desc(), table.c.id)
    found = typed(rows(statement), f"{kind}Version")
    for row in found:
        row["project_id"] = entity.project_id
    found = masked(found, kind)
    for row in found:
        del row["project_id"]
    return found


def asset_types(*conditions: sa.ColumnElement[bool], with_task_types: bool = False, filters: bool = False) -> Rows:
    """Asset types by name, with the ids of their workflow's task types where asked for."""
    statement = sa.select(*selected(COLLECTIONS["entity-types"], relations=with_task_types)).where(EntityType.name.not_in(FIXED), *conditions)
    if filters:
        statement = filtered(Collection("asset types", EntityType, hooks=Hooks(filters={"project_id": _as_it_is})), statement)
    return typed(rows(statement.order_by(EntityType.name)), "AssetType")


def kinds_of(found: Rows) -> Rows:
    """The rows, each with the kind of entity it is as its `type`. One statement."""
    names = {row["id"]: row["name"] for row in rows(sa.select(EntityType.id, EntityType.name))}
    for row in found:
        row["type"] = kind_named(names[row["entity_type_id"]])
    return found
