"""Sequences over HTTP."""

from typing import Any

from zou.access.policies import production_manager
from zou.domains.entities.queries import shown
from zou.domains.sequences import schemas, service
from zou.kit.http import Resource, Room, allow, body
from zou.models.kinds import SEQUENCE

room = Room("sequences")


@room.route("/data/projects/<uuid:project_id>/sequences")
class ProjectSequences(Resource):
    """The sequences of a production."""

    @allow(production_manager)
    @body(schemas.SequenceCreate)
    def post(self, project_id: Any, body: schemas.SequenceCreate) -> Any:
        """Add a sequence to the production."""
        return shown(service.create(project_id, **body.model_dump()), SEQUENCE), 201
