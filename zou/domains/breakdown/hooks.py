"""What is particular to castings in the generic routes."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud import hooks
from zou.crud.scopes import value
from zou.db import scalar
from zou.models import Entity


@hooks("entity-links").project
def production_of(link: Any) -> UUID | None:
    """The production of the entity that casts."""
    return scalar(sa.select(Entity.project_id).where(Entity.id == value(link, "entity_in_id")))
