"""The news feed of productions."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class News(Row, Base):
    """A line of the news feed: a comment or a preview on a task."""

    __tablename__ = "news"

    change: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), index=True)
    preview_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("preview_file.id"), index=True)
