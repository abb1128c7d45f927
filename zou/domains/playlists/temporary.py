"""Playlists that are never stored: of chosen tasks and entities."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from zou.access import me
from zou.access.identity import CLIENT, VENDOR, require
from zou.access.scoping import my_entities
from zou.db import Rows, execute, rows
from zou.db.rows import Row
from zou.domains.playlists import places
from zou.domains.previews.queries import revisions_of_entities
from zou.kit.errors import NotFound
from zou.models import Entity, PreviewFile, Task

_PLACE = ("parent_name", "episode_id", "episode_name", "sequence_id", "sequence_name", "asset_type_id", "asset_type_name")
_SHOWN = ("extension", "width", "height", "duration", "revision", "status")


def of(task_ids: Sequence[UUID], entity_ids: Sequence[UUID], *, project_id: UUID, is_sorted: bool = False) -> Rows:
    """What a player needs of these tasks, and of the tasks that stand for these entities, in this order, or by where they stand.

    Raises NotFound for an unknown task or entity, Forbidden for one out of the caller's reach. A fixed number of statements.
    """
    found = {task.id: task for task in _tasks(Task.id.in_(set(task_ids)))} if task_ids else {}
    _require_all(task_ids, found, "task")
    tasks = [found[ident] for ident in task_ids]
    require_reach(tasks)
    tasks += _standing_for(entity_ids)
    ids = {task.entity_id for task in tasks}
    where = {row["id"]: row for row in rows(places.statement().where(Entity.id.in_(ids)))} if ids else {}
    previews = revisions_of_entities(ids, role=_least_role({project_id, *(task.project_id for task in tasks)}))
    made = [_entry(task, where[task.entity_id], previews.get(task.entity_id, {})) for task in tasks]
    if is_sorted:
        made.sort(key=lambda entry: [entry[key].lower() for key in ("episode_name", "sequence_name", "asset_type_name", "name")])
    return made


def _least_role(project_ids: set[UUID]) -> str | None:
    """The caller's role in all these productions: that of a client where they are one in any, as clients see less."""
    roles = {me().role_in(ident) for ident in project_ids}
    return CLIENT if CLIENT in roles else roles.pop()


def _tasks(*conditions: Any) -> list[Any]:
    columns = (Task.id, Task.project_id, Task.entity_id, Task.task_type_id)
    return list(execute(sa.select(*columns).where(*conditions)))


def _require_all(asked: Iterable[UUID], found: Any, kind: str) -> None:
    missing = next((ident for ident in asked if ident not in found), None)
    if missing:
        raise NotFound(f"No {kind} has the id {missing}.")


def require_reach(things: Iterable[Any]) -> None:
    """Raise Forbidden unless the caller may see the entities of all these tasks. At most one statement."""
    mine = me()
    narrowed = set()
    for thing in things:
        require(mine.is_member(thing.project_id), "You are not in the team of this production.")
        if mine.role_in(thing.project_id) == VENDOR:
            narrowed.add(thing.entity_id)
    if narrowed:
        require(narrowed <= set(execute(my_entities().where(Task.entity_id.in_(narrowed))).scalars()), "No task of this is assigned to you.")


def _standing_for(entity_ids: Sequence[UUID]) -> list[Any]:
    """For each entity its task with a preview and the latest comment; entities without one are left out."""
    if not entity_ids:
        return []
    known = {row.entity_id: row for row in execute(sa.select(Entity.id.label("entity_id"), Entity.project_id).where(Entity.id.in_(set(entity_ids))))}
    _require_all(entity_ids, known, "entity")
    require_reach(known.values())
    statement = (
        sa.select(Task.id, Task.project_id, Task.entity_id, Task.task_type_id)
        .where(Task.entity_id.in_(list(known)), sa.exists().where(PreviewFile.task_id == Task.id))
        .ext(distinct_on(Task.entity_id))
        .order_by(Task.entity_id, Task.last_comment_date.desc().nulls_last(), Task.created_at.desc(), Task.id)
    )
    by_entity = {task.entity_id: task for task in execute(statement)}
    return [by_entity[ident] for ident in entity_ids if ident in by_entity]


def _entry(task: Any, place: Row, by_task_type: dict[str, Rows]) -> Row:
    entry = {"id": place["id"], "name": place["name"], **{key: "" if place[key] is None else place[key] for key in _PLACE}}
    entry |= {"preview_file_task_id": task.id, "preview_files": by_task_type}
    shown = by_task_type.get(str(task.task_type_id)) or next(iter(by_task_type.values()), None)
    if shown:
        preview = shown[0]
        entry["preview_file_id"] = preview["id"]
        entry |= {f"preview_file_{key}": preview[key] for key in _SHOWN}
        entry["preview_file_annotations"] = preview["annotations"] or []
        entry["preview_file_previews"] = preview["previews"]
    return entry
