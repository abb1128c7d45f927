"""What the caller has work on, over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.entities import find_entity
from zou.access.policies import persons_only
from zou.domains.assets.service import find_asset_type
from zou.domains.my_entities import queries
from zou.domains.projects.queries import open_projects
from zou.domains.projects.schemas import ProjectName
from zou.kit.http import Resource, Room, allow, query
from zou.models import Project
from zou.models.kinds import SEQUENCE

room = Room("my_entities")


@room.route("/data/user/projects/open")
class MyProjects(Resource):
    """Productions of the caller."""

    @allow(persons_only)
    @query(ProjectName)
    def get(self, query: ProjectName) -> Any:
        """The caller's open productions, with all that clients need to work in them."""
        return open_projects(query.name)


@room.route("/data/user/projects/<uuid:project_id>/asset-types")
class MyAssetTypes(Resource):
    """Asset types of the caller."""

    @allow(persons_only)
    def get(self, project: Project) -> Any:
        """The types of the assets that the caller works on."""
        return queries.types_of_assets(project.id)


@room.route("/data/user/projects/<uuid:project_id>/asset-types/<uuid:asset_type_id>/assets")
class MyAssets(Resource):
    """Assets of the caller."""

    @allow(persons_only)
    def get(self, project: Project, asset_type_id: UUID) -> Any:
        """The assets of the type that the caller works on."""
        return queries.assets(project.id, find_asset_type(asset_type_id).id)


@room.route("/data/user/projects/<uuid:project_id>/sequences")
class MySequences(Resource):
    """Sequences of the caller."""

    @allow(persons_only)
    def get(self, project: Project) -> Any:
        """The sequences with shots that the caller works on."""
        return queries.sequences(project.id)


@room.route("/data/user/projects/<uuid:project_id>/episodes")
class MyEpisodes(Resource):
    """Episodes of the caller."""

    @allow(persons_only)
    def get(self, project: Project) -> Any:
        """The episodes with shots that the caller works on."""
        return queries.episodes(project.id)


@room.route("/data/user/sequences/<uuid:sequence_id>/shots")
class MyShots(Resource):
    """Shots of the caller."""

    @allow(persons_only)
    def get(self, sequence_id: UUID) -> Any:
        """The shots of the sequence that the caller works on."""
        return queries.shots(find_entity(sequence_id, SEQUENCE).id)


@room.route("/data/user/sequences/<uuid:sequence_id>/scenes")
class MyScenes(Resource):
    """Scenes of the caller."""

    @allow(persons_only)
    def get(self, sequence_id: UUID) -> Any:
        """The scenes of the sequence that the caller works on."""
        return queries.scenes(find_entity(sequence_id, SEQUENCE).id)
