"""Removing tasks with all that hangs on them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.domains.comments import removal as comments
from zou.domains.previews import removal as previews
from zou.events import emit
from zou.kit.errors import BadRequest
from zou.models import Comment, News, Notification, OutputFile, PreviewFile, Subscription, Task, TaskPersonLink, TimeSpent, WorkingFile

_QUIET = {"synchronize_session": False}


def remove(task_ids: Iterable[UUID]) -> None:
    """Remove tasks with their comments, news, notifications, subscriptions, previews, times and working files.

    A fixed number of statements. Emits news:delete, preview-file:delete, comment:delete and task:delete for each, and what follows from the previews.
    """
    session.flush()
    locked = sa.select(Task.id, Task.project_id, Task.entity_id, Task.task_type_id).where(Task.id.in_(list(task_ids))).order_by(Task.id)
    tasks = session.execute(locked.with_for_update()).all()
    ids = [task.id for task in tasks]
    if not ids:
        return
    project_of = {task.id: task.project_id for task in tasks}
    for news_id, task_id in _delete(News, News.task_id.in_(ids), News.id, News.task_id):
        emit("news:delete", news_id=news_id, project_id=project_of[task_id])
    said = session.execute(sa.select(Comment.id, Comment.object_id).where(Comment.object_id.in_(ids))).all()
    comments.remove([row.id for row in said])
    for row in said:
        emit("comment:delete", comment_id=row.id, task_id=row.object_id, project_id=project_of[row.object_id])
    previews.remove(session.execute(sa.select(PreviewFile.id).where(PreviewFile.task_id.in_(ids))).scalars().all())
    _remove_working_files(ids)
    for model in (Notification, Subscription, TimeSpent, TaskPersonLink):
        _delete(model, model.task_id.in_(ids))
    _delete(Task, Task.id.in_(ids))
    for task in tasks:
        emit("task:delete", task_id=task.id, entity_id=task.entity_id, task_type_id=task.task_type_id, project_id=task.project_id)


def require_bare(task_id: UUID) -> None:
    """Raise BadRequest that names what hangs on the task, where something does. One statement."""
    uses = {
        "comments": Comment.object_id,
        "news": News.task_id,
        "notifications": Notification.task_id,
        "subscriptions": Subscription.task_id,
        "previews": PreviewFile.task_id,
        "time spents": TimeSpent.task_id,
        "working files": WorkingFile.task_id,
    }
    found = session.execute(sa.select(*(sa.exists().where(column == task_id) for column in uses.values()))).one()
    named = [name for name, is_used in zip(uses, found, strict=True) if is_used]
    if named:
        raise BadRequest(f"This task still has {', '.join(named)}. Delete it with force=true to remove them, too.")


def _delete(model: Any, condition: Any, *returned: Any) -> list[Any]:
    statement = sa.delete(model).where(condition)
    if returned:
        return list(session.execute(statement.returning(*returned), execution_options=_QUIET).all())
    session.execute(statement, execution_options=_QUIET)
    return []


def _remove_working_files(task_ids: list[UUID]) -> None:
    """Remove the working files of tasks, and the output files made from them."""
    working = sa.select(WorkingFile.id).where(WorkingFile.task_id.in_(task_ids))
    made = sa.select(OutputFile.id).where(OutputFile.source_file_id.in_(working))
    session.execute(sa.update(PreviewFile).where(PreviewFile.source_file_id.in_(made)).values(source_file_id=None), execution_options=_QUIET)
    _delete(OutputFile, OutputFile.source_file_id.in_(working))
    _delete(WorkingFile, WorkingFile.task_id.in_(task_ids))
