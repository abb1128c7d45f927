"""Castings, read."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access.metadata import masked
from zou.db import Rows, rows
from zou.db.rows import Row
from zou.domains.entities.queries import columns, typed
from zou.models import Entity, EntityLink, EntityType
from zou.models.kinds import ASSET, EPISODE, SHOT, is_a

Asset, Shot, Sequence, Episode = (aliased(Entity, name=name) for name in ("asset", "shot", "sequence", "episode"))
_OWN = (
    EntityLink.entity_out_id.label("asset_id"),
    Asset.name.label("asset_name"),
    EntityType.name.label("asset_type_name"),
    Asset.ready_for,
    Asset.source_id.label("episode_id"),
    Asset.preview_file_id,
    EntityLink.nb_occurences,
    EntityLink.label,
    Asset.is_shared,
    Asset.project_id,
)
_IN_MAP = ("asset_id", "name", "asset_name", "asset_type_name", "preview_file_id", "nb_occurences", "label")
_SHARING = ("is_shared", "project_id")


def _links(*more: Any) -> sa.Select:
    """Links to assets that are not canceled, by asset type and name."""
    statement = sa.select(EntityLink.entity_in_id, *_OWN, *more).join(Asset, Asset.id == EntityLink.entity_out_id)
    statement = statement.join(EntityType, EntityType.id == Asset.entity_type_id).where(Asset.canceled.is_not(True))
    return statement.order_by(EntityType.name, Asset.name, Asset.id)


def of_entities(ids: list[UUID]) -> dict[UUID, Rows]:
    """The castings of entities, complete: an empty one for those without."""
    found: dict[UUID, Rows] = {ident: [] for ident in ids}
    for row in rows(_links().where(EntityLink.entity_in_id.in_(ids))):
        found[row.pop("entity_in_id")].append(row)
    return found


def of_shots(project_id: UUID, *, sequence_id: UUID | None = None, episode_id: UUID | None = None) -> dict[str, Rows]:
    """The castings of a production's shots, of a sequence or an episode, by shot."""
    statement = _links(Sequence.name.label("sequence_name")).join(Shot, Shot.id == EntityLink.entity_in_id)
    statement = statement.join(Sequence, Sequence.id == Shot.parent_id).where(Shot.project_id == project_id, is_a(SHOT, Shot), Shot.canceled.is_not(True))
    if sequence_id:
        statement = statement.where(Shot.parent_id == sequence_id)
    if episode_id:
        statement = statement.where(Sequence.parent_id == episode_id)
    return _by_entity(rows(statement), (*_IN_MAP, *_SHARING, "sequence_name"))


def of_episodes(project_id: UUID) -> dict[str, Rows]:
    """The castings of a production's episodes, by episode."""
    statement = _links().join(Episode, Episode.id == EntityLink.entity_in_id)
    conditions = (Episode.project_id == project_id, is_a(EPISODE, Episode), Episode.canceled.is_not(True))
    return _by_entity(rows(statement.where(*conditions)), (*_IN_MAP, *_SHARING))


def of_asset_type(project_id: UUID, asset_type_id: UUID) -> dict[str, Rows]:
    """The castings of a production's assets of a type, by asset."""
    holder = aliased(Entity, name="holder")
    statement = _links().join(holder, holder.id == EntityLink.entity_in_id)
    conditions = (holder.project_id == project_id, holder.entity_type_id == asset_type_id, holder.canceled.is_not(True))
    return _by_entity(rows(statement.where(*conditions)), _IN_MAP)


def _by_entity(found: Rows, keys: tuple[str, ...]) -> dict[str, Rows]:
    made: dict[str, Rows] = {}
    for row in found:
        row["name"] = row["asset_name"]
        made.setdefault(str(row["entity_in_id"]), []).append({key: row[key] for key in keys})
    return made


def cast_in(asset_id: UUID) -> Rows:
    """Where an asset is cast: shots by episode, sequence and name, then assets by type and name."""
    shots = (
        sa.select(
            Shot.id.label("shot_id"),
            Shot.name.label("shot_name"),
            Sequence.name.label("sequence_name"),
            sa.func.coalesce(sa.cast(Sequence.parent_id, sa.Text), "None").label("episode_id"),
            Episode.name.label("episode_name"),
            Shot.preview_file_id,
            EntityLink.nb_occurences,
        )
        .join(EntityLink, EntityLink.entity_in_id == Shot.id)
        .join(Sequence, Sequence.id == Shot.parent_id)
        .outerjoin(Episode, Episode.id == Sequence.parent_id)
        .where(EntityLink.entity_out_id == asset_id, is_a(SHOT, Shot), Shot.canceled.is_not(True))
        .order_by(Episode.name.nulls_first(), Sequence.name, Shot.name)
    )
    assets = (
        sa.select(
            Asset.id.label("asset_id"),
            Asset.name.label("asset_name"),
            EntityType.name.label("asset_type_name"),
            Asset.preview_file_id,
            EntityLink.nb_occurences,
        )
        .join(EntityLink, EntityLink.entity_in_id == Asset.id)
        .join(EntityType, EntityType.id == Asset.entity_type_id)
        .where(EntityLink.entity_out_id == asset_id, is_a(ASSET, Asset), Asset.canceled.is_not(True))
        .order_by(EntityType.name, Asset.name)
    )
    return rows(shots) + rows(assets)


def assets_in(entity_id: UUID) -> Rows:
    """The rows of the assets cast in an entity, canceled ones too."""
    statement = sa.select(*columns()).select_from(Entity).join(EntityLink, EntityLink.entity_out_id == Entity.id)
    found = rows(statement.where(EntityLink.entity_in_id == entity_id, is_a(ASSET)).order_by(Entity.name, Entity.id))
    return masked(typed(found, ASSET), ASSET)


def shared_used(project_id: UUID, episode_id: UUID | None = None) -> Rows:
    """The shared assets of other productions that are cast in the shots of this one (of an episode), each once."""
    statement = sa.select(EntityLink.entity_out_id).join(Shot, Shot.id == EntityLink.entity_in_id).join(Sequence, Sequence.id == Shot.parent_id)
    statement = statement.where(Shot.project_id == project_id, is_a(SHOT, Shot))
    if episode_id:
        statement = statement.where(Sequence.parent_id == episode_id)
    conditions = (Entity.id.in_(statement), Entity.project_id != project_id, Entity.is_shared, Entity.canceled.is_not(True), is_a(ASSET))
    return masked(typed(rows(sa.select(*columns()).where(*conditions).order_by(Entity.name, Entity.id)), ASSET), ASSET)


LINK = EntityLink.__table__
_EXACT = sa.func.to_char(LINK.c.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US').label("created_at")


def links_of(project_id: UUID) -> tuple[sa.Select, sa.Select, sa.Select]:
    """The links of a production by creation: with the moment to the microsecond, whole, and how many."""
    inside = sa.select(Entity.id).where(Entity.project_id == project_id)
    exact = sa.select(LINK.c.id, LINK.c.entity_in_id, LINK.c.entity_out_id, LINK.c.nb_occurences, LINK.c.label, LINK.c.data, _EXACT)
    order = (LINK.c.created_at, LINK.c.id)
    where = LINK.c.entity_in_id.in_(inside)
    return exact.where(where).order_by(*order), sa.select(LINK).where(where).order_by(*order), sa.select(sa.func.count()).select_from(LINK).where(where)


def link_row(link: EntityLink) -> Row:
    """The row of a link."""
    return {**{column.key: getattr(link, column.key) for column in LINK.columns}, "type": "EntityLink"}
