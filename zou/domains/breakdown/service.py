"""Castings: which assets are in which entities, and how many times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access.entities import find_entity
from zou.db import session
from zou.domains.breakdown import episodes, readiness
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, Forbidden
from zou.kit.ids import parse_id
from zou.models import Entity, EntityLink
from zou.models.kinds import ASSET, EPISODE, SHOT, is_a, key, kind_of, prefix

LONGEST_LABEL = 80


@dataclass(frozen=True)
class Part:
    """An asset, how many times it is cast, and what for."""

    asset_id: UUID
    count: int = 1
    label: str = ""


def read_parts(entries: Any) -> list[Part]:
    """The parts of a casting as clients send it; entries without an asset or a count are left out. Raises BadRequest."""
    if not isinstance(entries, list):
        raise BadRequest("A casting is a list.")
    return [_read_part(entry) for entry in entries if isinstance(entry, dict) and "asset_id" in entry and "nb_occurences" in entry]


def _read_part(entry: dict[str, Any]) -> Part:
    asset_id, count, label = parse_id(entry["asset_id"]), entry["nb_occurences"], entry.get("label")
    if asset_id is None:
        raise BadRequest(f"asset_id: {entry['asset_id']!r} is no id.")
    if isinstance(count, str) and count.isdecimal():
        count = int(count)
    if isinstance(count, bool) or not isinstance(count, int) or not 0 <= count < 2**31:
        raise BadRequest("nb_occurences must be a whole number that is not negative.")
    if label is not None and (not isinstance(label, str) or len(label) > LONGEST_LABEL or "\x00" in label):
        raise BadRequest(f"label must be a text of at most {LONGEST_LABEL} characters.")
    return Part(asset_id, count, label or "")


def entity_of(project_id: UUID, ident: Any) -> Entity:
    """The entity of this id. Raises NotFound, and Forbidden for one of another production."""
    entity = find_entity(ident)
    if entity.project_id != project_id:
        raise Forbidden("This is in another production.")
    return entity


def replace(castings: dict[Entity, list[Part]]) -> None:
    """Give each entity this casting instead of the one it has. Assets that are unknown, or of other productions and not shared, are left out.

    Emits entity-link:new for each link and <kind>:casting-update for each entity; episodes follow their shots and shots their episodes.
    """
    _lock(castings)
    usable = _usable({part.asset_id for parts in castings.values() for part in parts}, {entity.project_id for entity in castings})
    for entity, parts in castings.items():
        wanted = {part.asset_id: part for part in parts if part.count and (entity.project_id, part.asset_id) in usable and part.asset_id != entity.id}
        links = EntityLink.__table__
        dropped = session.execute(sa.delete(links).where(links.c.entity_in_id == entity.id).returning(links.c.entity_out_id)).scalars().all()
        made = _insert(entity, list(wanted.values()))
        _follow_up(entity, made, before=set(dropped), after=list(wanted))


def cast(asset: Entity, entities: Sequence[Entity], *, count: int | None, label: str | None) -> None:
    """Cast one asset in several entities, leaving the rest of their castings alone. A missing count or label stays as it is, 1 and "" for a new link.

    A count of 0 takes the asset off. Raises BadRequest for an asset that these productions may not use. Emits as `replace` does.
    """
    _lock(entities)
    usable = _usable({asset.id}, {entity.project_id for entity in entities})
    if any((entity.project_id, asset.id) not in usable for entity in entities):
        raise BadRequest("This asset is of another production, and not shared.")
    if asset in entities:
        raise BadRequest("An asset is not cast in itself.")
    for entity in entities:
        link = session.execute(sa.select(EntityLink).where(EntityLink.entity_in_id == entity.id, EntityLink.entity_out_id == asset.id)).scalar()
        if count == 0:
            if link is not None:
                _drop(link)
                _follow_up(entity, [], before={asset.id}, after=[])
        elif link is None:
            made = _insert(entity, [Part(asset.id, count or 1, label or "")])
            _follow_up(entity, made, before=set(), after=[asset.id])
        else:
            _change(link, count, label)
            emit("entity-link:update", project_id=entity.project_id, entity_link_id=link.id, nb_occurences=link.nb_occurences)
            _follow_up(entity, [], before={asset.id}, after=[asset.id])


def _change(link: EntityLink, count: int | None, label: str | None) -> None:
    if count is not None:
        link.nb_occurences = count
    if label is not None:
        link.label = label
    link.updated_at = utcnow()
    session.flush()


def uncast(link: EntityLink, entity: Entity) -> None:
    """Take one link away. The shots of an episode keep theirs. Emits <kind>:casting-update."""
    _lock([entity])
    _drop(link)
    _follow_up(entity, [], before={link.entity_out_id}, after=[], down=False)


def _drop(link: EntityLink) -> None:
    session.flush()
    session.execute(sa.delete(EntityLink).where(EntityLink.id == link.id), execution_options={"synchronize_session": False})
    session.expunge(link)


def _lock(entities: Iterable[Entity]) -> None:
    """Those who write castings of the same entity at once wait for each other."""
    session.execute(sa.select(Entity.id).where(Entity.id.in_([entity.id for entity in entities])).order_by(Entity.id).with_for_update())


def _usable(asset_ids: set[UUID], project_ids: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Which assets which productions may cast: their own, and the shared ones of others."""
    if not asset_ids:
        return set()
    found = session.execute(sa.select(Entity.id, Entity.project_id, Entity.is_shared).where(Entity.id.in_(asset_ids), is_a(ASSET)))
    return {(project_id, row.id) for row in found for project_id in project_ids if row.is_shared or row.project_id == project_id}


def _insert(entity: Entity, parts: list[Part]) -> list[dict[str, Any]]:
    """Links of an entity to the parts of its casting, in their order."""
    now = utcnow()
    values = [
        {
            "id": uuid4(),
            "entity_in_id": entity.id,
            "entity_out_id": part.asset_id,
            "nb_occurences": part.count,
            "label": part.label,
            "created_at": now,
            "updated_at": now,
        }
        for part in parts
    ]
    if values:
        session.execute(insert(EntityLink), values)
    return values


def _follow_up(entity: Entity, made: list[dict[str, Any]], *, before: set[UUID], after: list[UUID], down: bool = True) -> None:
    """What follows from a written casting: counts, events, and the episode of a shot or the shots of an episode."""
    kind = kind_of(entity)
    for link in made:
        told = {name: link[name] for name in ("entity_in_id", "entity_out_id", "nb_occurences")}
        emit("entity-link:new", project_id=entity.project_id, entity_link_id=link["id"], **told)
        if kind == EPISODE:
            emit("asset:update", project_id=entity.project_id, asset_id=link["entity_out_id"])
    added, removed = [ident for ident in after if ident not in before], [ident for ident in before if ident not in after]
    readiness.refresh([entity.id])
    announce(entity, kind, added, removed)
    if kind == SHOT:
        episodes.follow_shot(entity, {link["entity_out_id"]: link["label"] for link in made}, removed)
    elif kind == EPISODE and down and removed:
        for shot, gone in episodes.take_off_shots(entity, removed).items():
            announce(shot, SHOT, [], gone)


def announce(entity: Entity, kind: str, added: list[UUID], removed: list[UUID]) -> None:
    """Emit <kind>:casting-update of an entity; what is no shot or episode counts as an asset."""
    told = kind if kind in (SHOT, EPISODE) else ASSET
    data: dict[str, Any] = {key(told): entity.id, "nb_entities_out": entity.nb_entities_out}
    data |= {"added_asset_ids": [str(ident) for ident in added], "removed_asset_ids": [str(ident) for ident in removed]}
    emit(f"{prefix(told)}:casting-update", project_id=entity.project_id, **data)
