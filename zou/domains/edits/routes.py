"""Edits over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.entities import team_in_query, who_deletes, who_sees
from zou.access.policies import production_manager, team_member
from zou.domains.boards import service as boards
from zou.domains.edits import schemas, service
from zou.domains.entities import deletion
from zou.domains.entities.queries import listed, shown, versions
from zou.domains.entities.schemas import ForceQuery
from zou.kit.http import Resource, Room, allow, body, no_content, query
from zou.models import Entity
from zou.models.kinds import EDIT

room = Room("edits")


@room.route("/data/edits", "/data/edits/all")
class Edits(Resource):
    """Edits of the studio."""

    @allow(team_in_query)
    def get(self, project_id: UUID | None) -> Any:
        """Edits, filtered by their columns."""
        return listed(EDIT, filters=True, names=("project_name",), project_id=project_id)


@room.route("/data/projects/<uuid:project_id>/edits")
class ProjectEdits(Resource):
    """The edits of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The production's edits by name."""
        return listed(EDIT, project_id=project_id)

    @allow(production_manager)
    @body(schemas.EditCreate)
    def post(self, project_id: UUID, body: schemas.EditCreate) -> Any:
        """Add an edit to the production."""
        return shown(service.create(project_id, **body.model_dump()), EDIT), 201


@room.route("/data/edits/<uuid:edit_id>")
class OneEdit(Resource):
    """An edit."""

    @allow(who_sees(EDIT))
    def get(self, entity: Entity) -> Any:
        """The edit with its tasks."""
        return boards.one("edits", entity)

    @allow(who_deletes(EDIT))
    @query(ForceQuery)
    def delete(self, entity: Entity, query: ForceQuery) -> Any:
        """Cancel the edit, or remove it."""
        deletion.cancel_or_remove(entity, force=query.force)
        return no_content()


@room.route("/data/edits/<uuid:edit_id>/versions")
class EditVersions(Resource):
    """Former states of an edit."""

    @allow(who_sees(EDIT))
    def get(self, entity: Entity) -> Any:
        """What the edit was, newest first."""
        return versions(entity, EDIT)
