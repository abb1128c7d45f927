"""Replies to comments."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import CLIENT, MANAGER, require
from zou.access.tasks import is_mentioned, may_act, may_read, role_of
from zou.db import session
from zou.domains.comments import attachments, mentions, removal
from zou.domains.comments.queries import public_people, with_person
from zou.domains.notifications import service as notifications
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.models import AttachmentFile, Comment, Person, Task


def require_answer(comment: Comment, task: Task) -> None:
    """Raise Forbidden unless the caller may answer the comment of the task.

    Who wrote it, who may act on the task or is mentioned there, and only if they may read it. In a thread of clients, only managers and
    clients; a client not to the client of another studio.
    """
    mine = me()
    require(comment.object_id == task.id, "The comment is not on this task.")
    require(mine.is_member(task.project_id), "You are not in the team of this production.")
    require(comment.person_id == mine.id or may_act(task) or is_mentioned(task), "You do not work on this task.")
    author_role = role_of(comment.person_id, task.project_id)
    if comment.for_client or author_role == CLIENT:
        require(mine.has_role_in(task.project_id, MANAGER, CLIENT), "Only managers and clients answer here.")
    require(comment.person_id == mine.id or may_read(comment, task), "You may not read this comment.")
    if author_role == CLIENT and mine.role_in(task.project_id) == CLIENT:
        require(_studio_of(comment.person_id) == _studio_of(mine.id), "This is a comment of another studio.")


def _studio_of(person_id: Any) -> Any:
    return session.execute(sa.select(Person.studio_id).where(Person.id == person_id)).scalar()


def reply(comment: Comment, task: Task, *, text: str, files: Sequence[Any] = ()) -> dict[str, Any]:
    """Add a reply of the caller to a comment, which is locked; the reply as it is shown.

    Emits comment:reply; notification:new to those told.
    """
    said = mentions.mentioned_in(text, task.project_id)
    now = utcnow().replace(microsecond=0).isoformat()
    made = {
        "id": str(uuid4()),
        "date": now,
        "created_at": now,
        "person_id": str(me().id),
        "text": text,
        "mentions": [str(ident) for ident in said.people],
        "department_mentions": [str(ident) for ident in said.departments],
    }
    comment.replies = [*(comment.replies or []), made]
    comment.updated_at = utcnow()
    session.flush()
    stored = attachments.attach(comment, files, reply_id=made["id"])
    emit("comment:reply", task_id=task.id, comment_id=comment.id, reply_id=made["id"], project_id=task.project_id)
    notifications.tell_of_reply(comment, task, made)
    notifications.tell_mentioned_in_reply(comment, task, made, mentions.addressed(said, task.project_id))
    return {**with_person(made, public_people([me().id])), "attachment_files": stored}


def remove(comment: Comment, task: Task, reply_id: Any) -> None:
    """Remove a reply, its files and notifications, from a comment, which is locked.

    Its author and managers may. Raises NotFound, Forbidden. Emits comment:delete-reply, live.
    """
    found = next((one for one in comment.replies or [] if one["id"] == str(reply_id)), None)
    if found is None or comment.object_id != task.id:
        raise NotFound(f"No reply has the id {reply_id}.")
    require(found.get("person_id") == str(me().id) or me().manages(task.project_id), "Only its author and managers delete a reply.")
    comment.replies = [one for one in comment.replies if one["id"] != str(reply_id)]
    comment.updated_at = utcnow()
    session.flush()
    notifications.forget(reply_id=reply_id)
    removal.remove_attachments(AttachmentFile.comment_id == comment.id, AttachmentFile.reply_id == reply_id)
    emit("comment:delete-reply", live=True, task_id=task.id, comment_id=comment.id, reply_id=reply_id, project_id=task.project_id)
