"""Removing previews, and giving tasks and entities that showed them another one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.domains.previews.positions import close_gaps
from zou.domains.previews.telling import tell_of_main
from zou.events import emit
from zou.models import Comment, CommentPreviewLink, Entity, News, PreviewFile, Project, Task
from zou.storage.register import discard

#: Extensions of the previews that can be shown in small: pictures and movies.
SHOWABLE = ("png", "mp4")
_QUIET = {"synchronize_session": False}


def remove(preview_ids: Iterable[UUID], *, force: bool = False, announce: bool = True) -> None:
    """Remove previews; a fixed number of statements, and some more for each task and entity that showed one of them.

    Their files are marked deleted, and removed from the store at once with `force`. A task's last preview and an entity's main one become another, or none.
    Emits preview-file:delete (unless `announce` is false), task:update, preview-file:set-main and <kind>:update.
    """
    ids = list(preview_ids)
    if not ids:
        return
    session.flush()
    statement = sa.select(PreviewFile.id, PreviewFile.revision, Task.id.label("task_id"), Task.project_id).outerjoin(Task, Task.id == PreviewFile.task_id)
    gone = session.execute(statement.where(PreviewFile.id.in_(ids))).all()
    projects = {preview.id: preview.project_id for preview in gone}
    showing_tasks = session.execute(sa.select(Task).where(Task.last_preview_file_id.in_(ids)).order_by(Task.id).with_for_update(key_share=True)).scalars().all()
    showing_entities = (
        session.execute(sa.select(Entity).where(Entity.preview_file_id.in_(ids)).order_by(Entity.id).with_for_update(key_share=True)).scalars().all()
    )
    session.execute(sa.update(News).where(News.preview_file_id.in_(ids)).values(preview_file_id=None), execution_options=_QUIET)
    session.execute(sa.update(Comment).where(Comment.preview_file_id.in_(ids)).values(preview_file_id=None), execution_options=_QUIET)
    session.execute(sa.delete(CommentPreviewLink).where(CommentPreviewLink.preview_file.in_(ids)), execution_options=_QUIET)
    session.execute(sa.update(Entity).where(Entity.preview_file_id.in_(ids)).values(preview_file_id=None), execution_options=_QUIET)
    session.execute(sa.delete(PreviewFile).where(PreviewFile.id.in_(ids)), execution_options=_QUIET)
    close_gaps({(preview.task_id, preview.revision) for preview in gone if preview.task_id})
    discard(ids, force=force)
    for task in showing_tasks:
        task.last_preview_file_id = _newest(Task.id == task.id)[0]
        emit("task:update", task_id=task.id, project_id=task.project_id)
    for entity in showing_entities:
        _show_another(entity)
    if announce:
        for ident in ids:
            emit("preview-file:delete", preview_file_id=ident, project_id=projects.get(ident))


def _newest(condition: Any) -> tuple[UUID | None, str | None]:
    """The newest preview that can be shown, of the tasks that fit the condition, and its status."""
    statement = (
        sa.select(PreviewFile.id, PreviewFile.status)
        .join(Task, Task.id == PreviewFile.task_id)
        .where(condition, PreviewFile.position == 1, PreviewFile.status == "ready", PreviewFile.extension.in_(SHOWABLE))
        .order_by(PreviewFile.created_at.desc(), PreviewFile.id)
    )
    found = session.execute(statement.limit(1)).first()
    return (found.id, found.status) if found else (None, None)


def _show_another(entity: Entity) -> None:
    automated = session.execute(sa.select(Project.is_set_preview_automated).where(Project.id == entity.project_id)).scalar()
    entity.preview_file_id, status = _newest(Task.entity_id == entity.id) if automated else (None, None)
    session.flush()
    tell_of_main(entity, status)
