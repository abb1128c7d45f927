"""What is particular to notifications in the generic routes."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud import hooks
from zou.db import scalar
from zou.models import Notification, Task

notifications = hooks("notifications")


@notifications.before_body
def read(verb: str, content: Any) -> Any:
    """A record that is sent back as it was read names its type, where a notification has its kind."""
    if verb == "update" and isinstance(content, dict) and content.get("type") == Notification.__name__:
        return {key: value for key, value in content.items() if key != "type"}
    return content


@notifications.project
def project(row: Any) -> UUID | None:
    """The production of its task."""
    return scalar(sa.select(Task.project_id).where(Task.id == row.task_id))
