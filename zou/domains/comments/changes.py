"""What happens to comments once they are there: editing, moving, acknowledging, deleting."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access import me
from zou.db import session
from zou.domains.comments import mentions, removal
from zou.domains.comments.life import announce_new
from zou.domains.news import service as news
from zou.domains.notifications import service as notifications
from zou.domains.tasks import state
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import Comment, CommentAcknowledgement, CommentPreviewLink, Notification, Task

_QUIET = {"synchronize_session": False}


def edit(comment: Comment, values: dict[str, Any], *, editor_id: UUID) -> None:
    """Change a comment, which is locked.

    Another task means a move, see `move`. Another status has the history count again. Another text has its mentions read again: who is
    mentioned anew is told. Emits task:update and, where a task's status moves, task:status-changed; the caller emits comment:update.
    """
    tasks = state.lock({comment.object_id, values.get("object_id", comment.object_id)})
    source, target = tasks.get(comment.object_id), tasks.get(values.get("object_id", comment.object_id))
    if source is not None and target is not None and source is not target:
        move(comment, source, target)
    before = (comment.task_status_id, comment.object_id, comment.text)
    for key, value in values.items():
        setattr(comment, key, value)
    comment.editor_id, comment.updated_at = editor_id, utcnow()
    session.flush()
    if (comment.task_status_id, comment.object_id) != before[:2]:
        for task_id in dict.fromkeys((before[1], comment.object_id)):
            if task_id in tasks:
                recount(tasks[task_id], author_id=comment.person_id)
    task = tasks.get(comment.object_id)
    if comment.text != before[2] and task is not None:
        _mention_again(comment, task)


def recount(task: Task, *, author_id: UUID) -> None:
    """Give a task, which is locked, what its comments imply. Emits task:update, and task:status-changed where its status moves."""
    previous = task.task_status_id
    moved = state.replay(task)
    emit("task:update", task_id=task.id, project_id=task.project_id)
    if moved:
        told: dict[str, Any] = {"task_id": task.id, "new_task_status_id": task.task_status_id, "previous_task_status_id": previous, "person_id": author_id}
        emit("task:status-changed", **told, project_id=task.project_id)


def _mention_again(comment: Comment, task: Task) -> None:
    before = set(mentions.addressed(mentions.of_comment(comment.id), task.project_id))
    said = mentions.mentioned_in(comment.text or "", task.project_id)
    mentions.put(comment, said)
    now = mentions.addressed(said, task.project_id)
    notifications.forget(comment_id=comment.id, kind="mention", people=before - set(now))
    notifications.tell_mentioned(comment, task, [ident for ident in now if ident not in before])


def require_movable(comment: Comment, source: Task, target: Task) -> None:
    """Raise BadRequest unless the comment may leave its task for the target: another task of the same entity, and no previews go along."""
    if comment.object_id != source.id:
        raise BadRequest("The comment is not on this task.")
    if source.id == target.id:
        raise BadRequest("The comment is on this task already.")
    if source.entity_id != target.entity_id or source.project_id != target.project_id:
        raise BadRequest("A comment moves between tasks of the same entity only.")
    if session.execute(sa.select(CommentPreviewLink.comment).where(CommentPreviewLink.comment == comment.id).limit(1)).first():
        raise BadRequest("A comment with previews stays on its task.")


def move(comment: Comment, source: Task, target: Task) -> None:
    """Move a comment, with its date and all that is on it, to another task of the same entity.

    Its news and notifications are made again there. Emits news:delete, task:update for both tasks, comment:delete, comment:new, news:new,
    and notification:new to those told.
    """
    require_movable(comment, source, target)
    tasks = state.lock({source.id, target.id})
    source, target = tasks[source.id], tasks[target.id]
    news.withdraw(comment_id=comment.id, project_id=source.project_id)
    for kind in ("comment", "mention"):
        notifications.forget(comment_id=comment.id, kind=kind)
    session.execute(sa.update(Notification).where(Notification.comment_id == comment.id).values(task_id=target.id), execution_options=_QUIET)
    comment.object_id, comment.updated_at = target.id, utcnow()
    for task in (source, target):
        state.replay(task)
        emit("task:update", task_id=task.id, project_id=task.project_id)
    emit("comment:delete", comment_id=comment.id, task_id=source.id, project_id=source.project_id)
    announce_new(comment, target)
    notifications.tell_of_comment(comment, target, change=False)
    notifications.tell_mentioned(comment, target, mentions.addressed(mentions.of_comment(comment.id), target.project_id))
    news.announce(comment, target, change=False)


def delete(comment: Comment) -> None:
    """Remove a comment with its previews, files, news and notifications; its task gets what the others imply. See `delete_many`."""
    delete_many([comment.id])


def delete_many(comment_ids: Iterable[UUID]) -> None:
    """Remove comments with all that hangs on them; their tasks get what the others imply.

    Emits news:delete and comment:delete for each, then for each task task:update, and task:status-changed where its status moves.
    """
    session.flush()
    statement = sa.select(Comment.id, Comment.object_id, Comment.person_id).where(Comment.id.in_(list(comment_ids))).order_by(Comment.created_at)
    gone = session.execute(statement).all()
    tasks = state.lock({row.object_id for row in gone})
    for row in gone:
        news.withdraw(comment_id=row.id, project_id=_project_of(tasks.get(row.object_id)))
    removal.remove([row.id for row in gone])
    for row in gone:
        on_task = {"task_id": row.object_id, "project_id": _project_of(tasks[row.object_id])} if row.object_id in tasks else {}
        emit("comment:delete", comment_id=row.id, **on_task)
    authors = {row.object_id: row.person_id for row in gone}
    for task in tasks.values():
        if task.id in authors:
            recount(task, author_id=authors[task.id])


def _project_of(task: Task | None) -> UUID | None:
    return task.project_id if task else None


def acknowledge(comment: Comment, task: Task) -> None:
    """Add the caller to those who have acknowledged the comment, or take them out. Emits comment:acknowledge or comment:unacknowledge, live."""
    mine = {"comment": comment.id, "person": me().id}
    taken_out = session.execute(
        sa.delete(CommentAcknowledgement).where(CommentAcknowledgement.comment == comment.id, CommentAcknowledgement.person == me().id),
        execution_options=_QUIET,
    )
    if not taken_out.rowcount:  # type: ignore[attr-defined]
        session.execute(insert(CommentAcknowledgement).values(mine).on_conflict_do_nothing())
    verb = "unacknowledge" if taken_out.rowcount else "acknowledge"  # type: ignore[attr-defined]
    emit(f"comment:{verb}", live=True, comment_id=comment.id, person_id=me().id, project_id=task.project_id)
