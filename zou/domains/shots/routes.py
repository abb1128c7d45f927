"""Shots over HTTP."""

from typing import Any

from zou.access.policies import production_manager
from zou.domains.entities.queries import shown
from zou.domains.shots import schemas, service
from zou.kit.http import Resource, Room, allow, body
from zou.models.kinds import SHOT

room = Room("shots")


@room.route("/data/projects/<uuid:project_id>/shots")
class ProjectShots(Resource):
    """The shots of a production."""

    @allow(production_manager)
    @body(schemas.ShotCreate)
    def post(self, project_id: Any, body: schemas.ShotCreate) -> Any:
        """Add a shot to the production."""
        return shown(service.create(project_id, **body.model_dump()), SHOT), 201
