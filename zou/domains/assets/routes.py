"""Assets over HTTP."""

from typing import Any
from uuid import UUID

from flask import request

from zou.access.entities import team_of_assets, who_deletes, who_sees
from zou.access.policies import production_manager, signed_in, team_member
from zou.domains.assets import queries, schemas, service, sharing
from zou.domains.breakdown.queries import assets_in
from zou.domains.breakdown.schemas import Sharing
from zou.domains.entities import deletion
from zou.domains.entities.queries import asset_types, shown
from zou.domains.entities.schemas import ForceQuery
from zou.kit.errors import BadRequest
from zou.kit.http import Resource, Room, allow, body, malformed, no_content, query
from zou.kit.ids import parse_id
from zou.models import Entity, EntityType
from zou.models.kinds import ASSET

room = Room("assets")


@room.route("/data/assets", "/data/assets/all")
class Assets(Resource):
    """Assets of the studio."""

    @allow(team_of_assets)
    def get(self, project_id: UUID | None) -> Any:
        """Assets, filtered by their columns."""
        return queries.listed(project_id)


@room.route("/data/projects/<uuid:project_id>/assets")
class ProjectAssets(Resource):
    """The assets of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The production's assets, filtered by their columns."""
        return queries.listed(project_id)


@room.route("/data/projects/<uuid:project_id>/asset-types/<uuid:asset_type_id>/assets")
class TypeAssets(Resource):
    """The assets of a type of a production."""

    @allow(team_member)
    @malformed(400)
    def get(self, project_id: UUID, asset_type_id: UUID) -> Any:
        """The production's assets of the type, filtered by their columns."""
        return queries.listed(project_id, Entity.entity_type_id == asset_type_id)


@room.route("/data/projects/<uuid:project_id>/asset-types/<uuid:asset_type_id>/assets/new")
class NewAsset(Resource):
    """Where assets are made."""

    @allow(production_manager)
    @body(schemas.AssetCreate)
    def post(self, project_id: UUID, asset_type_id: UUID, body: schemas.AssetCreate) -> Any:
        """Add an asset of the type to the production."""
        asset_type = service.find_asset_type(asset_type_id)
        return shown(service.create(project_id, asset_type, **body.model_dump()), ASSET), 201


@room.route("/data/assets/<uuid:asset_id>")
class OneAsset(Resource):
    """An asset."""

    @allow(who_sees(ASSET))
    def get(self, entity: Entity) -> Any:
        """The asset with its tasks."""
        return queries.one(entity)

    @allow(who_deletes(ASSET))
    @query(ForceQuery)
    def delete(self, entity: Entity, query: ForceQuery) -> Any:
        """Cancel the asset, or remove it."""
        deletion.cancel_or_remove(entity, force=query.force)
        return no_content()


@room.route("/data/assets/<uuid:asset_id>/assets")
class AssetsInAsset(Resource):
    """Assets within an asset."""

    @allow(who_sees(ASSET))
    def get(self, entity: Entity) -> Any:
        """The assets cast in the asset."""
        return assets_in(entity.id)


@room.route("/data/asset-types")
class AssetTypes(Resource):
    """The types of assets."""

    @allow(signed_in)
    def get(self) -> Any:
        """Asset types, filtered by their columns; of a production those it holds assets of."""
        if "project_id" not in request.args:
            return asset_types(with_task_types=True, filters=True)
        project_id = parse_id(request.args["project_id"])
        if project_id is None:
            raise BadRequest("project_id must be an id.")
        return asset_types(queries.types_of_project(project_id), with_task_types=True, filters=True)


@room.route("/data/asset-types/<uuid:asset_type_id>")
class OneAssetType(Resource):
    """A type of assets."""

    @allow(signed_in)
    def get(self, asset_type_id: UUID) -> Any:
        """The asset type."""
        known = service.find_asset_type(asset_type_id)
        return asset_types(EntityType.id == known.id, with_task_types=True)[0]


@room.route("/data/projects/<uuid:project_id>/asset-types")
class ProjectAssetTypes(Resource):
    """The asset types of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The types of the assets that the production holds."""
        return asset_types(queries.types_of_project(project_id))


@room.route("/actions/assets/share")
class ShareAssets(Resource):
    """Sharing of assets."""

    @allow(signed_in)
    @body(Sharing)
    def post(self, body: Sharing) -> Any:
        """Share these assets with other productions, or no more; managers of theirs."""
        return sharing.share(body.asset_ids or [], body.is_shared)


@room.route("/actions/projects/<uuid:project_id>/assets/share")
class ShareProjectAssets(Resource):
    """Sharing of a production's assets."""

    @allow(production_manager)
    @body(Sharing)
    def post(self, project_id: UUID, body: Sharing) -> Any:
        """Share these assets of the production, or all of them."""
        return sharing.share_of_project(project_id, body.is_shared, ids=body.asset_ids)


@room.route("/actions/projects/<uuid:project_id>/asset-types/<uuid:asset_type_id>/assets/share")
class ShareTypeAssets(Resource):
    """Sharing of a production's assets of a type."""

    @allow(production_manager)
    @body(Sharing)
    def post(self, project_id: UUID, asset_type_id: UUID, body: Sharing) -> Any:
        """Share the assets of the type."""
        return sharing.share_of_project(project_id, body.is_shared, asset_type_id=service.find_asset_type(asset_type_id).id)
