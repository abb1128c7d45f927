"""Taking over news and subscriptions of another server."""

from typing import Any

from flask import request

from zou.access.policies import signed_in
from zou.domains.mirroring import service
from zou.kit.http import Resource, Room, allow, body
from zou.kit.validation import AnyJson

room = Room("mirroring")


class Mirrored(Resource):
    """Rows of one collection. Only administrators' rows are taken; anybody else's are passed over."""

    path = ""

    @allow(signed_in)
    @body(AnyJson, json_only=True)
    def post(self, body: AnyJson) -> list[dict[str, Any]]:
        """Make each row with its id, or change the one that has it; the rows saved. Nothing is told where the query says `silent`."""
        silent = request.args.get("silent", "").lower() in ("true", "1", "yes")
        return service.take_over(self.path, body.root, silent=silent)


@room.route("/import/kitsu/news")
class MirroredNews(Mirrored):
    """News."""

    path = "news"


@room.route("/import/kitsu/subscriptions")
class MirroredSubscriptions(Mirrored):
    """Subscriptions."""

    path = "subscriptions"
