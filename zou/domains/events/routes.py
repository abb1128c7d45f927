"""The logs over HTTP, and what tells that the event stream is there."""

from typing import Any

from zou.access.policies import admin, signed_in, studio_manager
from zou.domains.events import queries
from zou.domains.events.schemas import LastEvents, LastLogins
from zou.kit.http import Resource, Room, allow, query, reads

room = Room("events")


@room.route("/data/events/last")
class Last(Resource):
    """The log of events."""

    @allow(signed_in)
    @query(LastEvents)
    def get(self, query: LastEvents) -> Any:
        """The newest events: all for administrators, for managers those of their productions."""
        return queries.last_events(query)


@room.route("/data/events/names")
class Names(Resource):
    """The names in the log."""

    @allow(studio_manager)
    def get(self) -> Any:
        """Every name in the log of events, sorted."""
        return queries.names()


@room.route("/data/events/login-logs/last")
class Logins(Resource):
    """The log of sign-ins."""

    @allow(admin)
    @query(LastLogins)
    def get(self, query: LastLogins) -> Any:
        """The newest sign-ins."""
        return queries.last_logins(query)


@room.route("/rooms")
class ReviewRooms(Resource):
    """The review rooms of the event stream."""

    @allow(signed_in)
    def get(self) -> Any:
        """What answers here."""
        return {"name": "Zou Review rooms"}

    @allow(signed_in)
    @reads
    def post(self) -> Any:
        """What answers here."""
        return {"name": "Zou Review rooms"}
