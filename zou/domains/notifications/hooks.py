"""What is particular to notifications in the generic routes."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud import hooks
from zou.db import scalar
from zou.models import Task


@hooks("notifications").project
def project(row: Any) -> UUID | None:
    """The production of its task."""
    return scalar(sa.select(Task.project_id).where(Task.id == row.task_id))
