"""What is done with entities of several kinds at once, over HTTP."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from zou.access.entities import may_delete
from zou.access.identity import require
from zou.access.policies import team_member
from zou.db import session
from zou.domains.entities import deletion
from zou.domains.entities.schemas import ForceQuery
from zou.domains.entity_tasks.schemas import Ids
from zou.kit.http import Resource, Room, allow, body, query
from zou.models import Entity

room = Room("entities")


@room.route("/actions/projects/<uuid:project_id>/delete-entities")
class DeleteEntities(Resource):
    """Removal of many entities."""

    @allow(team_member)
    @body(Ids)
    @query(ForceQuery)
    def post(self, project_id: UUID, body: Ids, query: ForceQuery) -> Any:
        """Cancel or remove these entities; the ids of those handled. Managers, and others for what they made."""
        statement = sa.select(Entity).where(Entity.id.in_(body.root), Entity.project_id == project_id).options(joinedload(Entity.entity_type))
        found = {entity.id: entity for entity in session.execute(statement).scalars()}
        require(all(may_delete(entity) for entity in found.values()))
        return deletion.remove_many([found[ident] for ident in dict.fromkeys(body.root) if ident in found], force=query.force)
