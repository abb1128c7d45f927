"""What is asked of the port, and who answers: Socket.IO, the API or the front end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from zou.serving.bridge import THREADS, Asgi, WsgiBridge
from zou.serving.frontend import Frontend
from zou.settings import Settings

API = "/api"
EVENTS = "/socket.io"
#: Pieces of resumable uploads: the bytes that came before a connection broke are kept.
PIECES = b"application/offset+octet-stream"


def create_gateway(settings: Settings, *, frontend: Path | None = None, stream: Asgi | None = None, threads: int = THREADS) -> Asgi:
    """The ASGI application of one port: Socket.IO at /socket.io, the API at / and under /api, `frontend` around it. `stream` replaces the event stream."""
    from zou.app import create_app
    from zou.domains.studio.shared_settings import share_at_start

    app = create_app(settings)
    with app.app_context():
        share_at_start()
    if stream is None:
        from zou.events.stream import create_stream

        stream = create_stream(settings, app=app)
    api = WsgiBridge(app, threads=threads, spool_dir=settings.tmp_dir, max_body=settings.max_content_length, as_it_comes=PIECES)
    return Gateway(api, stream, Frontend(frontend, knows_path(app)) if frontend else None)


def knows_path(app: Any) -> Callable[[str], bool]:
    """Whether `app` has a route for a path, with any method."""
    from werkzeug.exceptions import HTTPException, NotFound
    from werkzeug.routing import RequestRedirect

    routes = app.url_map.bind("localhost")

    def known(path: str) -> bool:
        try:
            routes.match(path)
        except NotFound:
            return False
        except (RequestRedirect, HTTPException):
            return True
        return True

    return known


class Gateway:
    """Hands each connection to the application it is for."""

    def __init__(self, api: Asgi, stream: Asgi, frontend: Frontend | None = None) -> None:
        self.api = api
        self.stream = stream
        self.frontend = frontend

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """ASGI entry point."""
        if scope["type"] == "lifespan":
            # Only the event stream has tasks of its own to start and stop.
            await self.stream(scope, receive, send)
        elif (path := scope["path"]) == EVENTS or path.startswith(f"{EVENTS}/"):
            await self.stream(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
        elif path == API or path.startswith(f"{API}/"):
            await self.api(without_prefix(scope), receive, send)
        elif self.frontend and self.frontend.claims(scope):
            await self.frontend(scope, receive, send)
        else:
            await self.api(scope, receive, send)


def without_prefix(scope: Any) -> Any:
    """The scope as if the API stood at the root, which is how its routes and cookies are written."""
    raw = scope.get("raw_path", b"")
    return {**scope, "path": scope["path"][len(API) :] or "/", "raw_path": raw[len(API) :] or b"/"}
