"""Headers that every reply has, and CORS where it is asked for."""

from typing import Any

from flask import Flask, Response, request

from zou.settings import Settings

SAFETY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
_SAFETY = [(name.lower(), (name, value)) for name, value in SAFETY.items()]
METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"


def install(app: Flask, settings: Settings) -> None:
    """Make every reply of `app` carry these headers."""

    app.wsgi_app = _safely(app.wsgi_app)  # type: ignore[method-assign]

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


def _safely(application: Any) -> Any:
    """The application with the headers of safety on every reply. Here, since adding them to Flask's reply takes longer than making it."""

    def run(environ: dict[str, Any], start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            headers.extend(header for name, header in _SAFETY if name not in present)
            if status >= "4" and "cache-control" not in present:  # a browser would keep a 404 for a picture that is being made
                headers.append(("Cache-Control", "no-store"))
            return start_response(status, headers, *error)

        return application(environ, start)

    return run
