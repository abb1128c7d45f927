"""Frame counts of shots from the length of their previews."""

import math
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request

from zou.db import session
from zou.domains.entities.service import announce
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.models import Entity, Project
from zou.models.kinds import SHOT

_LAST = sa.text("""
    SELECT DISTINCT ON (e.id) e.id, f.duration FROM entity e JOIN entity q ON q.id = e.parent_id JOIN task t ON t.entity_id = e.id
    JOIN preview_file f ON f.task_id = t.id
    WHERE e.project_id = :project AND t.task_type_id = :task_type AND f.duration > 0
      AND e.entity_type_id = (SELECT id FROM entity_type WHERE name = 'Shot') AND (CAST(:episode AS uuid) IS NULL OR q.parent_id = :episode)
    ORDER BY e.id, f.created_at DESC, f.revision DESC, f.id""")


def episode_asked() -> UUID | None:
    """The query's `episode_id`; empty is none. Raises BadRequest."""
    text = request.args.get("episode_id")
    if not text:
        return None
    known = parse_id(text)
    if known is None:
        raise BadRequest("episode_id must be an id.")
    return known


def set_from_previews(project_id: UUID, task_type_id: UUID, episode_id: UUID | None) -> list[dict[str, Any]]:
    """Give the production's shots (the episode's) the frames of their last movie on a task of the type; id and nb_frames of those that have one.

    Halves round up; still pictures count for nothing. Emits shot:update for each.
    """
    fps = _fps(session.execute(sa.select(Project.fps).where(Project.id == project_id)).scalar())
    found = session.execute(_LAST, {"project": project_id, "task_type": task_type_id, "episode": episode_id}).all()
    lengths = {row.id: math.floor(row.duration * fps + 0.5) for row in found}
    if not lengths:
        return []
    for shot in session.execute(sa.select(Entity).where(Entity.id.in_(lengths)).order_by(Entity.id).with_for_update()).scalars():
        shot.nb_frames = min(lengths[shot.id], 2**31 - 1)
        shot.updated_at = utcnow()
        announce(shot, SHOT)
    return [{"id": ident, "nb_frames": frames} for ident, frames in lengths.items()]


def _fps(text: str | None) -> float:
    try:
        return float(text or 25)
    except ValueError:
        return 25.0
