"""The caller's context over HTTP."""

from hashlib import blake2b

from flask import Response

from zou.access.policies import persons_only
from zou.domains.user_context import queries
from zou.kit import json
from zou.kit.caching import PRIVATE, has_tag, not_modified
from zou.kit.http import JSON, Resource, Room, allow

room = Room("user_context")


@room.route("/data/user/context")
class Context(Resource):
    """What the web interface loads first."""

    @allow(persons_only)
    def get(self) -> Response:
        """Productions, people, types, statuses and searches as the caller sees them; 304 for who has them."""
        content = json.dumps(queries.context())
        tag = blake2b(content, digest_size=16).hexdigest()
        if has_tag(tag):
            return not_modified(tag)
        return Response(content, content_type=JSON, headers={"ETag": f'"{tag}"', "Cache-Control": PRIVATE})
