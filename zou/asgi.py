"""The whole server as one ASGI application: the API, and the event stream at `/socket.io`."""

from typing import Any

from zou.app import create_app
from zou.events.stream import create_stream
from zou.settings import Settings, load_settings

#: Requests of the API that one process works on at once.
THREADS = 16


def create_asgi(settings: Settings | None = None, *, threads: int = THREADS) -> Any:
    """The API and the event stream on one port. Needs an ASGI server that runs the lifespan."""
    from a2wsgi import WSGIMiddleware

    settings = settings or load_settings()
    app = create_app(settings)
    return create_stream(settings, app=app, api=WSGIMiddleware(app, workers=threads))  # type: ignore[arg-type]
