"""What is particular to asset instances in the generic routes: they belong to their asset."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud import hooks
from zou.crud.rights import value
from zou.db import session
from zou.models import Entity

instances = hooks("asset-instances")


@instances.project
def production_of(instance: Any) -> UUID | None:
    """The production of the asset."""
    return session.execute(sa.select(Entity.project_id).where(Entity.id == value(instance, "asset_id"))).scalar()


@instances.entity
def asset_of(instance: Any) -> UUID | None:
    """The asset."""
    return value(instance, "asset_id")


@instances.event
def told(instance: Any, verb: str) -> tuple[str, dict[str, Any], Any]:
    """Events of instances belong to no production."""
    return f"asset-instance:{verb}", {"asset_instance_id": instance.id}, None
