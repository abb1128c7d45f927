"""Reading previews: rows ready to be JSON, in a fixed number of statements."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.access import me
from zou.access.identity import CLIENT
from zou.access.productions import is_open
from zou.crud.columns import plain_columns
from zou.db import Rows, row, rows, scalar
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id
from zou.kit.paging import read_page
from zou.models import CommentPreviewLink, Entity, EntityType, PreviewFile, Project, Task, TaskType

#: A preview in the lists of an entity's files.
OF_FILES = (
    *("id", "name", "original_name", "extension", "revision", "position", "file_size", "status", "validation_status", "task_id", "person_id"),
    *("created_at", "token_in", "token_out"),
)
#: A preview in the lists of an entity's revisions.
OF_REVISIONS = ("id", "revision", "original_name", "extension", "width", "height", "duration", "status", "annotations", "created_at", "task_id")
NOT_LEAN = ("original_name", "annotations")
#: What a movie was before it was normalised, out of the preview's data.
ORIGINALS = ("original_width", "original_height", "original_duration", "original_file_size")


def columns() -> list[sa.ColumnElement[Any]]:
    """All columns of a preview's row."""
    return [column.label(key) for key, column in plain_columns(PreviewFile).items()]


def typed(found: Rows) -> Rows:
    """Rows with their `type`."""
    for one in found:
        one["type"] = "PreviewFile"
    return found


def one(preview_file_id: UUID, *, relations: bool = False) -> dict[str, Any]:
    """A preview's row as it is now; with `relations`, with the ids of its comments. Raises NotFound."""
    chosen = columns()
    if relations:
        listed = sa.select(CommentPreviewLink.comment).where(CommentPreviewLink.preview_file == PreviewFile.id).scalar_subquery()
        chosen.append(sa.func.array(listed, type_=sa.ARRAY(sa.Uuid)).label("comments"))
    found = row(sa.select(*chosen).where(PreviewFile.id == preview_file_id))
    if found is None:
        raise NotFound(f"No preview file has the id {preview_file_id}.")
    return typed([found])[0]


def progress(preview: Any) -> dict[str, Any]:
    """How far the processing of a preview has come, its place in the queue, and why it broke. At most two statements."""
    data = preview.data if isinstance(preview.data, dict) else {}
    told = {"preview_file_id": preview.id, "status": preview.status, "progress": 1.0 if preview.status == "ready" else None, "place": None}
    job = row(_JOB, {"id": parse_id(data.get("job_id"))}) if preview.status == "processing" and data.get("job_id") else None
    if job is not None:
        told |= {"progress": job["progress"] or 0.0, "place": job["place"] if job["status"] == "queued" else 0, "error": job["error"]}
    return {**told, "error": data.get("error") or told.get("error")}


#: A job, and how many of its queue wait before it (itself counted).
_JOB = sa.text("""
    SELECT j.status, j.progress, j.error,
           (SELECT count(*) FROM background_job b WHERE b.queue = j.queue AND b.status = 'queued' AND b.created_at <= j.created_at) AS place
    FROM background_job j WHERE j.id = :id""")


def shown_to(role: str | None) -> sa.ColumnElement[bool]:
    """The condition that leaves the previews that a role may see: clients see none that is rejected."""
    return PreviewFile.validation_status != "rejected" if role == CLIENT else sa.true()


def of_task(task: Any) -> Rows:
    """Previews of a task, highest revision first. One statement."""
    statement = sa.select(*columns()).where(PreviewFile.task_id == task.id, shown_to(me().role_in(task.project_id)))
    return typed(rows(statement.order_by(PreviewFile.revision.desc(), PreviewFile.position, PreviewFile.created_at)))


def of_revision(task_id: UUID | None, revision: int | None) -> Rows:
    """Previews of a revision by position. One statement."""
    statement = sa.select(*columns()).where(PreviewFile.task_id == task_id, PreviewFile.revision == revision)
    return typed(rows(statement.order_by(PreviewFile.position, PreviewFile.created_at)))


def of_project(project_id: UUID, page: str | None, limit: str | None) -> Any:
    """Previews of a production, latest change first; a page of them where one is asked for. Raises BadRequest."""
    mine = sa.select(Task.id).where(Task.project_id == project_id)
    statement = sa.select(*columns()).where(PreviewFile.task_id.in_(mine))
    ordered = statement.order_by(PreviewFile.updated_at.desc(), PreviewFile.created_at.desc(), PreviewFile.id)
    asked = read_page(page, limit, default=current_app.config["SETTINGS"].nb_records_per_page)
    if asked is None:
        return typed(rows(ordered))
    total = scalar(sa.select(sa.func.count()).where(PreviewFile.task_id.in_(mine)))
    return asked.envelope(typed(rows(ordered.limit(asked.limit).offset(asked.offset))), total)


def files_of_entity(entity: Any) -> Rows:
    """Previews of an entity by task type name, revision (highest first) and position. One statement."""
    statement = (
        sa.select(*(getattr(PreviewFile, key) for key in OF_FILES))
        .join(Task, Task.id == PreviewFile.task_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .where(Task.entity_id == entity.id, shown_to(me().role_in(entity.project_id)))
    )
    return rows(statement.order_by(TaskType.name, TaskType.id, PreviewFile.revision.desc(), PreviewFile.position, PreviewFile.created_at))


def revisions_of_entity(entity: Any) -> dict[str, Rows]:
    """The revisions of an entity by task type, each with the previews that share it (see `revisions_of_entities`). One statement."""
    return revisions_of_entities([entity.id], role=me().role_in(entity.project_id)).get(entity.id, {})


def revisions_of_entities(entity_ids: Iterable[UUID], *, role: str | None, lean: bool = False) -> dict[UUID, dict[str, Rows]]:
    """Entity → task type id → revisions, highest first; the preview at position 1 leads a revision, the others are its `previews`.

    Task types by priority (highest first), then name. `role`: the reader's, in the production. `lean`: without drawings and what was
    uploaded. One statement.
    """
    shown = [getattr(PreviewFile, key) for key in OF_REVISIONS if not lean or key not in NOT_LEAN]
    statement = (
        sa.select(*shown, *([] if lean else [PreviewFile.data]), PreviewFile.position, Task.task_type_id, Task.entity_id)
        .join(Task, Task.id == PreviewFile.task_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .where(Task.entity_id.in_(list(entity_ids)), shown_to(role))
    )
    order = (TaskType.priority.desc().nulls_last(), TaskType.name, TaskType.id, PreviewFile.revision.desc(), Task.id, PreviewFile.position)
    found: dict[UUID, dict[str, Rows]] = {}
    for preview in rows(statement.order_by(*order, PreviewFile.created_at)):
        revisions = found.setdefault(preview.pop("entity_id"), {}).setdefault(str(preview["task_type_id"]), [])
        _add(revisions, preview)
    return found


def _add(revisions: Rows, preview: dict[str, Any]) -> None:
    """Add a preview to the revisions of its task type: to the one that has its number, or as the next."""
    if "data" in preview:
        data = preview.pop("data")
        preview.update({key: data.get(key) if isinstance(data, dict) else None for key in ORIGINALS})
    if revisions and (revisions[-1]["revision"], revisions[-1]["task_id"]) == (preview["revision"], preview["task_id"]):
        revisions[-1]["previews"].append(preview)
        return
    del preview["position"], preview["task_type_id"]
    preview["previews"] = []
    revisions.append(preview)


def running(limit: str | None, cursor: str | None) -> Rows:
    """Previews of open productions that are processed, broken or missing, newest first. Raises BadRequest. Two statements."""
    before = _moment_of(cursor) if cursor else None
    parent = sa.orm.aliased(Entity)
    statement = (
        sa.select(
            *columns(),
            Task.project_id,
            Task.task_type_id,
            Entity.name.label("entity_name"),
            EntityType.name.label("entity_type_name"),
            parent.name.label("parent_name"),
        )
        .join(Task, Task.id == PreviewFile.task_id)
        .join(Project, Project.id == Task.project_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .outerjoin(parent, parent.id == Entity.parent_id)
        .where(PreviewFile.status.in_(("processing", "broken", "missing")), is_open())
        .order_by(PreviewFile.created_at.desc(), PreviewFile.id)
    )
    if before is not None:
        statement = statement.where(PreviewFile.created_at < before)
    at_most = _whole(limit)
    found = typed(rows(statement.limit(at_most) if at_most else statement))
    for preview in found:
        parent_name, type_name, name = preview.pop("parent_name"), preview.pop("entity_type_name"), preview.pop("entity_name")
        first = parent_name if type_name == "Shot" else type_name
        preview["full_entity_name"] = f"{first} / {name}" if first else name
    return found


def _moment_of(cursor: str) -> Any:
    ident = parse_id(cursor)
    found = scalar(sa.select(PreviewFile.created_at).where(PreviewFile.id == ident)) if ident else None
    if found is None:
        raise BadRequest("cursor_preview_file_id must be the id of a preview file.")
    return found


def _whole(text: str | None) -> int | None:
    if text is None or text == "":
        return None
    if not text.isdigit() or len(text) > 9:
        raise BadRequest("limit must be a whole number.")
    return int(text)
