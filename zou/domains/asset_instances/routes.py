"""Asset instances over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.entities import who_sees, who_works_on
from zou.domains.asset_instances import queries, schemas, service
from zou.domains.entities.queries import shown
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.models import Entity
from zou.models.kinds import ASSET, SCENE, SHOT

room = Room("asset_instances")


@room.route("/data/scenes/<uuid:scene_id>/asset-instances")
class SceneInstances(Resource):
    """Instances in a scene."""

    @allow(who_sees(SCENE))
    def get(self, entity: Entity) -> Any:
        """The instances in the scene, by asset."""
        return queries.of_scene(entity.id)

    @allow(who_works_on(SCENE))
    @body(schemas.InScene)
    def post(self, entity: Entity, body: schemas.InScene) -> Any:
        """Put a copy of an asset into the scene."""
        return queries.shown(service.put_into_scene(entity, body.asset_id, body.description)), 201


@room.route("/data/scenes/<uuid:scene_id>/camera-instances")
class SceneCameras(Resource):
    """Cameras in a scene."""

    @allow(who_sees(SCENE))
    def get(self, entity: Entity) -> Any:
        """The cameras in the scene, by asset."""
        return queries.cameras_of_scene(entity.id)


@room.route("/data/shots/<uuid:shot_id>/asset-instances")
class ShotInstances(Resource):
    """Instances in a shot."""

    @allow(who_sees(SHOT))
    def get(self, entity: Entity) -> Any:
        """The instances listed in the shot, by asset."""
        return queries.of_shot(entity.id)

    @allow(who_works_on(SHOT))
    @body(schemas.InShot)
    def post(self, entity: Entity, body: schemas.InShot) -> Any:
        """List an instance in the shot."""
        service.list_in_shot(entity, body.asset_instance_id)
        return shown(entity, SHOT), 201


@room.route("/data/shots/<uuid:shot_id>/asset-instances/<uuid:asset_instance_id>")
class ShotInstance(Resource):
    """An instance in a shot."""

    @allow(who_works_on(SHOT))
    def delete(self, entity: Entity, asset_instance_id: UUID) -> Any:
        """List the instance in the shot no more."""
        service.take_off_shot(entity, asset_instance_id)
        return no_content()


@room.route("/data/assets/<uuid:asset_id>/asset-asset-instances")
class AssetInstances(Resource):
    """Instances in an asset."""

    @allow(who_sees(ASSET))
    def get(self, entity: Entity) -> Any:
        """What the asset is made of, by asset."""
        return queries.within_asset(entity.id)

    @allow(who_works_on(ASSET))
    @body(schemas.InAsset)
    def post(self, entity: Entity, body: schemas.InAsset) -> Any:
        """Put a copy of an asset into the asset."""
        return queries.shown(service.put_into_asset(entity, body.asset_to_instantiate_id, body.description)), 201


@room.route("/data/assets/<uuid:asset_id>/scene-asset-instances")
class InstancesByScene(Resource):
    """Scenes with copies of an asset."""

    @allow(who_sees(ASSET))
    def get(self, entity: Entity) -> Any:
        """The copies of the asset, by scene."""
        return queries.by_scene(entity.id)


@room.route("/data/assets/<uuid:asset_id>/shot-asset-instances")
class InstancesByShot(Resource):
    """Shots with copies of an asset."""

    @allow(who_sees(ASSET))
    def get(self, entity: Entity) -> Any:
        """The copies of the asset, by shot."""
        return queries.by_shot(entity.id)
