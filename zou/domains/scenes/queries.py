"""Scenes, read."""

from typing import Any

from zou.db import session
from zou.domains.entities import queries as entities
from zou.models import Entity


def one(scene: Entity) -> dict[str, Any]:
    """A scene with the name of its production, its sequence, and its episode where it has one."""
    row = {**entities.row_of(scene), "project_name": entities.project_name(scene.project_id), "sequence_id": scene.parent_id, "sequence_name": None}
    sequence = session.get(Entity, scene.parent_id) if scene.parent_id else None
    if sequence is None:
        return row
    row["sequence_name"] = sequence.name
    episode = session.get(Entity, sequence.parent_id) if sequence.parent_id else None
    return row if episode is None else {**row, "episode_id": episode.id, "episode_name": episode.name}
