"""Notifications to people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.task import Task

NOTIFICATION_TYPES = ("comment", "mention", "assignation", "reply", "reply-mention", "playlist-ready")


class Notification(Row, Base):
    """Something that a person is told about."""

    __tablename__ = "notification"
    __table_args__ = (UniqueConstraint("person_id", "author_id", "comment_id", "reply_id", "playlist_id", "type", name="notification_uc"),)

    read: Mapped[bool] = mapped_column(default=False)
    change: Mapped[bool] = mapped_column(default=False)
    type: Mapped[str] = mapped_column(String(255), info={"codes": NOTIFICATION_TYPES})
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    playlist_id: Mapped[UUID | None] = mapped_column(ForeignKey("playlist.id"), index=True)
    reply_id: Mapped[UUID | None] = mapped_column(index=True)

    task: Mapped[Task | None] = relationship()
