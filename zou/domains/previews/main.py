"""Main previews: the ones that stand for their entities."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.access.previews import require_main_preview
from zou.crud.columns import as_row
from zou.crud.table import COLLECTIONS
from zou.db import scalar
from zou.db.find import find
from zou.domains.previews import making
from zou.domains.previews.kinds import MOVIE
from zou.domains.previews.ready import set_main
from zou.jobs import enqueue
from zou.kit.errors import ApiError, BadRequest, NotFound
from zou.models import Entity, PreviewFile, Task


def set_main_preview(preview_file_id: UUID, *, frame_number: int | None = None, in_request: bool = False) -> dict[str, Any]:
    """Make a preview the main one of its entity; the entity's row with the preview's status.

    With `frame_number` the preview's pictures become that frame of its movie, made by a worker unless `in_request`.
    Raises NotFound, BadRequest (no movie, no such frame). Emits preview-file:set-main and <kind>:update.
    """
    preview = find(PreviewFile, preview_file_id)
    entity_id = scalar(sa.select(Task.entity_id).where(Task.id == preview.task_id))
    if entity_id is None:
        raise NotFound("This preview is of no entity.")
    if frame_number is not None:
        _require_frame(preview, frame_number)
        here = in_request or not current_app.config["ENABLE_JOB_QUEUE"]
        enqueue("show_frame", here=here, preview_file_id=preview.id, frame_number=frame_number)
    entity = find(Entity, entity_id, lock=True)
    set_main(entity, preview)
    return {**as_row(COLLECTIONS["entities"], entity), "preview_file_status": preview.status}


def _require_frame(preview: PreviewFile, number: int) -> None:
    if preview.extension != MOVIE:
        raise BadRequest("Only movies have frames.")
    if preview.duration and (number - 1) / making.frame_rate_of(preview.id) >= preview.duration:
        raise BadRequest(f"The movie has no frame {number}.")


def of_task(task_id: UUID) -> UUID | None:
    """The first preview of a task's highest revision."""
    statement = sa.select(PreviewFile.id).where(PreviewFile.task_id == task_id)
    return scalar(statement.order_by(PreviewFile.revision.desc(), PreviewFile.created_at, PreviewFile.position).limit(1))


def set_of_task(task: Any, *, in_request: bool = False, frame_number: int | None = None) -> dict[str, Any]:
    """Make the newest preview of a task the main one of its entity. Raises BadRequest where there is none."""
    preview_file_id = of_task(task.id)
    if preview_file_id is None:
        raise BadRequest("The task has no preview.")
    return set_main_preview(preview_file_id, frame_number=frame_number, in_request=in_request)


def set_of_tasks(task_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """The same for several tasks, one after the other; those without a preview are left out.

    Raises NotFound, Forbidden at the first task that the caller may not do this to: those before it stay done.
    """
    changed = []
    try:
        for task_id in task_ids:
            task = find(Task, task_id)
            require_main_preview(task)
            preview_file_id = of_task(task.id)
            if preview_file_id:
                changed.append(set_main_preview(preview_file_id))
    except ApiError as refusal:
        refusal.commits = True
        raise
    return changed
