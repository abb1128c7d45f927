"""What guests see: the previews that a playlist's entries name, and the names around them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT
from zou.crud.columns import as_row
from zou.db import Rows, rows
from zou.db.rows import Row
from zou.domains.playlists import places
from zou.domains.playlists.entries import pairs_of, shown_in
from zou.domains.playlists.queries import PLAYLISTS, shown_previews
from zou.domains.previews.queries import shown_to
from zou.kit.errors import Forbidden
from zou.models import Entity, PreviewFile, Project, ProjectTaskStatusLink, ProjectTaskTypeLink, Task, TaskStatus, TaskType

Revision = tuple[UUID, int]

_PREVIEW = ("id", "revision", "position", "extension", "width", "height", "duration", "status", "annotations", "created_at", "task_id")
_POSITIONED = ("extension", "revision", "width", "height", "duration", "status", "task_id", "annotations")


def shown_revisions(playlist: Any) -> set[Revision]:
    """The tasks and revisions whose previews the playlist shows to guests. Two statements."""
    return {(preview.task_id, preview.revision) for preview in shown_previews(playlist, role=CLIENT)}


def shown_tasks(playlist: Any) -> set[UUID]:
    """The tasks whose previews the playlist shows. Two statements."""
    return {task_id for task_id, _ in shown_revisions(playlist)}


def require_shown(preview: Any, playlist: Any) -> None:
    """Raise Forbidden unless the playlist shows the preview, or another of its revision."""
    if preview.validation_status == "rejected" or (preview.task_id, preview.revision) not in shown_revisions(playlist):
        raise Forbidden("This playlist does not show this preview.")


def of_playlist(playlist: Any) -> Row:
    """The playlist as guests see it. A fixed number of statements."""
    project = rows(sa.select(Project.name, Project.fps).where(Project.id == playlist.project_id))
    entities = _entities(playlist)
    families = _families(shown_revisions(playlist))
    row = as_row(PLAYLISTS, playlist, lists={"build_jobs": []})
    row["project_name"], row["project_fps"] = (project[0]["name"], project[0]["fps"]) if project else (None, None)
    row["shots"] = [_entry(pair, entities[pair[0]], families) for pair in pairs_of(playlist.shots) if pair[0] in entities]
    return row


def _entities(playlist: Any) -> dict[UUID, Row]:
    """The names of the entities that the playlist shows."""
    ids = {entity_id for entity_id, _ in pairs_of(playlist.shots)}
    if not ids:
        return {}
    found = rows(places.statement().where(Entity.id.in_(ids), shown_in(playlist.project_id)))
    names = {}
    for place in found:
        before = [place["episode_name"]] if playlist.is_for_all and playlist.episode_id is None else []
        parent = " / ".join(name for name in (*before, place["parent_name"]) if name)
        names[place["id"]] = {"name": place["name"], "parent_name": parent}
    return names


def _families(revisions: set[Revision]) -> dict[UUID, tuple[Row, Rows]]:
    """Every preview of these revisions by id, with all those of its revision."""
    if not revisions:
        return {}
    names = (Task.entity_id, TaskType.id.label("type_id"), TaskType.name, TaskType.color, TaskType.for_entity, TaskStatus.color.label("status_color"))
    statement = (
        sa.select(*(getattr(PreviewFile, key) for key in _PREVIEW), *names)
        .join(Task, Task.id == PreviewFile.task_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .join(TaskStatus, TaskStatus.id == Task.task_status_id)
        .where(sa.tuple_(PreviewFile.task_id, PreviewFile.revision).in_(revisions), shown_to(CLIENT))
        .order_by(PreviewFile.position, PreviewFile.created_at)
    )
    by_revision: dict[Revision, Rows] = {}
    for row in rows(statement):
        by_revision.setdefault((row["task_id"], row["revision"]), []).append(row)
    return {preview["id"]: (preview, family) for family in by_revision.values() for preview in family}


def _entry(pair: tuple[UUID, UUID | None], names: Row, families: dict[UUID, tuple[Row, Rows]]) -> Row:
    entity_id, preview_id = pair
    entry: Row = {"id": entity_id, "entity_id": entity_id, **names, "preview_files": {}}
    preview, family = families.get(preview_id, (None, [])) if preview_id else (None, [])
    if preview is None or preview["entity_id"] != entity_id:
        return entry
    entry["preview_file_id"] = preview_id
    entry |= {f"preview_file_{key}": preview[key] for key in _POSITIONED}
    entry["preview_file_previews"] = [{key: other[key] for key in _PREVIEW} for other in family if other is not preview]
    entry["preview_file_task_type"] = {"id": preview["type_id"], **{key: preview[key] for key in ("name", "color", "for_entity")}}
    entry["preview_file_task_type_name"] = preview["name"]
    entry["task_status_color"] = preview["status_color"]
    return entry


def context_of(playlist: Any) -> Row:
    """What a guest's page must know of the production: its name and formats, its task types, its statuses."""
    keys = (Project.id, Project.name, Project.fps, Project.ratio, Project.resolution)
    project = rows(sa.select(*keys).where(Project.id == playlist.project_id))
    return {
        "project": {**project[0], "team": []} if project else None,
        "task_types": _task_types(playlist),
        "task_statuses": _task_statuses(playlist.project_id),
    }


def _task_types(playlist: Any) -> Rows:
    linked = sa.select(ProjectTaskTypeLink.task_type_id).where(ProjectTaskTypeLink.project_id == playlist.project_id)
    shown = sa.select(Task.task_type_id).where(Task.id.in_(shown_tasks(playlist)))
    statement = sa.select(TaskType.id, TaskType.name, TaskType.color, TaskType.for_entity).where(TaskType.id.in_(linked.union(shown)))
    return rows(statement.order_by(TaskType.priority.desc(), TaskType.name, TaskType.id))


def _task_statuses(project_id: UUID) -> Rows:
    """The production's statuses, all of the studio where it names none."""
    link = ProjectTaskStatusLink
    names_some = sa.exists().where(link.project_id == project_id)
    allowed = sa.func.coalesce(link.is_client_allowed, TaskStatus.is_client_allowed).label("is_client_allowed")
    keys = (TaskStatus.id, TaskStatus.name, TaskStatus.short_name, TaskStatus.color, allowed, TaskStatus.is_default, TaskStatus.for_concept)
    statement = sa.select(*keys).outerjoin(link, sa.and_(link.task_status_id == TaskStatus.id, link.project_id == project_id))
    shown = sa.or_(link.task_status_id.is_not(None), sa.not_(names_some))
    return rows(statement.where(shown, TaskStatus.archived.is_not(True)).order_by(sa.func.coalesce(link.priority, TaskStatus.priority), TaskStatus.name))
