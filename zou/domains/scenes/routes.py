"""Layout scenes over HTTP."""

from typing import Any

from zou.access.policies import production_manager
from zou.domains.entities.queries import shown
from zou.domains.scenes import schemas, service
from zou.kit.http import Resource, Room, allow, body
from zou.models.kinds import SCENE

room = Room("scenes")


@room.route("/data/projects/<uuid:project_id>/scenes")
class ProjectScenes(Resource):
    """The scenes of a production."""

    @allow(production_manager)
    @body(schemas.SceneCreate)
    def post(self, project_id: Any, body: schemas.SceneCreate) -> Any:
        """Add a scene to the production."""
        return shown(service.create(project_id, **body.model_dump()), SCENE), 201
