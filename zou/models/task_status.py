"""Statuses of tasks."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row

BOARD_ROLES = ("user", "admin", "supervisor", "manager", "vendor")


def board_roles() -> list[str]:
    """Roles whose boards show a status where nothing else was chosen."""
    return list(BOARD_ROLES)


class TaskStatus(Row, Base):
    """A status that tasks may have."""

    __tablename__ = "task_status"

    name: Mapped[str] = mapped_column(String(40))
    archived: Mapped[bool | None] = mapped_column(default=False)
    short_name: Mapped[str] = mapped_column(String(10), index=True, unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    color: Mapped[str] = mapped_column(String(7))
    priority: Mapped[int | None] = mapped_column(default=1)
    is_done: Mapped[bool | None] = mapped_column(index=True, default=False)
    is_artist_allowed: Mapped[bool | None] = mapped_column(default=True)
    is_client_allowed: Mapped[bool | None] = mapped_column(default=True)
    is_retake: Mapped[bool | None] = mapped_column(default=False)
    is_feedback_request: Mapped[bool | None] = mapped_column(index=True, default=False)
    is_default: Mapped[bool | None] = mapped_column(index=True, default=False)
    is_wip: Mapped[bool | None] = mapped_column(index=True, default=False)
    shotgun_id: Mapped[int | None]
    for_concept: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))
