"""Making shots."""

from uuid import UUID

from zou.access.entities import find_entity, lock_entity
from zou.crud.table import COLLECTIONS
from zou.crud.values import for_update
from zou.domains.entities import changes
from zou.domains.entities import service as entities
from zou.kit.errors import BadRequest
from zou.models import Entity
from zou.models.kinds import SEQUENCE, SHOT


def create(project_id: UUID, *, name: str, sequence_id: UUID | None = None, **columns: object) -> Entity:
    """The shot of this name in the sequence, made if there is none. Raises NotFound for no sequence of the production. Emits shot:new."""
    episode_id = None
    if sequence_id is not None:
        episode_id = find_entity(sequence_id, SEQUENCE, project_id=project_id).parent_id
    return entities.create(SHOT, project_id, name=name, parent_id=sequence_id, tell={"episode_id": episode_id}, **columns)[0]


def update(shot: Entity, content: object) -> Entity:
    """Change a shot by a body's columns; metadata is replaced, unknown keys are ignored. Raises BadRequest. Emits shot:update."""
    if not isinstance(content, dict):
        raise BadRequest("Send one JSON object.")
    if "name" in content and not content["name"]:
        raise BadRequest("Validation error.", errors=[{"field": "name", "message": "must not be empty"}])
    if content.get("data") is None:
        content = {key: value for key, value in content.items() if key != "data"} | ({"data": {}} if "data" in content else {})
    lock_entity(shot)
    values = changes.checked(shot, for_update(COLLECTIONS["entities"], changes.cleaned(content)))
    changes.apply(shot, values, record=False)
    entities.announce(shot, SHOT)
    return shot
