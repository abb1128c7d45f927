"""HTTP's own caching: tags of replies, and replies to those who have them."""

from flask import Response, request

PRIVATE = "private, no-cache"


def has_tag(tag: str) -> bool:
    """Whether the request's If-None-Match names `tag`, which is strong and has no quotes; `*` names them all."""
    sent = request.headers.get("If-None-Match", "")
    given = [part.strip() for part in sent.split(",")]
    return any(part == "*" or (not part.startswith("W/") and part.strip('"') == tag) for part in given if part)


def not_modified(tag: str) -> Response:
    """The 304 for who has the reply of this tag."""
    reply = Response(status=304, headers={"ETag": f'"{tag}"', "Cache-Control": PRIVATE})
    del reply.headers["Content-Type"]
    return reply


def takes_gzip() -> bool:
    """Whether the client reads gzip."""
    return request.accept_encodings.quality("gzip") > 0 and "gzip" in request.headers.get("Accept-Encoding", "")
