"""The news feed over HTTP."""

from typing import Any
from uuid import UUID

from zou.access import me
from zou.access.entities import ANY, who_sees
from zou.access.identity import CLIENT, VENDOR, require
from zou.access.policies import signed_in, team_member_not_client, works_on
from zou.domains.news import queries
from zou.domains.news.schemas import NewsQuery
from zou.kit.http import Resource, Room, allow, query
from zou.models import Entity

room = Room("news")


@room.route("/data/projects/<uuid:project_id>/news")
class ProjectNews(Resource):
    """The news of a production."""

    @allow(team_member_not_client)
    @query(NewsQuery)
    def get(self, project_id: UUID, query: NewsQuery) -> dict[str, Any]:
        """A page of the news, newest first, with the number of changes to each status."""
        return queries.of_project(project_id, query)


@room.route("/data/projects/news")
class AllNews(Resource):
    """The news of all productions."""

    @allow(signed_in)
    @query(NewsQuery)
    def get(self, query: NewsQuery) -> dict[str, Any]:
        """A page of the news of the caller's open productions, newest first."""
        return queries.of_open_projects(query)


@room.route("/data/projects/<uuid:project_id>/news/<uuid:news_id>")
class OneNews(Resource):
    """One item of the news."""

    @allow(team_member_not_client)
    def get(self, project_id: UUID, news_id: UUID) -> dict[str, Any]:
        """The item."""
        item = queries.one(project_id, news_id)
        require(me().role_in(project_id) != VENDOR or works_on(item["task_entity_id"]), "No task of this is assigned to you.")
        return item


@room.route("/data/entities/<uuid:entity_id>/news")
class EntityNews(Resource):
    """The news of an entity."""

    @allow(who_sees(ANY))
    def get(self, entity: Entity) -> dict[str, Any]:
        """The latest news, newest first."""
        require(me().role_in(entity.project_id) != CLIENT, "The news is not for clients.")
        return queries.of_entity(entity)
