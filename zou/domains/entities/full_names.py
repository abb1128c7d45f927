"""What an entity is called in full, in SQL: `Character / Hero`, `E01 / SQ01 / SH01`; and the episode it belongs to."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.models import Entity, EntityType
from zou.models.kinds import CONCEPT, EDIT, EPISODE, FIXED, FOLDER, SCENE, SEQUENCE, SHOT

Parent = aliased(Entity, name="parent_entity")
Grandparent = aliased(Entity, name="grandparent_entity")
SEPARATOR = " / "


def join_names(statement: sa.Select, entity_id: Any) -> sa.Select:
    """`statement` with the entity of this id, its type, its parent and its parent's parent joined where there are such."""
    return (
        statement.outerjoin(Entity, Entity.id == entity_id)
        .outerjoin(EntityType, EntityType.id == Entity.entity_type_id)
        .outerjoin(Parent, Parent.id == Entity.parent_id)
        .outerjoin(Grandparent, Grandparent.id == Parent.parent_id)
    )


#: Columns of a statement made by `join_names`.
FULL_NAME: sa.ColumnElement[str] = sa.case(
    (Entity.id.is_(None), sa.literal("")),
    (EntityType.name.not_in(FIXED), EntityType.name + SEPARATOR + Entity.name),
    else_=sa.func.concat_ws(SEPARATOR, Grandparent.name, Parent.name, Entity.name),
)
EPISODE_ID: sa.ColumnElement[Any] = sa.case(
    (EntityType.name.in_((SHOT, SCENE)), Parent.parent_id),
    (EntityType.name.in_((SEQUENCE, EDIT)), Entity.parent_id),
    (EntityType.name == EPISODE, Entity.id),
    (EntityType.name.in_((CONCEPT, FOLDER)), sa.null()),
    else_=Entity.source_id,
)
