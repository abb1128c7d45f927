"""Browsers get their tokens as cookies."""

from flask import Response, request

from zou.access.tokens import ACCESS_COOKIE, ACCESS_LIFE, REFRESH_COOKIE, REFRESH_LIFE

#: Words by which browsers name themselves; programs (curl, python-requests, gazu) have none of them.
WORDS = ("Mozilla/", "Opera/")


def is_browser() -> bool:
    """Whether a browser makes the request at hand."""
    return request.headers.get("User-Agent", "").startswith(WORDS)


def give_cookies(reply: Response, *, access: str, refresh: str | None = None) -> Response:
    """Put the tokens into the reply's cookies, for as long as they live."""
    secure = "https" in (request.scheme, request.headers.get("X-Forwarded-Proto"))
    reply.set_cookie(ACCESS_COOKIE, access, max_age=ACCESS_LIFE, httponly=True, samesite="Lax", secure=secure)
    if refresh is not None:
        # The whole site's path: the server does not know behind which prefix a proxy serves it.
        reply.set_cookie(REFRESH_COOKIE, refresh, max_age=REFRESH_LIFE, httponly=True, samesite="Lax", secure=secure)
    return reply


def take_cookies(reply: Response) -> Response:
    """Have the browser forget its tokens."""
    for name in (ACCESS_COOKIE, REFRESH_COOKIE):
        reply.delete_cookie(name, httponly=True, samesite="Lax")
    return reply
