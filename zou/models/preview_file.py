"""Previews: pictures, movies and files shown on tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.comment import Comment
    from zou.models.task import Task

VALIDATION_STATUSES = ("validated", "rejected", "neutral")
PREVIEW_STATUSES = ("processing", "ready", "broken", "missing")
STORAGE_STATES = ("ok", "missing", "failed")


class PreviewFile(Row, Base):
    """A picture, movie or file of a revision shown on a task."""

    __tablename__ = "preview_file"
    __table_args__ = (UniqueConstraint("name", "task_id", "revision", name="preview_uc"),)

    name: Mapped[str | None] = mapped_column(String(250))
    original_name: Mapped[str | None] = mapped_column(String(250))
    revision: Mapped[int | None] = mapped_column(default=1)
    position: Mapped[int | None] = mapped_column(default=1)
    extension: Mapped[str | None] = mapped_column(String(6))
    description: Mapped[str | None] = mapped_column(Text)
    path: Mapped[str | None] = mapped_column(String(400))
    source: Mapped[str | None] = mapped_column(String(40))
    file_size: Mapped[int | None] = mapped_column(BigInteger, default=0)
    status: Mapped[str] = mapped_column(String(255), default="processing", info={"codes": PREVIEW_STATUSES})
    validation_status: Mapped[str] = mapped_column(String(255), default="neutral", info={"codes": VALIDATION_STATUSES})
    annotations: Mapped[Any] = mapped_column(Json, nullable=True)
    width: Mapped[int | None] = mapped_column(default=0)
    height: Mapped[int | None] = mapped_column(default=0)
    duration: Mapped[float | None] = mapped_column(default=0)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    source_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("output_file.id"), index=True)
    shotgun_id: Mapped[int | None] = mapped_column(unique=True)
    is_movie: Mapped[bool | None] = mapped_column(default=False)
    url: Mapped[str | None] = mapped_column(String(600))
    uploaded_movie_url: Mapped[str | None] = mapped_column(String(600))
    uploaded_movie_name: Mapped[str | None] = mapped_column(String(150))
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    token_in: Mapped[int | None]
    token_out: Mapped[int | None]

    task: Mapped[Task | None] = relationship()
    comments: Mapped[list[Comment]] = relationship(secondary="comment_preview_link", back_populates="previews")


class PreviewFileStorageState(Row, Base):
    """Whether a file of a preview is in the store."""

    __tablename__ = "preview_file_storage_state"
    __table_args__ = (
        UniqueConstraint("preview_file_id", "bucket", "prefix", name="preview_file_storage_state_uc"),
        Index("ix_preview_file_storage_state_bucket_prefix_state", "bucket", "prefix", "state"),
    )

    preview_file_id: Mapped[UUID] = mapped_column(ForeignKey("preview_file.id", ondelete="CASCADE"), index=True)
    bucket: Mapped[str] = mapped_column(String(20))
    prefix: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(255), info={"codes": STORAGE_STATES})
