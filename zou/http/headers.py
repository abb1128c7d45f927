"""Headers that every reply has, and CORS where it is asked for."""

from flask import Flask, Response, request

from zou.settings import Settings

SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"


def install(app: Flask, settings: Settings) -> None:
    """Make every reply of `app` carry these headers."""

    @app.after_request
    def safety(reply: Response) -> Response:
        headers = reply.headers
        for name, value in SAFETY.items():
            if name not in headers:
                headers.add(name, value)
        if reply.status_code >= 400:  # a browser would keep a 404 for a picture that is being made
            reply.headers.setdefault("Cache-Control", "no-store")
        return reply

    origins = frozenset(settings.cors_allowed_origins)
    if not origins:
        return

    @app.after_request
    def cors(reply: Response) -> Response:
        origin = request.headers.get("Origin")
        if origin not in origins:
            return reply
        reply.headers["Access-Control-Allow-Origin"] = origin
        reply.headers["Access-Control-Allow-Credentials"] = "true"
        reply.headers.add("Vary", "Origin")
        if request.method == "OPTIONS":
            reply.headers["Access-Control-Allow-Methods"] = METHODS
            reply.headers["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "")
        return reply
