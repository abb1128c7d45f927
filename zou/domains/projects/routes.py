"""Lists of productions over HTTP."""

from typing import Any

from zou.access.policies import signed_in
from zou.domains.projects import queries, schemas
from zou.kit.http import Resource, Room, allow, query

room = Room("projects")


@room.route("/data/projects/open")
class OpenProjects(Resource):
    """The productions at work."""

    @allow(signed_in)
    @query(schemas.ProjectName)
    def get(self, query: schemas.ProjectName) -> Any:
        """Open productions with all that clients need to work in them."""
        return queries.open_projects(query.name)


@room.route("/data/projects/all")
class AllProjects(Resource):
    """Every production."""

    @allow(signed_in)
    @query(schemas.ProjectName)
    def get(self, query: schemas.ProjectName) -> Any:
        """All productions, closed ones too."""
        return queries.named(query.name) if query.name else queries.all_projects()
