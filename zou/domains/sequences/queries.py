"""Sequences, read."""

from typing import Any

from zou.db import session
from zou.domains.entities import queries as entities
from zou.models import Entity


def one(sequence: Entity) -> dict[str, Any]:
    """A sequence with the name of its production, and its episode where it has one."""
    row = {**entities.row_of(sequence), "project_name": entities.project_name(sequence.project_id)}
    episode = session.get(Entity, sequence.parent_id) if sequence.parent_id else None
    return row if episode is None else {**row, "episode_id": episode.id, "episode_name": episode.name}
