"""Making sequences."""

from typing import Any
from uuid import UUID

from zou.access.entities import find_entity
from zou.domains.entities import service as entities
from zou.models import Entity
from zou.models.kinds import EPISODE, SEQUENCE


def create(project_id: UUID, *, name: str, episode_id: UUID | None = None, **columns: Any) -> Entity:
    """The sequence of this name in the episode, made if there is none. Raises NotFound for no episode of the production. Emits sequence:new."""
    if episode_id is not None:
        find_entity(episode_id, EPISODE, project_id=project_id)
    return entities.create(SEQUENCE, project_id, name=name, parent_id=episode_id, **columns)[0]
