"""The previews of entities by task type and revision, as players show them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import CLIENT
from zou.db import Rows, execute
from zou.db.rows import Row
from zou.domains.playlists.entries import shown_in
from zou.models import Entity, PreviewFile, Task, TaskType

ByTaskType = dict[UUID, Rows]

_LEAN = ("id", "revision", "extension", "width", "height", "duration", "status", "created_at", "task_id")
_ORIGINALS = ("original_width", "original_height", "original_duration", "original_file_size")


def _columns(*, full: bool) -> dict[str, Any]:
    """The columns of a preview by key: the lean ones, or all that the page of an entity shows."""
    columns = {key: getattr(PreviewFile, key) for key in _LEAN}
    if full:
        columns |= {"original_name": PreviewFile.original_name, "annotations": PreviewFile.annotations}
        columns |= {key: PreviewFile.data[key] for key in _ORIGINALS}
    return columns


def without_rejected(project_id: Any) -> bool:
    """Whether rejected previews are hidden from the caller: clients of the production."""
    return me().role_in(project_id) == CLIENT


def of_entities(entity_ids: Iterable[UUID], *, shown_by: UUID | None = None, full: bool = False, hide_rejected: bool = False) -> dict[UUID, ByTaskType]:
    """The previews of entities: entity → task type → one entry a revision, highest first, the others of the revision in its `previews`.

    Task types come by priority, then name; a revision is led by its first position. `shown_by`: only of entities that this production may
    show. `full`: with annotations and what was uploaded. One statement.
    """
    ids = list(set(entity_ids))
    if not ids:
        return {}
    columns = _columns(full=full)
    statement = (
        sa.select(*(column.label(key) for key, column in columns.items()), PreviewFile.position, Task.entity_id, Task.task_type_id)
        .join(Task, Task.id == PreviewFile.task_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .where(Task.entity_id.in_(ids))
        .order_by(TaskType.priority.desc(), TaskType.name, TaskType.id, PreviewFile.revision.desc(), Task.id, PreviewFile.position, PreviewFile.created_at)
    )
    if shown_by is not None:
        statement = statement.join(Entity, Entity.id == Task.entity_id).where(shown_in(shown_by))
    if hide_rejected:
        statement = statement.where(PreviewFile.validation_status != "rejected")
    return _grouped(execute(statement), tuple(columns))


def _grouped(found: Iterable[Sequence[Any]], keys: tuple[str, ...]) -> dict[UUID, ByTaskType]:
    by_entity: dict[UUID, ByTaskType] = {}
    leaders: dict[tuple[UUID, int], Row] = {}
    revision, task = keys.index("revision"), keys.index("task_id")
    for *values, position, entity_id, task_type_id in found:
        entry = dict(zip(keys, values, strict=True))
        leader = leaders.get((values[task], values[revision]))
        if leader is None:
            leaders[values[task], values[revision]] = entry
            entry["previews"] = []
            by_entity.setdefault(entity_id, {}).setdefault(task_type_id, []).append(entry)
        else:
            entry["position"], entry["task_type_id"] = position, task_type_id
            leader["previews"].append(entry)
    return by_entity


def each(by_task_type: ByTaskType) -> Iterable[tuple[Row, Rows]]:
    """Every preview of an entity with the others of its revision."""
    for revisions in by_task_type.values():
        for leader in revisions:
            family = [leader, *leader["previews"]]
            for preview in family:
                yield preview, [_as_other(other) for other in family if other is not preview]


def _as_other(preview: Row) -> Row:
    """A preview among the others of its revision: the leading one is at its first position there."""
    return {key: value for key, value in {"position": 1, **preview}.items() if key != "previews"}
