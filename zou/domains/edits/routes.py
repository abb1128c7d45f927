"""Edits over HTTP."""

from typing import Any

from zou.access.policies import production_manager
from zou.domains.edits import schemas, service
from zou.domains.entities.queries import shown
from zou.kit.http import Resource, Room, allow, body
from zou.models.kinds import EDIT

room = Room("edits")


@room.route("/data/projects/<uuid:project_id>/edits")
class ProjectEdits(Resource):
    """The edits of a production."""

    @allow(production_manager)
    @body(schemas.EditCreate)
    def post(self, project_id: Any, body: schemas.EditCreate) -> Any:
        """Add an edit to the production."""
        return shown(service.create(project_id, **body.model_dump()), EDIT), 201
