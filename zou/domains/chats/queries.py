"""Chats and messages as rows."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access.identity import me
from zou.access.productions import my_open_productions
from zou.db import Rows, rows
from zou.db.rows import Row
from zou.kit.errors import Forbidden, NotFound
from zou.models import AttachmentFile, Chat, ChatMessage, ChatParticipant, Entity, EntityType, Project
from zou.models.kinds import FIXED

_MESSAGE = (ChatMessage.id, ChatMessage.chat_id, ChatMessage.person_id, ChatMessage.text, ChatMessage.created_at, ChatMessage.updated_at)


def plain(chat: Chat) -> Row:
    """The chat without its lists."""
    keys = ("id", "created_at", "updated_at", "object_id", "object_type", "last_message")
    return {**{key: getattr(chat, key) for key in keys}, "type": "Chat"}


def full(chat: Chat) -> Row:
    """The chat with its participants and messages. Three statements."""
    joined = sa.select(ChatParticipant.person_id).where(ChatParticipant.chat_id == chat.id)
    return {**plain(chat), "participants": [row["person_id"] for row in rows(joined)], "messages": messages(chat.id)}


def messages(chat_id: UUID, *conditions: sa.ColumnElement[bool]) -> Rows:
    """The messages of a chat, oldest first, with their files. Two statements."""
    found = rows(sa.select(*_MESSAGE).where(ChatMessage.chat_id == chat_id, *conditions).order_by(ChatMessage.created_at, ChatMessage.id))
    files: dict[UUID, Rows] = {}
    columns = (AttachmentFile.chat_message_id, AttachmentFile.id, AttachmentFile.name, AttachmentFile.extension)
    attached = sa.select(*columns).join(ChatMessage, ChatMessage.id == AttachmentFile.chat_message_id).where(ChatMessage.chat_id == chat_id, *conditions)
    for row in rows(attached.order_by(AttachmentFile.created_at, AttachmentFile.id)):
        files.setdefault(row.pop("chat_message_id"), []).append(row)
    return [{**row, "type": "ChatMessage", "attachment_files": files.get(row["id"], [])} for row in found]


def message(chat: Chat, message: ChatMessage | None) -> Row:
    """One message of the chat. Raises NotFound; Forbidden where it is of another chat."""
    if message is None:
        raise NotFound()
    if message.chat_id != chat.id:
        raise Forbidden("The message is not of this chat.")
    return messages(chat.id, ChatMessage.id == message.id)[0]


def mine() -> Rows:
    """The caller's chats about entities of their open productions, those with the newest messages first. One statement."""
    parent = aliased(Entity)
    name: Any = sa.case(
        (EntityType.name.not_in(FIXED), EntityType.name + " / " + Entity.name),
        (parent.id.is_not(None), parent.name + " / " + Entity.name),
        else_=Entity.name,
    )
    columns = (Chat.id, Chat.object_id, Chat.last_message, name.label("entity_name"), Entity.project_id, Entity.preview_file_id)
    statement = (
        sa.select(*columns)
        .join(ChatParticipant, ChatParticipant.chat_id == Chat.id)
        .join(Entity, Entity.id == Chat.object_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .join(Project, Project.id == Entity.project_id)
        .outerjoin(parent, parent.id == Entity.parent_id)
        .where(ChatParticipant.person_id == me().id, Project.id.in_(my_open_productions()))
    )
    return rows(statement.order_by(Chat.last_message.desc().nulls_last(), Chat.id))
