"""Making assets."""

from typing import Any
from uuid import UUID

from zou.access.entities import find_entity
from zou.db.find import find
from zou.domains.entities import service as entities
from zou.kit.errors import NotFound
from zou.models import Entity, EntityType
from zou.models.kinds import ASSET, EPISODE, FIXED


def find_asset_type(ident: object) -> EntityType:
    """The asset type of this id. Raises NotFound, also for the type of shots, sequences..."""
    found = find(EntityType, ident)
    if found.name in FIXED:
        raise NotFound(f"No asset type has the id {ident}.")
    return found


def create(project_id: UUID, asset_type: EntityType, *, name: str, episode_id: UUID | None = None, **columns: Any) -> Entity:
    """Add an asset, also where one of this name exists. Raises NotFound for an episode of another production. Emits asset:new."""
    if episode_id is not None:
        find_entity(episode_id, EPISODE, project_id=project_id)
    made, _ = entities.create(
        ASSET, project_id, name=name, entity_type_id=asset_type.id, often=True, source_id=episode_id, tell={"asset_type": asset_type.id}, **columns
    )
    return made
