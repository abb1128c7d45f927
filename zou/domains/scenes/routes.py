"""Layout scenes over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.entities import team_in_query_not_vendor, who_deletes, who_sees, who_supervises
from zou.access.policies import production_manager, team_member
from zou.domains.entities import deletion
from zou.domains.entities.queries import listed, shown
from zou.domains.scenes import queries, schemas, service
from zou.domains.shots.queries import listed_with_names
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.models import Entity
from zou.models.kinds import SCENE, SHOT

room = Room("scenes")


@room.route("/data/scenes/all")
class Scenes(Resource):
    """Scenes of the studio."""

    @allow(team_in_query_not_vendor)
    def get(self, project_id: UUID | None) -> Any:
        """Scenes that are in a sequence, filtered by their columns."""
        return listed(SCENE, filters=True, names=("project_name", "sequence_name"), project_id=project_id)


@room.route("/data/projects/<uuid:project_id>/scenes")
class ProjectScenes(Resource):
    """The scenes of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The production's scenes by name."""
        return listed(SCENE, project_id=project_id)

    @allow(production_manager)
    @body(schemas.SceneCreate)
    def post(self, project_id: UUID, body: schemas.SceneCreate) -> Any:
        """Add a scene to the production."""
        return shown(service.create(project_id, **body.model_dump()), SCENE), 201


@room.route("/data/scenes/<uuid:scene_id>")
class OneScene(Resource):
    """A scene."""

    @allow(who_sees(SCENE))
    def get(self, entity: Entity) -> Any:
        """The scene, with the names of production, sequence and episode."""
        return queries.one(entity)

    @allow(who_deletes(SCENE))
    def delete(self, entity: Entity) -> Any:
        """Remove the scene, or cancel it where something refers to it."""
        deletion.remove_scene(entity)
        return no_content()


@room.route("/data/scenes/<uuid:scene_id>/shots")
class SceneShots(Resource):
    """The shots of a scene."""

    @allow(who_sees(SCENE))
    def get(self, entity: Entity) -> Any:
        """The shots in the scene, filtered by their columns."""
        return listed_with_names(entity.project_id, Entity.source_id == entity.id)

    @allow(who_supervises(SCENE))
    @body(schemas.SceneShot)
    def post(self, entity: Entity, body: schemas.SceneShot) -> Any:
        """Put a shot into the scene."""
        return shown(service.add_shot(entity, body.shot_id), SHOT), 201


@room.route("/data/scenes/<uuid:scene_id>/shots/<uuid:shot_id>")
class SceneShot(Resource):
    """A shot of a scene."""

    @allow(who_supervises(SCENE))
    def delete(self, entity: Entity, shot_id: UUID) -> Any:
        """Take the shot out of the scene."""
        service.remove_shot(entity, shot_id)
        return no_content()
