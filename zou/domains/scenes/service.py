"""Making scenes, and putting shots into them."""

from typing import Any
from uuid import UUID

from zou.access.entities import find_entity, lock_entity
from zou.access.identity import me, require
from zou.domains.entities import service as entities
from zou.events import emit
from zou.models import Entity
from zou.models.kinds import SCENE, SEQUENCE, SHOT


def create(project_id: UUID, *, name: str, sequence_id: UUID | None = None, **columns: Any) -> Entity:
    """The scene of this name in the sequence, made if there is none. Raises NotFound for no sequence of the production. Emits scene:new."""
    if sequence_id is not None:
        find_entity(sequence_id, SEQUENCE, project_id=project_id)
    return entities.create(SCENE, project_id, name=name, parent_id=sequence_id, **columns)[0]


def add_shot(scene: Entity, shot_id: UUID) -> Entity:
    """Put a shot into `scene`, out of the one it was in. Raises NotFound, Forbidden. Emits shot:update and shot:add-to-scene."""
    shot = _shot(scene, shot_id)
    shot.source_id = scene.id
    _announce(scene, shot, "shot:add-to-scene")
    return shot


def remove_shot(scene: Entity, shot_id: UUID) -> None:
    """Take a shot out of `scene`. Raises NotFound, Forbidden. Emits shot:update and shot:remove-from-scene."""
    shot = _shot(scene, shot_id)
    if shot.source_id == scene.id:
        shot.source_id = None
    _announce(scene, shot, "shot:remove-from-scene")


def _shot(scene: Entity, shot_id: UUID) -> Entity:
    shot = find_entity(shot_id, SHOT)
    require(me().supervises(shot.project_id) and shot.project_id == scene.project_id)
    return lock_entity(shot)


def _announce(scene: Entity, shot: Entity, name: str) -> None:
    entities.announce(shot, SHOT)
    emit(name, project_id=scene.project_id, shot_id=shot.id, scene_id=scene.id)
