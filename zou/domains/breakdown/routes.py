"""Castings over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.entities import find_entity, who_manages, who_sees
from zou.access.policies import production_manager, team_member, team_member_not_vendor
from zou.domains.assets.service import find_asset_type
from zou.domains.breakdown import links, queries, schemas, service
from zou.kit.errors import BadRequest
from zou.kit.http import Resource, Room, allow, body
from zou.kit.ids import parse_id
from zou.kit.validation import AnyJson
from zou.models import Entity
from zou.models.kinds import ASSET, EPISODE, SEQUENCE

room = Room("breakdown")


@room.route("/data/projects/<uuid:project_id>/entities/<uuid:entity_id>/casting")
class EntityCasting(Resource):
    """The casting of an entity."""

    @allow(team_member_not_vendor)
    def get(self, project_id: UUID, entity_id: UUID) -> Any:
        """What is cast in the entity."""
        entity = service.entity_of(project_id, entity_id)
        return queries.of_entities([entity.id])[entity.id]

    @allow(production_manager)
    @body(AnyJson)
    def put(self, project_id: UUID, entity_id: UUID, body: AnyJson) -> Any:
        """Replace the casting of the entity."""
        parts = service.read_parts(body.root)
        service.replace({service.entity_of(project_id, entity_id): parts})
        return body.root


@room.route("/data/projects/<uuid:project_id>/entities/casting")
class EntitiesCasting(Resource):
    """The castings of several entities."""

    @allow(production_manager)
    @body(AnyJson)
    def put(self, project_id: UUID, body: AnyJson) -> Any:
        """Replace the castings of these entities, all or none."""
        if not isinstance(body.root, dict):
            raise BadRequest("Send an object: a casting for each entity's id.")
        parts = {ident: service.read_parts(casting) for ident, casting in body.root.items()}
        service.replace({service.entity_of(project_id, ident): casting for ident, casting in parts.items()})
        return body.root


@room.route("/data/projects/<uuid:project_id>/entities/casting/assets/<uuid:asset_id>")
class AssetInEntities(Resource):
    """One asset in several castings."""

    @allow(production_manager)
    @body(schemas.CastInMany)
    def put(self, project_id: UUID, asset_id: UUID, body: schemas.CastInMany) -> Any:
        """Cast the asset in these entities, or take it off them."""
        asset = find_entity(asset_id, ASSET)
        entities = [service.entity_of(project_id, ident) for ident in dict.fromkeys(body.entity_ids)]
        service.cast(asset, entities, count=body.nb_occurences, label=body.label)
        return {str(ident): casting for ident, casting in queries.of_entities([entity.id for entity in entities]).items()}


@room.route("/data/assets/<uuid:asset_id>/casting")
class AssetCasting(Resource):
    """The casting of an asset."""

    @allow(who_sees(ASSET))
    def get(self, entity: Entity) -> Any:
        """What is cast in the asset."""
        return queries.of_entities([entity.id])[entity.id]

    @allow(who_manages(ASSET))
    @body(schemas.Casting)
    def put(self, entity: Entity, body: schemas.Casting) -> Any:
        """Replace the casting of the asset."""
        service.replace({entity: [service.Part(part.asset_id, part.nb_occurences, part.label or "") for part in body.root]})
        return [part.model_dump() for part in body.root]


@room.route("/data/assets/<uuid:asset_id>/cast-in")
class AssetCastIn(Resource):
    """Where an asset is cast."""

    @allow(who_sees(ASSET))
    def get(self, entity: Entity) -> Any:
        """The shots and assets in which the asset is cast."""
        return queries.cast_in(entity.id)


@room.route("/data/projects/<uuid:project_id>/sequences/all/casting")
class AllShotsCasting(Resource):
    """The castings of a production's shots."""

    @allow(team_member_not_vendor)
    def get(self, project_id: UUID) -> Any:
        """What is cast in each shot."""
        return queries.of_shots(project_id)


@room.route("/data/projects/<uuid:project_id>/sequences/<uuid:sequence_id>/casting")
class SequenceCasting(Resource):
    """The castings of a sequence's shots."""

    @allow(team_member_not_vendor)
    def get(self, project_id: UUID, sequence_id: UUID) -> Any:
        """What is cast in each shot of the sequence."""
        find_entity(sequence_id, SEQUENCE)
        return queries.of_shots(project_id, sequence_id=service.entity_of(project_id, sequence_id).id)


@room.route("/data/projects/<uuid:project_id>/episodes/<episode_id>/sequences/all/casting")
class EpisodeCasting(Resource):
    """The castings of an episode's shots."""

    @allow(team_member_not_vendor)
    def get(self, project_id: UUID, episode_id: str) -> Any:
        """What is cast in each shot of the episode; `main` has no shots, `all` stands for all episodes."""
        if episode_id == "main":
            return {}
        if episode_id == "all":
            return queries.of_shots(project_id)
        find_entity(episode_id, EPISODE)
        return queries.of_shots(project_id, episode_id=service.entity_of(project_id, episode_id).id)


@room.route("/data/projects/<uuid:project_id>/episodes/casting")
class EpisodesCasting(Resource):
    """The castings of a production's episodes."""

    @allow(team_member_not_vendor)
    def get(self, project_id: UUID) -> Any:
        """What is cast in each episode."""
        return queries.of_episodes(project_id)


@room.route("/data/projects/<uuid:project_id>/asset-types/<uuid:asset_type_id>/casting")
class AssetTypeCasting(Resource):
    """The castings of a type's assets."""

    @allow(team_member_not_vendor)
    def get(self, project_id: UUID, asset_type_id: UUID) -> Any:
        """What is cast in each asset of the type."""
        return queries.of_asset_type(project_id, find_asset_type(asset_type_id).id)


@room.route("/data/projects/<uuid:project_id>/entity-links")
class ProjectLinks(Resource):
    """The casting links of a production."""

    @allow(production_manager)
    def get(self, project_id: UUID) -> Any:
        """All links, a page of them, or those made after a moment."""
        return links.listed(project_id)


@room.route("/data/projects/<uuid:project_id>/entity-links/<uuid:entity_link_id>")
class ProjectLink(Resource):
    """A casting link of a production."""

    @allow(production_manager)
    def delete(self, project_id: UUID, entity_link_id: UUID) -> Any:
        """Take the link away."""
        return links.remove(project_id, entity_link_id)


@room.route("/data/projects/<uuid:project_id>/assets/shared-used")
class SharedUsed(Resource):
    """Assets of others that a production uses."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The shared assets of other productions that are cast in this one."""
        return queries.shared_used(project_id)


@room.route("/data/projects/<uuid:project_id>/episodes/<episode_id>/assets/shared-used")
class SharedUsedInEpisode(Resource):
    """Assets of others that an episode uses."""

    @allow(team_member)
    def get(self, project_id: UUID, episode_id: str) -> Any:
        """The shared assets of other productions that are cast in shots of the episode; `main` and `all` stand for all shots."""
        if episode_id in ("main", "all"):
            return queries.shared_used(project_id)
        return queries.shared_used(project_id, find_entity(parse_id(episode_id) or episode_id, EPISODE).id)
