"""Notifications over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.policies import admin, persons_only
from zou.crud.columns import as_row
from zou.crud.table import COLLECTIONS
from zou.domains.notifications import queries, service
from zou.domains.notifications.schemas import NotificationsQuery, PageQuery, Read
from zou.kit.http import Resource, Room, allow, body, malformed, query
from zou.models import Project

room = Room("notifications")


@room.route("/data/user/notifications")
class MyNotifications(Resource):
    """One's own notifications."""

    @allow(persons_only)
    @query(NotificationsQuery)
    def get(self, query: NotificationsQuery) -> Any:
        """The newest hundred; a page of them all where `page` says so."""
        return queries.of_mine(query)


@room.route("/data/user/notifications/<uuid:notification_id>")
class MyNotification(Resource):
    """One of one's own notifications."""

    @allow(persons_only)
    @malformed(400)
    def get(self, notification_id: UUID) -> dict[str, Any]:
        """The notification with what it tells of."""
        return queries.one_of_mine(notification_id)

    @allow(persons_only)
    @malformed(400)
    @body(Read)
    def put(self, notification_id: UUID, body: Read) -> dict[str, Any]:
        """Say whether it is read."""
        return as_row(COLLECTIONS["notifications"], service.mark(notification_id, read=body.read))


@room.route("/actions/user/notifications/mark-all-as-read", "/data/user/notifications/read-all")
class AllRead(Resource):
    """Having read them all."""

    @allow(persons_only)
    def post(self) -> dict[str, bool]:
        """Mark all one's own notifications as read."""
        service.mark_all_read()
        return {"success": True}


@room.route("/data/projects/<uuid:project_id>/notifications")
class ProjectNotifications(Resource):
    """The notifications of a production."""

    @allow(admin)
    @query(PageQuery)
    def get(self, project: Project, query: PageQuery) -> Any:
        """Those of its tasks and playlists, the latest change first."""
        return queries.of_project(project.id, query.page, query.limit)
