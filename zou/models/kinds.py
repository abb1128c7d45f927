"""The kinds of entities: those with an entity type of their own, and assets, which are of every other type."""

from typing import Any

import sqlalchemy as sa

from zou.models.entity import Entity
from zou.models.entity_type import EntityType

SHOT, SCENE, SEQUENCE, EPISODE, EDIT, CONCEPT, FOLDER = "Shot", "Scene", "Sequence", "Episode", "Edit", "Concept", "ConceptFolder"
ASSET = "Asset"
FIXED = (SHOT, SCENE, SEQUENCE, EPISODE, EDIT, CONCEPT, FOLDER)
_DASHED = {FOLDER: "concept-folder"}


def is_a(kind: str, entity: Any = Entity) -> sa.ColumnElement[bool]:
    """Whether a row of `entity` (the model or an alias) is of the kind."""
    if kind == ASSET:
        return entity.entity_type_id.not_in(sa.select(EntityType.id).where(EntityType.name.in_(FIXED)))
    return entity.entity_type_id == sa.select(EntityType.id).where(EntityType.name == kind).scalar_subquery()


def kind_of(entity: Entity) -> str:
    """The kind of an entity: Shot, Sequence... or Asset."""
    return kind_named(entity.entity_type.name)


def kind_named(entity_type_name: str) -> str:
    """The kind of the entities of a type."""
    return entity_type_name if entity_type_name in FIXED else ASSET


def prefix(kind: str) -> str:
    """What the events of a kind begin with: `shot`, `concept-folder`."""
    return _DASHED.get(kind, kind.lower())


def key(kind: str) -> str:
    """The key of an entity's id in events and paths: `shot_id`, `concept_folder_id`."""
    return f"{prefix(kind).replace('-', '_')}_id"
