"""What is particular to subscriptions in the generic routes."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud import hooks
from zou.db import scalar
from zou.models import Entity, Task


@hooks("subscriptions").project
def project(subscription: Any) -> UUID | None:
    """The production of what it follows."""
    if subscription.task_id:
        return scalar(sa.select(Task.project_id).where(Task.id == subscription.task_id))
    return scalar(sa.select(Entity.project_id).where(Entity.id == subscription.entity_id))
