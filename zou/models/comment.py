"""Comments on tasks, with who and what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.attachment_file import AttachmentFile
    from zou.models.department import Department
    from zou.models.person import Person
    from zou.models.preview_file import PreviewFile
    from zou.models.task_status import TaskStatus


class Comment(Row, Base):
    """A comment on a task; it carries the status that it gave to the task."""

    __tablename__ = "comment"

    shotgun_id: Mapped[int | None]
    object_id: Mapped[UUID] = mapped_column(index=True)
    object_type: Mapped[str] = mapped_column(String(80), index=True)
    text: Mapped[str | None] = mapped_column(Text)
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    replies: Mapped[Any] = mapped_column(Json, default=list, nullable=True)
    checklist: Mapped[Any] = mapped_column(Json, default=list, nullable=True)
    pinned: Mapped[bool | None]
    links: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    task_status_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    editor_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    preview_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("preview_file.id"), index=True)
    for_client: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))

    person: Mapped[Person] = relationship(foreign_keys="Comment.person_id")
    task_status: Mapped[TaskStatus | None] = relationship()
    previews: Mapped[list[PreviewFile]] = relationship(secondary="comment_preview_link", back_populates="comments")
    mentions: Mapped[list[Person]] = relationship(secondary="comment_mentions")
    department_mentions: Mapped[list[Department]] = relationship(secondary="comment_department_mentions")
    acknowledgements: Mapped[list[Person]] = relationship(secondary="comment_acknoledgments")
    attachment_files: Mapped[list[AttachmentFile]] = relationship(viewonly=True)


class CommentAcknowledgement(Base):
    """A person who acknowledged a comment."""

    __tablename__ = "comment_acknoledgments"

    comment: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class CommentDepartmentMention(Base):
    """A department mentioned in a comment."""

    __tablename__ = "comment_department_mentions"

    comment: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    department: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True)


class CommentMention(Base):
    """A person mentioned in a comment."""

    __tablename__ = "comment_mentions"

    comment: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True)
    person: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class CommentPreviewLink(Base):
    """A preview published with a comment."""

    __tablename__ = "comment_preview_link"

    comment: Mapped[UUID] = mapped_column(ForeignKey("comment.id"), primary_key=True, index=True)
    preview_file: Mapped[UUID] = mapped_column(ForeignKey("preview_file.id"), primary_key=True, index=True)
