"""How far the episodes of a production are."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.entities import narrowed
from zou.access.identity import CLIENT, me, require
from zou.access.scoping import my_tasks
from zou.db import rows, scalar
from zou.models import Entity, Project, Task, TaskStatus
from zou.models.kinds import SEQUENCE, is_a

ALL = "all"
_ZERO = {"count": 0, "frames": 0, "drawings": 0}
_Sequence = sa.orm.aliased(Entity, name="sequence")


def _grouped(project_id: UUID, *columns: Any) -> list[dict[str, Any]]:
    """Tasks of what is in the production's episodes, counted by episode, task type, status and `columns`. One statement."""
    keys = (_Sequence.parent_id.label("episode_id"), Task.task_type_id, Task.task_status_id, *columns)
    figures = (
        sa.func.count().label("count"),
        sa.func.coalesce(sa.func.sum(Entity.nb_frames), 0).label("frames"),
        sa.func.coalesce(sa.func.sum(Task.nb_drawings), 0).label("drawings"),
    )
    statement = sa.select(*keys, *figures, TaskStatus.short_name, TaskStatus.color, TaskStatus.is_done, TaskStatus.is_retake)
    statement = statement.select_from(Task).join(Entity, Entity.id == Task.entity_id).join(_Sequence, _Sequence.id == Entity.parent_id)
    statement = statement.join(TaskStatus, TaskStatus.id == Task.task_status_id)
    statement = statement.where(Task.project_id == project_id, _Sequence.parent_id.is_not(None), is_a(SEQUENCE, _Sequence))
    if narrowed(project_id):
        statement = statement.where(Task.id.in_(my_tasks()))
    return rows(statement.group_by(*keys, TaskStatus.id))


def by_status(project_id: UUID) -> dict[str, Any]:
    """Tasks, frames and drawings: {episode or "all": {task type or "all": {status: figures}}}. Clients where the production shows it to them."""
    if me().role_in(project_id) == CLIENT:
        require(bool(scalar(sa.select(Project.is_client_stats_visible).where(Project.id == project_id))))
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for row in _grouped(project_id):
        for episode in (str(row["episode_id"]), ALL):
            for kind in (str(row["task_type_id"]), ALL):
                statuses = found.setdefault(episode, {}).setdefault(kind, {})
                figures = statuses.setdefault(str(row["task_status_id"]), {"name": row["short_name"], "color": row["color"], **_ZERO})
                _add(figures, row)
    return found


def _add(figures: dict[str, Any], row: dict[str, Any]) -> None:
    for name in _ZERO:
        figures[name] += row[name]


def _empty() -> dict[str, Any]:
    return {"max_retake_count": 0, "evolution": {}, "done": dict(_ZERO), "retake": dict(_ZERO), "other": dict(_ZERO)}


def of_retakes(project_id: UUID) -> dict[str, Any]:
    """Retakes: {episode or "all": {task type or "all": figures now, and by take for episodes}}."""
    takes = sa.func.coalesce(Task.retake_count, 0).label("takes")
    cells: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in _grouped(project_id, takes):
        for episode in (str(row["episode_id"]), ALL):
            for kind in (str(row["task_type_id"]), ALL):
                cells[episode, kind].append(row)
    if not cells:
        return {ALL: {ALL: _empty()}}
    found: dict[str, dict[str, Any]] = {}
    for (episode, kind), some in cells.items():
        found.setdefault(episode, {})[kind] = _retakes(some, by_take=episode != ALL)
    return found


def _retakes(some: list[dict[str, Any]], *, by_take: bool) -> dict[str, Any]:
    cell = _empty()
    cell["max_retake_count"] = max(row["takes"] for row in some)
    for row in some:
        _add(cell["done" if row["is_done"] else "retake" if row["is_retake"] else "other"], row)
    for take in range(1, cell["max_retake_count"] + 1) if by_take else ():
        figures = {name: dict(_ZERO) for name in ("done", "retake", "other")}
        for row in some:
            _add(figures["retake" if take <= row["takes"] else "done" if row["is_done"] else "other"], row)
        cell["evolution"][str(take)] = figures
    return cell
