"""The status that the tasks of an entity begin with."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import scalar
from zou.domains.tasks.creation import default_status
from zou.models import Entity, EntityType
from zou.models.kinds import CONCEPT


def default_status_id(entity_id: UUID | None) -> UUID:
    """The id of the status that tasks of this entity begin with; made where the studio has none."""
    return default_status(for_concept=is_concept(entity_id))


def is_concept(entity_id: UUID | None) -> bool:
    """Whether the entity is a concept."""
    statement = sa.select(EntityType.name).join(Entity, Entity.entity_type_id == EntityType.id).where(Entity.id == entity_id)
    return scalar(statement) == CONCEPT
