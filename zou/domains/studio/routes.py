"""What the server is and how it is."""

from typing import Any

from zou import API_VERSION
from zou.access.policies import public
from zou.kit.http import Resource, Room, allow, reads

room = Room("studio")


@room.route("/")
class Root(Resource):
    """Where clients test that the server answers."""

    @allow(public)
    @reads
    def get(self) -> dict[str, Any]:
        """What this server is."""
        return {"api": "Zou", "version": API_VERSION}
