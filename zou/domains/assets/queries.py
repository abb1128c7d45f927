"""Assets, read."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request

from zou.access import me
from zou.access.scoping import SEE_ALL, my_entities
from zou.db import Rows
from zou.domains.boards import service as boards
from zou.domains.entities import queries as entities
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.models import Entity, EntityLink, EntityType
from zou.models.kinds import ASSET

_LEFT_OUT = ("source_id", "nb_frames")


def listed(project_id: UUID | None, *conditions: sa.ColumnElement[bool]) -> Rows:
    """Assets by name, narrowed by the request's column filters; without a production those of the caller's productions."""
    if project_id is None:
        conditions = (*conditions, _of_my_productions())
    return entities.listed(ASSET, *conditions, *_of_episode(), filters=True, project_id=project_id)


def _of_my_productions() -> sa.ColumnElement[bool]:
    mine = me()
    if mine.is_admin:
        return sa.true()
    seen = mine.projects_as(*SEE_ALL)
    others = [ident for ident in mine.teams if ident not in seen]
    return sa.or_(Entity.project_id.in_(seen), sa.and_(Entity.project_id.in_(others), Entity.id.in_(my_entities())))


def _of_episode() -> list[sa.ColumnElement[bool]]:
    """What the query's `episode_id` asks: made for the episode or cast in it; `main`: made for none."""
    text = request.args.get("episode_id")
    if text is None or text == "all":
        return []
    if text == "main":
        return [Entity.source_id.is_(None)]
    episode_id = parse_id(text)
    if episode_id is None:
        raise BadRequest("episode_id must be an id.")
    return [sa.or_(Entity.source_id == episode_id, Entity.id.in_(sa.select(EntityLink.entity_out_id).where(EntityLink.entity_in_id == episode_id)))]


def one(asset: Entity) -> dict[str, Any]:
    """An asset with its tasks and relations."""
    row = {key: value for key, value in entities.row_of(asset, relations=True).items() if key not in _LEFT_OUT}
    return {**row, "project_name": entities.project_name(asset.project_id), **boards.one("assets", asset)}


def types_of_project(project_id: UUID) -> sa.ColumnElement[bool]:
    """Whether an entity type is one of which the production holds an asset."""
    return EntityType.id.in_(sa.select(Entity.entity_type_id).where(Entity.project_id == project_id))


def types_in_shot(shot_id: UUID) -> Rows:
    """The types of the assets cast in a shot."""
    cast = sa.select(Entity.entity_type_id).join(EntityLink, EntityLink.entity_out_id == Entity.id).where(EntityLink.entity_in_id == shot_id)
    return entities.asset_types(EntityType.id.in_(cast))
