"""The status that tasks begin with."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import scalar, session
from zou.db.find import add
from zou.models import Entity, EntityType, TaskStatus

CONCEPT = "Concept"


def default_status_id(entity_id: UUID | None) -> UUID:
    """The id of the status that tasks of this entity begin with; made where the studio has none."""
    return default_status(for_concept=is_concept(entity_id)).id


def is_concept(entity_id: UUID | None) -> bool:
    """Whether the entity is a concept."""
    statement = sa.select(EntityType.name).join(Entity, Entity.entity_type_id == EntityType.id).where(Entity.id == entity_id)
    return scalar(statement) == CONCEPT


def default_status(*, for_concept: bool = False) -> TaskStatus:
    """The status that new tasks begin with, of concepts or of everything else.

    The default one, else the one called `neutral` for concepts and `todo` for the rest, which is made where it is missing.
    """
    short_name = "neutral" if for_concept else "todo"
    is_default = sa.and_(TaskStatus.is_default.is_(True), sa.func.coalesce(TaskStatus.for_concept, False).is_(for_concept))
    statement = sa.select(TaskStatus).where(sa.or_(is_default, TaskStatus.short_name == short_name))
    found = session.execute(statement.order_by(is_default.desc(), TaskStatus.created_at).limit(1)).scalars().first()
    if found is not None:
        return found
    made = TaskStatus(name=short_name.capitalize(), short_name=short_name, color="#f5f5f5", is_default=True, for_concept=for_concept)
    return add(made)
