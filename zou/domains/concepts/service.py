"""Concepts and their folders."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from zou.access.entities import find_entity, lock_entity
from zou.db import session
from zou.domains.entities import service as entities
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import Entity, EntityConceptLink
from zou.models.kinds import CONCEPT, FOLDER, is_a


def create(project_id: UUID, *, name: str, links: Iterable[Any] = (), parent_id: UUID | None = None, **columns: Any) -> Entity:
    """The concept of this name in the production, made if there is none. `links`: ids of the entities it illustrates.

    Raises NotFound for no folder of the production. Emits concept:new.
    """
    if parent_id is not None:
        find_entity(parent_id, FOLDER, project_id=project_id)
    concept, made = entities.create(CONCEPT, project_id, name=name, parent_id=parent_id, anywhere=True, **columns)
    if made:
        replace_links(concept, links)
    return concept


def replace_links(concept: Entity, ids: Iterable[Any]) -> list[UUID]:
    """Make `concept` illustrate these entities of its production or shared ones, and no others; the ids kept. Unknown ones are dropped."""
    session.execute(sa.delete(EntityConceptLink).where(EntityConceptLink.entity_in_id == concept.id))
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    statement = sa.select(Entity.id).where(Entity.id.in_(wanted), sa.or_(Entity.project_id == concept.project_id, Entity.is_shared))
    known = set(session.execute(statement).scalars())
    kept = [ident for ident in wanted if ident in known]
    now = utcnow()
    rows = [{"id": uuid4(), "entity_in_id": concept.id, "entity_out_id": ident, "created_at": now, "updated_at": now} for ident in kept]
    if rows:
        session.execute(sa.insert(EntityConceptLink), rows)
    return kept


def links_of(concept: Entity) -> list[UUID]:
    """The ids of the entities that a concept illustrates."""
    statement = sa.select(EntityConceptLink.entity_out_id).where(EntityConceptLink.entity_in_id == concept.id)
    return list(session.execute(statement.order_by(EntityConceptLink.created_at, EntityConceptLink.entity_out_id)).scalars())


def create_folder(project_id: UUID, *, name: str) -> Entity:
    """The folder of this name in the production, made if there is none. Emits concept-folder:new."""
    return entities.create(FOLDER, project_id, name=name, anywhere=True)[0]


def rename_folder(folder: Entity, name: str) -> None:
    """Give a folder another name. Raises BadRequest where another one has it. Emits concept-folder:update."""
    same = sa.select(Entity.id).where(Entity.project_id == folder.project_id, is_a(FOLDER), Entity.name == name, Entity.id != folder.id)
    if session.execute(same).first():
        raise BadRequest("Another folder of the production has this name.")
    folder.name = name
    entities.announce(folder, FOLDER)


def remove_folder(folder: Entity) -> None:
    """Remove a folder; its concepts go back to the root. Emits concept:update for each, and concept-folder:delete."""
    lock_entity(folder)
    for concept in session.execute(sa.select(Entity).where(Entity.parent_id == folder.id).with_for_update()).scalars():
        concept.parent_id = None
        entities.announce(concept, CONCEPT)
    session.flush()
    session.delete(folder)
    entities.announce(folder, FOLDER, "delete")


def move(project_id: UUID, concept_ids: list[UUID], folder_id: UUID | None) -> list[UUID]:
    """Put concepts of the production into a folder, or to the root; the ids of those moved. Others are skipped.

    Raises NotFound for no folder of the production. Emits concept:update for each.
    """
    if folder_id is not None:
        find_entity(folder_id, FOLDER, project_id=project_id)
    statement = sa.select(Entity).where(Entity.id.in_(concept_ids), Entity.project_id == project_id, is_a(CONCEPT)).with_for_update()
    found = {concept.id: concept for concept in session.execute(statement).scalars()}
    moved = [ident for ident in dict.fromkeys(concept_ids) if ident in found]
    for ident in moved:
        found[ident].parent_id = folder_id
        entities.announce(found[ident], CONCEPT)
    return moved
