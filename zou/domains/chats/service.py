"""What is done in chats."""

import secrets
import string
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access.identity import me, require
from zou.db import session
from zou.db.find import add
from zou.domains.comments.attachments import store_files
from zou.events import emit
from zou.kit.errors import BadRequest
from zou.models import AttachmentFile, Chat, ChatMessage, ChatParticipant, Entity
from zou.storage.register import discard

_QUIET = {"synchronize_session": False}


def chat_of(entity: Entity) -> Chat:
    """The chat about the entity, made at the first call: one, even where two people come first."""
    known = sa.select(Chat).where(Chat.object_id == entity.id).order_by(Chat.created_at, Chat.id).limit(1)
    found = session.execute(known).scalar()
    if found is None:
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"chat {entity.id}", 0))))
        found = session.execute(known).scalar() or add(Chat(object_id=entity.id, object_type="entity"))
    return found


def join(entity: Entity) -> Chat:
    """Let the caller into the entity's chat. Emits chat:joined."""
    chat = chat_of(entity)
    session.execute(insert(ChatParticipant).values(chat_id=chat.id, person_id=me().id).on_conflict_do_nothing())
    emit("chat:joined", chat_id=chat.id, person_id=me().id, entity_id=entity.id, within=entity.project_id, live=True)
    return chat


def leave(entity: Entity) -> None:
    """Let the caller out of the entity's chat. Emits chat:left."""
    chat = chat_of(entity)
    session.execute(sa.delete(ChatParticipant).where(ChatParticipant.chat_id == chat.id, ChatParticipant.person_id == me().id))
    emit("chat:left", chat_id=chat.id, person_id=me().id, entity_id=entity.id, within=entity.project_id, live=True)


def say(entity: Entity, text: str, files: Sequence[Any] = ()) -> dict[str, Any]:
    """Say something in the entity's chat; the message, with its files where there are any.

    Raises BadRequest for who has not joined. Emits chat:new-message.
    """
    chat = chat_of(entity)
    if session.get(ChatParticipant, (chat.id, me().id)) is None:
        raise BadRequest("Join the chat before you say something.")
    message = add(ChatMessage(chat_id=chat.id, person_id=me().id, text=text))
    chat.last_message = message.created_at
    _name_apart(files)
    attached = store_files(files, chat_message_id=message.id)
    keys = ("id", "chat_id", "person_id", "text", "created_at", "updated_at")
    last = message.created_at.isoformat(timespec="seconds")
    told: dict[str, Any] = {"chat_id": chat.id, "chat_message_id": message.id, "last_message": last, "entity_id": entity.id}
    emit("chat:new-message", **told, within=entity.project_id, live=True)
    reply = {**{key: getattr(message, key) for key in keys}, "type": "ChatMessage"}
    return {**reply, "attachment_files": attached} if attached else reply


def _name_apart(files: Sequence[Any]) -> None:
    """Give the files of a message different names: one that is taken gets eight random letters before its extension."""
    taken: set[str] = set()
    for file in files:
        name = file.filename or ""
        if name in taken:
            path = PurePath(name)
            letters = "".join(secrets.choice(string.ascii_lowercase) for _ in range(8))
            name = file.filename = f"{path.stem}-{letters}{path.suffix}"
        taken.add(name)


def take_back(entity: Entity, message: ChatMessage) -> None:
    """Remove a message of the entity's chat. Raises Forbidden unless the caller has written it or is an admin. Emits chat:deleted-message."""
    chat = chat_of(entity)
    require(message.chat_id == chat.id, "The message is not of this chat.")
    require(me().is_admin or message.person_id == me().id, "Only its author takes a message back.")
    remove(message)
    emit("chat:deleted-message", chat_id=chat.id, chat_message_id=message.id, entity_id=entity.id, within=entity.project_id, live=True)


def remove(message: ChatMessage) -> None:
    """Remove a message with its files."""
    mine = AttachmentFile.chat_message_id == message.id
    discard(session.execute(sa.select(AttachmentFile.id).where(mine)).scalars())
    session.execute(sa.delete(AttachmentFile).where(mine), execution_options=_QUIET)
    session.execute(sa.delete(ChatMessage).where(ChatMessage.id == message.id), execution_options=_QUIET)
    session.expunge(message)
