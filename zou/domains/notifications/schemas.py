"""Bodies and queries of the notification routes."""

from typing import Annotated

from pydantic import BeforeValidator

from zou.domains.comments.schemas import as_flag
from zou.kit.validation import Body, Flag, Id, Query, Text


class Read(Body):
    """Whether a notification is read."""

    read: Annotated[bool, BeforeValidator(as_flag)]


class PageQuery(Query):
    """Which page."""

    page: str | None = None
    limit: str | None = None


class NotificationsQuery(PageQuery):
    """Which of one's notifications."""

    after: Text | None = None
    before: Text | None = None
    task_type_id: Id | None = None
    task_status_id: Id | None = None
    type: str | None = None
    read: Flag | None = None
    watching: Flag | None = None
