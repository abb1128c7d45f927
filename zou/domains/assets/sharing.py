"""Sharing assets with other productions."""

from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import me, require
from zou.db import Rows, rows, session
from zou.domains.breakdown import readiness
from zou.domains.entities.queries import columns, typed
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.models import Entity
from zou.models.kinds import ASSET, is_a


def share(asset_ids: list[UUID], is_shared: bool) -> Rows:
    """Share these assets, or no more; their rows. Raises NotFound for an unknown one, Forbidden unless the caller manages their productions."""
    statement = sa.select(Entity.id, Entity.project_id).where(Entity.id.in_(asset_ids), is_a(ASSET))
    found = {row.id: row.project_id for row in session.execute(statement)}
    for ident in asset_ids:
        if ident not in found:
            raise NotFound(f"No asset has the id {ident}.")
    require(all(me().manages(project_id) for project_id in found.values()))
    return _set(list(found), is_shared)


def share_of_project(project_id: UUID, is_shared: bool, *, ids: list[UUID] | None = None, asset_type_id: UUID | None = None) -> Rows:
    """Share the production's assets of these ids, of a type, or all of them, or no more; their rows."""
    statement = sa.select(Entity.id).where(Entity.project_id == project_id, is_a(ASSET))
    if asset_type_id is not None:
        statement = statement.where(Entity.entity_type_id == asset_type_id)
    elif ids:
        statement = statement.where(Entity.id.in_(ids))
    return _set(list(session.execute(statement).scalars()), is_shared)


def _set(ids: list[UUID], is_shared: bool) -> Rows:
    """What productions elsewhere count as ready follows."""
    changed = sa.update(Entity).where(Entity.id.in_(ids)).values(is_shared=is_shared, updated_at=utcnow())
    session.execute(changed, execution_options={"synchronize_session": False})
    readiness.refresh(readiness.holders_of(ids))
    return typed(rows(sa.select(*columns()).where(Entity.id.in_(ids)).order_by(Entity.name, Entity.id)), ASSET)
