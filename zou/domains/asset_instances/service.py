"""Making copies of assets, and listing them in shots."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access.entities import find_entity, lock_entity
from zou.db import session
from zou.db.find import add, find
from zou.events import emit
from zou.kit.errors import NotFound
from zou.models import AssetInstance, AssetInstanceLink, Entity
from zou.models.kinds import ASSET

LONGEST_NAME = 80


def put_into_scene(scene: Entity, asset_id: UUID, description: str | None) -> AssetInstance:
    """Make a copy of an asset in the scene. Raises NotFound. Emits asset_instance:new."""
    asset = _usable(asset_id, scene)
    made = _make(asset, description, scene, scene_id=scene.id)
    emit("asset_instance:new", scene_id=scene.id, asset_id=asset.id, asset_instance_id=made.id)
    return made


def put_into_asset(target: Entity, asset_id: UUID, description: str | None) -> AssetInstance:
    """Make a copy of an asset in another one. Raises NotFound. Emits asset_instance:new."""
    asset = _usable(asset_id, target)
    made = _make(asset, description, target, target_asset_id=target.id)
    emit("asset_instance:new", asset_id=target.id, asset_instantiated=asset.id, asset_instance_id=made.id)
    return made


def list_in_shot(shot: Entity, instance_id: UUID) -> None:
    """List a copy in the shot; one that is listed stays so. Raises NotFound. Emits asset_instance:add-to-shot."""
    instance = find(AssetInstance, instance_id)
    _usable(instance.asset_id, shot)
    values = {"entity_id": shot.id, "asset_instance_id": instance.id}
    session.execute(insert(AssetInstanceLink).values(values).on_conflict_do_nothing())
    emit("asset_instance:add-to-shot", shot_id=shot.id, asset_instance_id=instance.id)


def take_off_shot(shot: Entity, instance_id: Any) -> None:
    """List a copy in the shot no more. Raises NotFound for an unknown one. Emits asset_instance:remove-from-shot."""
    instance = find(AssetInstance, instance_id)
    link = AssetInstanceLink
    session.execute(sa.delete(link).where(link.entity_id == shot.id, link.asset_instance_id == instance.id))
    emit("asset_instance:remove-from-shot", shot_id=shot.id, asset_instance_id=instance.id)


def _usable(asset_id: UUID, holder: Entity) -> Entity:
    """The asset, of the holder's production or shared. Raises NotFound."""
    asset = find_entity(asset_id, ASSET)
    if asset.project_id != holder.project_id and not asset.is_shared:
        raise NotFound(f"No asset of this production has the id {asset_id}.")
    return asset


def _make(asset: Entity, description: str | None, holder: Entity, **place: UUID) -> AssetInstance:
    """A copy with the next number of its asset there. Those who make copies in one place wait for each other."""
    lock_entity(holder)
    highest = sa.select(sa.func.max(AssetInstance.number)).where(AssetInstance.asset_id == asset.id)
    highest = highest.where(*(getattr(AssetInstance, name) == ident for name, ident in place.items()))
    number = (session.execute(highest).scalar() or 0) + 1
    return add(AssetInstance(asset_id=asset.id, number=number, name=_name(asset.name, number), description=description, **place))


def _name(asset_name: str, number: int) -> str:
    """`Old_Tree_0002`: the asset's name in plain letters, and the number."""
    from slugify import slugify

    ending = f"_{number:04}"
    return slugify(asset_name, separator="_", lowercase=False)[: LONGEST_NAME - len(ending)] + ending
