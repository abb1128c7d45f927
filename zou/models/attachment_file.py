"""Files attached to comments, replies and chat messages."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.comment import Comment


class AttachmentFile(Row, Base):
    """A file attached to a comment, a reply or a chat message."""

    __tablename__ = "attachment_file"

    name: Mapped[str | None] = mapped_column(String(250))
    size: Mapped[int | None] = mapped_column(BigInteger, default=1)
    extension: Mapped[str | None] = mapped_column(String(6))
    mimetype: Mapped[str | None] = mapped_column(String(255))
    comment_id: Mapped[UUID | None] = mapped_column(ForeignKey("comment.id"), index=True)
    reply_id: Mapped[UUID | None]
    chat_message_id: Mapped[UUID | None] = mapped_column(ForeignKey("chat_message.id"), index=True)

    comment: Mapped[Comment | None] = relationship()
