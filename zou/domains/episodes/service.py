"""Making episodes."""

from typing import Any
from uuid import UUID

from zou.domains.entities import service as entities
from zou.models import Entity
from zou.models.kinds import EPISODE


def create(project_id: UUID, *, name: str, **columns: Any) -> Entity:
    """The episode of this name, made if there is none. Emits episode:new."""
    return entities.create(EPISODE, project_id, name=name, **columns)[0]
