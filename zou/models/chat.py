"""Chats on entities."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.attachment_file import AttachmentFile
    from zou.models.person import Person


class Chat(Row, Base):
    """The chat of an entity."""

    __tablename__ = "chat"

    object_id: Mapped[UUID] = mapped_column(index=True)
    object_type: Mapped[str] = mapped_column(String(80), index=True, default="entity")
    last_message: Mapped[datetime | None]

    participants: Mapped[list[Person]] = relationship(secondary="chat_participant")


class ChatParticipant(Base):
    """Who has joined a chat."""

    __tablename__ = "chat_participant"

    chat_id: Mapped[UUID] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ChatMessage(Row, Base):
    """A message in a chat."""

    __tablename__ = "chat_message"

    chat_id: Mapped[UUID] = mapped_column(ForeignKey("chat.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str | None] = mapped_column(Text)

    chat: Mapped[Chat] = relationship()
    attachment_files: Mapped[list[AttachmentFile]] = relationship(viewonly=True)
