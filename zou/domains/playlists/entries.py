"""The entries of a playlist: `{"entity_id", "preview_file_id"}`, of entities and previews that its production may show."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from zou.db import execute
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.models import Entity, EntityLink, PreviewFile, Task

Pair = tuple[UUID, UUID | None]


def entity_of(entry: Any) -> UUID | None:
    """The entity of an entry as clients have written them over the years; None for what is no entry."""
    if not isinstance(entry, dict):
        return None
    return parse_id(entry.get("entity_id")) or parse_id(entry.get("id")) or parse_id(entry.get("shot_id"))


def preview_of(entry: Any) -> UUID | None:
    """The preview of an entry, None where it names none."""
    return parse_id(entry.get("preview_file_id")) if isinstance(entry, dict) else None


def pairs_of(shots: Any) -> list[Pair]:
    """The entities and previews that stored entries name, in order."""
    entries = shots if isinstance(shots, list) else []
    return [(entity_id, preview_of(entry)) for entry in entries if (entity_id := entity_of(entry)) is not None]


def shown_in(project_id: Any, entity: Any = Entity) -> sa.ColumnElement[bool]:
    """Whether a production may show an entity: its own; shared assets of others that are cast in one of its entities."""
    caster = aliased(Entity)
    cast = sa.exists().where(EntityLink.entity_out_id == entity.id, EntityLink.entity_in_id == caster.id, caster.project_id == project_id)
    return sa.or_(entity.project_id == project_id, sa.and_(entity.is_shared.is_(True), cast))


def known_entities(project_id: UUID | None, ids: Iterable[UUID]) -> set[UUID]:
    """Those of the entities that the production may show. One statement."""
    wanted = set(ids)
    return set(execute(sa.select(Entity.id).where(Entity.id.in_(wanted), shown_in(project_id))).scalars()) if wanted else set()


def known_pairs(ids: Iterable[UUID]) -> set[Pair]:
    """The entity of each preview that exists, with the preview. One statement."""
    wanted = set(ids)
    if not wanted:
        return set()
    statement = sa.select(Task.entity_id, PreviewFile.id).join(Task, Task.id == PreviewFile.task_id).where(PreviewFile.id.in_(wanted))
    return {(entity_id, preview_id) for entity_id, preview_id in execute(statement)}


def cleaned(project_id: UUID | None, shots: Any, *, stored: Any = None) -> list[dict[str, Any]] | None:
    """Entries as they are stored: what is no entry is left out, a preview of another entity becomes null. At most two statements.

    Raises BadRequest for an entity that the production may not show; one of `stored`, which has gone meanwhile, is left out.
    """
    if shots is None:
        return None
    if not isinstance(shots, list):
        raise BadRequest("shots must be a list.", errors=[{"field": "shots", "message": "must be a list"}])
    pairs = pairs_of(shots)
    entities = known_entities(project_id, {entity_id for entity_id, _ in pairs})
    require_known({entity_id for entity_id, _ in pairs} - entities - {entity_id for entity_id, _ in pairs_of(stored)})
    previews = known_pairs(preview_id for _, preview_id in pairs if preview_id)
    return [
        {"entity_id": str(entity_id), "preview_file_id": str(preview_id) if (entity_id, preview_id) in previews else None}
        for entity_id, preview_id in pairs
        if entity_id in entities
    ]


def require_known(unknown: set[UUID]) -> None:
    """Raise BadRequest where there are entities that the production may not show."""
    if unknown:
        named = ", ".join(str(ident) for ident in sorted(unknown)[:3])
        raise BadRequest(f"The production has no entity {named}.", errors=[{"field": "entity_id", "message": "unknown in this production"}])


def newest_previews(entity_ids: Iterable[UUID], task_type_id: UUID | None) -> dict[UUID, UUID]:
    """The newest preview of each entity, of the task type where one is given: highest revision, then newest. One statement."""
    order = (Task.entity_id, PreviewFile.revision.desc(), PreviewFile.created_at.desc(), PreviewFile.id)
    statement = sa.select(Task.entity_id, PreviewFile.id).join(Task, Task.id == PreviewFile.task_id).where(Task.entity_id.in_(list(entity_ids)))
    if task_type_id is not None:
        statement = statement.where(Task.task_type_id == task_type_id)
    return {row.entity_id: row.id for row in execute(statement.ext(distinct_on(Task.entity_id)).order_by(*order))}
