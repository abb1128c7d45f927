"""How many assets are cast in an entity, and how many of these are ready for each task of a shot."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from zou.access.productions import is_open
from zou.db import execute, session
from zou.events import emit
from zou.models import Entity, EntityLink, Project
from zou.models.kinds import SHOT, is_a

_COUNT = sa.text("""
    UPDATE entity e SET nb_entities_out = counted.cast, updated_at = now() AT TIME ZONE 'utc'
    FROM (SELECT x.id, count(a.id) AS cast FROM unnest(CAST(:ids AS uuid[])) x (id) LEFT JOIN entity_link l ON l.entity_in_id = x.id
          LEFT JOIN entity a ON a.id = l.entity_out_id AND a.canceled IS NOT TRUE GROUP BY x.id) counted
    WHERE e.id = counted.id AND e.nb_entities_out IS DISTINCT FROM counted.cast
    RETURNING e.id, e.project_id, e.nb_entities_out, e.entity_type_id = (SELECT id FROM entity_type WHERE name = 'Shot') AS is_shot""")
# An asset is ready for a task where it comes from another production, shared, or where the step it is ready for is not before the task's.
_READY = sa.text("""
    UPDATE task t SET nb_assets_ready = counted.ready, updated_at = now() AT TIME ZONE 'utc'
    FROM (SELECT k.id, count(a.id) AS ready FROM task k JOIN entity s ON s.id = k.entity_id
          LEFT JOIN project_task_type_link own ON own.project_id = s.project_id AND own.task_type_id = k.task_type_id
          LEFT JOIN entity_link l ON l.entity_in_id = s.id
          LEFT JOIN entity a ON a.id = l.entity_out_id AND a.canceled IS NOT TRUE AND (
              (a.is_shared AND a.project_id <> s.project_id) OR EXISTS (
                  SELECT FROM task_type step JOIN project_task_type_link rank ON rank.task_type_id = step.id AND rank.project_id = s.project_id
                  WHERE step.id = a.ready_for AND step.for_entity = 'Shot' AND rank.priority >= coalesce(own.priority, 0)))
          WHERE k.entity_id = ANY(CAST(:ids AS uuid[])) AND s.entity_type_id = (SELECT id FROM entity_type WHERE name = 'Shot') GROUP BY k.id) counted
    WHERE t.id = counted.id AND t.nb_assets_ready IS DISTINCT FROM counted.ready
    RETURNING t.id, t.project_id, t.nb_assets_ready""")


def holders_of(asset_ids: Iterable[UUID]) -> list[UUID]:
    """The ids of the entities in which assets are cast."""
    ids = list(asset_ids)
    if not ids:
        return []
    return list(session.execute(sa.select(EntityLink.entity_in_id).where(EntityLink.entity_out_id.in_(ids)).distinct()).scalars())


def shots_of_open_productions() -> dict[UUID, list[UUID]]:
    """The ids of the shots of each open production. One statement."""
    found: dict[UUID, list[UUID]] = {}
    statement = sa.select(Entity.project_id, Entity.id).join(Project, Project.id == Entity.project_id).where(is_open(), is_a(SHOT))
    for row in execute(statement.order_by(Entity.project_id, Entity.id)):
        found.setdefault(row.project_id, []).append(row.id)
    return found


def refresh(ids: Iterable[UUID], *, tell: bool = False) -> None:
    """Count anew the assets cast in these entities, and those ready for the tasks of the shots among them. Two statements.

    Emits task:update-casting-stats, live, for each task whose number changes, and with `tell` shot:casting-update for each shot whose does.
    """
    params = {"ids": [str(ident) for ident in ids]}
    if not params["ids"]:
        return
    session.flush()
    for row in session.execute(_COUNT, params).all():
        if tell and row.is_shot:
            emit(
                "shot:casting-update", project_id=row.project_id, shot_id=row.id, nb_entities_out=row.nb_entities_out, added_asset_ids=[], removed_asset_ids=[]
            )
    for row in session.execute(_READY, params).all():
        emit("task:update-casting-stats", project_id=row.project_id, live=True, task_id=row.id, nb_assets_ready=row.nb_assets_ready)
    for entity in session.identity_map.values():
        if isinstance(entity, Entity) and str(entity.id) in params["ids"]:
            session.expire(entity, ["nb_entities_out", "updated_at"])
