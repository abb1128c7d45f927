"""Who may see an attachment: who may see what it hangs on."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import me, require
from zou.access.policies import Params, policy, require_entity_access
from zou.access.tasks import require_comment_access, task_of, unheard
from zou.db import execute, session
from zou.db.find import find
from zou.models import AttachmentFile, Chat, ChatMessage, Comment, Entity, Task


@policy
def attachment_reader(params: Params) -> Params:
    """Who may read the comment that the file hangs on; of a chat's, who may see its entity."""
    attachment = find(AttachmentFile, params["attachment_file_id"])
    require_sight(attachment)
    return {**params, "attachment_file": attachment}


def require_sight(attachment: Any) -> None:
    """Raise Forbidden unless the caller may see the attachment. One that hangs on nothing is for administrators."""
    if attachment.comment_id is not None:
        comment = find(Comment, attachment.comment_id)
        task = task_of(comment)
        require_comment_access(comment, task)
        require(not _is_unheard(attachment.reply_id, comment, task.project_id), "You may not read this reply.")
        return
    place = chat_place(attachment.chat_message_id)
    if place is not None:
        require_entity_access(place.project_id, place.id)
        return
    require(me().is_admin)


def _is_unheard(reply_id: UUID | None, comment: Comment, project_id: UUID | None) -> bool:
    """Whether the file hangs on a reply that the caller does not read."""
    authors = [reply.get("person_id") for reply in comment.replies or [] if reply["id"] == str(reply_id)]
    return bool(reply_id and unheard(authors, project_id))


def chat_place(chat_message_id: UUID | None) -> Any:
    """The entity of a chat message, with its production."""
    if chat_message_id is None:
        return None
    statement = sa.select(Entity.id, Entity.project_id).join(Chat, Chat.object_id == Entity.id).join(ChatMessage, ChatMessage.chat_id == Chat.id)
    return execute(statement.where(ChatMessage.id == chat_message_id)).first()


def project_of(attachment: Any) -> UUID | None:
    """The production of an attachment (a row or values)."""
    if attachment.comment_id is not None:
        statement = sa.select(Task.project_id).join(Comment, Comment.object_id == Task.id).where(Comment.id == attachment.comment_id)
        return session.execute(statement).scalar()
    place = chat_place(attachment.chat_message_id)
    return place.project_id if place else None
