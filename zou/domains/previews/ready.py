"""What follows when a preview's file has been made: the row, its task and its entity, in one transaction with their events."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import find
from zou.domains.previews.kinds import MOVIE, PICTURE
from zou.domains.previews.telling import project_of, tell_of_file, tell_of_main
from zou.kit.dates import utcnow
from zou.models import Entity, PreviewFile, Project, Task
from zou.storage.names import FileKey
from zou.storage.register import record


def make_ready(preview_file_id: UUID, values: Mapping[str, Any], written: Mapping[FileKey, int | None], *, shows: bool = True) -> PreviewFile:
    """Give a preview its values, its files and the status ready; show it on its task and, where the production wants that, its entity.

    Where `shows` is false the task and the entity keep theirs.
    Raises NotFound where the preview has been removed meanwhile. Emits preview-file:update, task:update, preview-file:set-main and <kind>:update,
    and comment:update and preview-file:add-file for each comment that shows it.
    """
    preview = find(PreviewFile, preview_file_id, lock=True)
    _set(preview, {"data": None, **values, "status": "ready"})
    record(written, preview_file_id=preview.id)
    if shows and preview.extension in (PICTURE, MOVIE) and preview.position == 1:
        _show(preview)
    tell_of_file(preview, project_of(preview))
    return preview


def make_broken(preview_file_id: UUID, reason: str) -> None:
    """Give a preview the status broken, and keep the reason in its data. Nothing where it has been removed or is ready.

    Emits preview-file:update, and comment:update and preview-file:add-file for each comment that shows it.
    """
    preview = session.get(PreviewFile, preview_file_id, with_for_update={"key_share": True}, populate_existing=True)
    if preview is None or preview.status == "ready":
        return
    _set(preview, {"status": "broken", "width": 0, "height": 0, "duration": 0, "data": {"error": reason}})
    tell_of_file(preview, project_of(preview))


def _set(preview: PreviewFile, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(preview, name, value)
    preview.updated_at = utcnow()
    session.flush()


def _show(preview: PreviewFile) -> None:
    """Make the preview its task's last one and, where the production says so, its entity's main one."""
    task = session.get(Task, preview.task_id, with_for_update={"key_share": True}, populate_existing=True) if preview.task_id else None
    if task is None:
        return
    task.last_preview_file_id = preview.id
    session.flush()
    if session.execute(sa.select(Project.is_set_preview_automated).where(Project.id == task.project_id)).scalar():
        set_main(find(Entity, task.entity_id, lock=True), preview)


def set_main(entity: Entity, preview: PreviewFile) -> None:
    """Make the preview the main one of the entity, which is locked. Emits preview-file:set-main and <kind>:update."""
    entity.preview_file_id, entity.updated_at = preview.id, utcnow()
    session.flush()
    tell_of_main(entity, preview.status)
