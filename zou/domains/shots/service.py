"""Making shots."""

from typing import Any
from uuid import UUID

from zou.access.entities import find_entity, lock_entity
from zou.crud.table import COLLECTIONS
from zou.crud.values import for_update
from zou.domains.entities import changes
from zou.domains.entities import service as entities
from zou.models import Entity
from zou.models.kinds import SEQUENCE, SHOT


def create(project_id: UUID, *, name: str, sequence_id: UUID | None = None, **columns: Any) -> Entity:
    """The shot of this name in the sequence, made if there is none. Raises NotFound for no sequence of the production. Emits shot:new."""
    episode_id = None
    if sequence_id is not None:
        episode_id = find_entity(sequence_id, SEQUENCE, project_id=project_id).parent_id
    return entities.create(SHOT, project_id, name=name, parent_id=sequence_id, tell={"episode_id": episode_id}, **columns)[0]


def update(shot: Entity, values: dict[str, Any]) -> Entity:
    """Change columns of a shot; metadata is replaced, unknown keys are ignored. Raises BadRequest. Emits shot:update."""
    if "data" in values:
        values = {**values, "data": values["data"] or {}}
    lock_entity(shot)
    changes.apply(shot, changes.checked(shot, for_update(COLLECTIONS["entities"], changes.cleaned(values))), record=False)
    entities.announce(shot, SHOT)
    return shot
