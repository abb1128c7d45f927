"""Search over HTTP."""

from typing import Any

from zou.access.policies import signed_in
from zou.domains.search import queries
from zou.domains.search.schemas import Search
from zou.kit.http import Resource, Room, allow, body, reads

room = Room("search")


@room.route("/data/search")
class SearchAll(Resource):
    """Assets, shots and people by what they are called."""

    @allow(signed_in)
    @body(Search)
    @reads
    def post(self, body: Search) -> Any:
        """The best matches of each index, among what the caller may see. `{}` for less than three characters."""
        return queries.search(body)
