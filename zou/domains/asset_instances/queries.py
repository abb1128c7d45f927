"""Asset instances, read."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import Rows, rows
from zou.models import AssetInstance, AssetInstanceLink, Entity, EntityType

_TABLE = AssetInstance.__table__
CAMERA = "Camera"


def shown(instance: AssetInstance) -> dict[str, Any]:
    """The row of an instance."""
    return {**{column.key: getattr(instance, column.key) for column in _TABLE.columns}, "type": "AssetInstance"}


def _by(key: Any, *conditions: Any, in_shots: bool = False) -> dict[str, Rows]:
    """Instances by number, in lists by the value of `key`."""
    statement = sa.select(*_TABLE.columns, key.label("_key"))
    if in_shots:
        statement = statement.join(AssetInstanceLink, AssetInstanceLink.asset_instance_id == AssetInstance.id)
    found: dict[str, Rows] = {}
    for row in rows(statement.where(*conditions).order_by(AssetInstance.number, AssetInstance.id)):
        found.setdefault(str(row.pop("_key")), []).append({**row, "type": "AssetInstance"})
    return found


def of_scene(scene_id: UUID) -> dict[str, Rows]:
    """The instances in a scene, by asset."""
    return _by(AssetInstance.asset_id, AssetInstance.scene_id == scene_id)


def cameras_of_scene(scene_id: UUID) -> dict[str, Rows]:
    """The cameras in a scene, by asset."""
    cameras = sa.select(Entity.id).join(EntityType, EntityType.id == Entity.entity_type_id).where(EntityType.name == CAMERA)
    return _by(AssetInstance.asset_id, AssetInstance.scene_id == scene_id, AssetInstance.asset_id.in_(cameras))


def of_shot(shot_id: UUID) -> dict[str, Rows]:
    """The instances listed in a shot, by asset."""
    return _by(AssetInstance.asset_id, AssetInstanceLink.entity_id == shot_id, in_shots=True)


def within_asset(asset_id: UUID) -> dict[str, Rows]:
    """The instances in an asset, by asset."""
    return _by(AssetInstance.asset_id, AssetInstance.target_asset_id == asset_id)


def by_scene(asset_id: UUID) -> dict[str, Rows]:
    """The instances of an asset, by scene."""
    return _by(AssetInstance.scene_id, AssetInstance.asset_id == asset_id, AssetInstance.scene_id.is_not(None))


def by_shot(asset_id: UUID) -> dict[str, Rows]:
    """The instances of an asset, by shot."""
    return _by(AssetInstanceLink.entity_id, AssetInstance.asset_id == asset_id, in_shots=True)
