"""Assets over HTTP."""

from typing import Any

from zou.access.policies import production_manager
from zou.domains.assets import schemas, service
from zou.domains.entities.queries import shown
from zou.kit.http import Resource, Room, allow, body
from zou.models.kinds import ASSET

room = Room("assets")


@room.route("/data/projects/<uuid:project_id>/asset-types/<uuid:asset_type_id>/assets/new")
class NewAsset(Resource):
    """Where assets are made."""

    @allow(production_manager)
    @body(schemas.AssetCreate)
    def post(self, project_id: Any, asset_type_id: Any, body: schemas.AssetCreate) -> Any:
        """Add an asset of the type to the production."""
        asset_type = service.find_asset_type(asset_type_id)
        return shown(service.create(project_id, asset_type, **body.model_dump()), ASSET), 201
