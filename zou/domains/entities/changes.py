"""Changing the columns of entities: what is checked before, and what follows."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.crud.table import COLLECTIONS
from zou.crud.write import change
from zou.db import session
from zou.domains.breakdown import episodes, readiness
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import Entity, EntityType, EntityVersion
from zou.models.kinds import ASSET, SEQUENCE, SHOT, kind_named, kind_of

FRAMES = ("frame_in", "frame_out")
#: Seconds within which changes of one person make one version: since its last change, and since its creation.
_FOLD_CHANGED, _FOLD_CREATED = dt.timedelta(seconds=60), dt.timedelta(seconds=300)
#: Ids that clients write as words for none.
_NONE = ("", "null", "None")
_REFERENCES = ("parent_id", "source_id", "preview_file_id", "ready_for")


def cleaned(content: Any) -> Any:
    """A body in which words for no id are null, so that a row can be sent back as it was read."""
    if not isinstance(content, dict):
        raise BadRequest("Send one JSON object.")
    return {key: None if key in _REFERENCES and value in _NONE else value for key, value in content.items()}


def checked(entity: Entity, values: dict[str, Any]) -> dict[str, Any]:
    """The values, which fit the entity: its kind stays, what it refers to is of its production, its name is not taken. Raises BadRequest."""
    if values.get("data") is not None and not isinstance(values["data"], dict):
        raise BadRequest("data must be an object.")
    if values.get("entity_type_id", entity.entity_type_id) != entity.entity_type_id:
        _require_same_kind(entity, values["entity_type_id"])
    require_own_production(entity.project_id, values, entity)
    if any(values.get(key, getattr(entity, key)) != getattr(entity, key) for key in ("name", "entity_type_id", "parent_id")):
        _require_free_name(entity, values)
    return values


def _require_same_kind(entity: Entity, entity_type_id: Any) -> None:
    wanted = session.get(EntityType, entity_type_id) if entity_type_id else None
    if wanted is None:
        raise BadRequest("entity_type_id: no entity type has this id.")
    if kind_named(wanted.name) != kind_of(entity):
        raise BadRequest(f"entity_type_id: a {kind_of(entity).lower()} stays one.")


def require_own_production(project_id: Any, values: dict[str, Any], entity: Entity | None = None) -> None:
    """Raise BadRequest where the parent or source among the values is of another production, or the entity itself."""
    for key in ("parent_id", "source_id"):
        ident = values.get(key)
        if ident is None or (entity is not None and ident == getattr(entity, key)):
            continue
        found = session.execute(sa.select(Entity.project_id).where(Entity.id == ident)).scalar()
        if found is None or found != project_id or (entity is not None and ident == entity.id):
            raise BadRequest(f"{key}: no entity of this production has the id {ident}.")


def _require_free_name(entity: Entity, values: dict[str, Any]) -> None:
    name, type_id, parent_id = (values.get(key, getattr(entity, key)) for key in ("name", "entity_type_id", "parent_id"))
    statement = sa.select(Entity.id).where(Entity.project_id == entity.project_id, Entity.entity_type_id == type_id, Entity.name == name)
    place = Entity.parent_id.is_(None) if parent_id is None else Entity.parent_id == parent_id
    if session.execute(statement.where(place, Entity.id != entity.id).limit(1)).first():
        raise BadRequest(f"The name {name} is taken here.")


def apply(entity: Entity, values: dict[str, Any], *, record: bool = True) -> None:
    """Give the entity these checked values. With `record`, shots keep what they were. Readiness and the castings of episodes follow."""
    kind = kind_of(entity)
    name, data, parent_id = entity.name, dict(entity.data or {}), entity.parent_id
    readied = (entity.ready_for, bool(entity.canceled))
    change(COLLECTIONS["entities"], entity, values)
    if record and kind == SHOT:
        _record(entity, name, data)
    if kind == ASSET and (entity.ready_for, bool(entity.canceled)) != readied:
        readiness.refresh(readiness.holders_of([entity.id]), tell=True)
    if kind in (SEQUENCE, SHOT) and parent_id not in (None, entity.parent_id):
        episodes.drop_unused([parent_id] if kind == SEQUENCE else _episode_above(parent_id))


def _episode_above(sequence_id: Any) -> list[Any]:
    found = session.execute(sa.select(Entity.parent_id).where(Entity.id == sequence_id)).scalar()
    return [found] if found else []


def _record(shot: Entity, name: str, data: dict[str, Any]) -> None:
    """Keep the name that the shot had and the metadata that it has now, where its name or frames have changed.

    Changes that one person makes at once are kept as one.
    """
    now = shot.data or {}
    moved = [key for key in FRAMES if (now.get(key) or 0) != (data.get(key) or 0)]
    if shot.name == name and not moved:
        return
    author, moment = me().id, utcnow()
    statement = sa.select(EntityVersion).where(EntityVersion.entity_id == shot.id).order_by(EntityVersion.created_at.desc(), EntityVersion.id).limit(1)
    last = session.execute(statement).scalar()
    if last is not None and _folds(last, name, data, moved, author, moment):
        last.data = shot.data
        last.updated_at = moment
        return
    session.add(EntityVersion(name=name, data=shot.data, entity_id=shot.id, person_id=author))


def _folds(last: EntityVersion, name: str, data: dict[str, Any], moved: list[str], author: Any, moment: dt.datetime) -> bool:
    if last.person_id != author or moment - last.updated_at > _FOLD_CHANGED or moment - last.created_at > _FOLD_CREATED:
        return False
    if moved and last.name != name:
        return False
    kept = last.data or {}
    return all((kept.get(key) or 0) == (data.get(key) or 0) for key in FRAMES if key not in moved)
