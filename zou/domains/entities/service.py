"""Making entities of every kind."""

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access import me_or_none
from zou.db import session
from zou.db.find import add
from zou.events import emit
from zou.kit.dates import utcnow
from zou.models import Entity, EntityType
from zou.models.kinds import key, prefix


def fixed_type(kind: str) -> UUID:
    """The id of the entity type of a kind, which is made when it is first needed."""
    found = session.execute(sa.select(EntityType.id).where(EntityType.name == kind)).scalar()
    if found is None:
        now = utcnow()
        values = {"id": uuid4(), "name": kind, "created_at": now, "updated_at": now, "archived": False}
        session.execute(insert(EntityType).values(values).on_conflict_do_nothing())
        found = session.execute(sa.select(EntityType.id).where(EntityType.name == kind)).scalar_one()
    return found


def create(
    kind: str,
    project_id: UUID,
    *,
    name: str,
    entity_type_id: UUID | None = None,
    parent_id: UUID | None = None,
    anywhere: bool = False,
    often: bool = False,
    tell: dict[str, Any] | None = None,
    **columns: Any,
) -> tuple[Entity, bool]:
    """The entity of this name in this place, and whether it has just been made: one that exists stays as it is.

    The place is the production and parent; with `anywhere` the production alone. With `often` a name may be used many times.
    Emits `<kind>:new`, with `tell` as further keys, when it makes one.
    """
    type_id = entity_type_id or fixed_type(kind)
    if not often:
        found = _namesake(project_id, type_id, name, parent_id, anywhere)
        if found is not None:
            return found, False
    author = me_or_none()
    made = add(Entity(name=name, project_id=project_id, entity_type_id=type_id, parent_id=parent_id, created_by=author.id if author else None, **columns))
    announce(made, kind, "new", **(tell or {}))
    return made, True


def _namesake(project_id: UUID, type_id: UUID, name: str, parent_id: UUID | None, anywhere: bool) -> Entity | None:
    """The entity of this name there. Those who ask for the same name at once wait for each other: no constraint covers rows without a parent."""
    place = f"{project_id}/{type_id}/{'' if anywhere else parent_id}/{name}"
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(place, 0))))
    statement = sa.select(Entity).where(Entity.project_id == project_id, Entity.entity_type_id == type_id, Entity.name == name)
    if not anywhere:
        statement = statement.where(Entity.parent_id.is_(None) if parent_id is None else Entity.parent_id == parent_id)
    return session.execute(statement.order_by(Entity.created_at, Entity.id).limit(1)).scalar()


def announce(entity: Entity, kind: str, verb: str = "update", **more: Any) -> None:
    """Emit `<kind>:<verb>` of an entity, with `more` keys."""
    data: dict[str, Any] = {key(kind): entity.id, **more}
    emit(f"{prefix(kind)}:{verb}", project_id=entity.project_id, **data)
