"""How many media requests a process answers at once."""

import threading
from collections.abc import Iterable
from typing import cast

from flask import Flask, Response, g, request
from werkzeug.wsgi import ClosingIterator

from zou.kit.errors import Unavailable
from zou.settings import Settings

BOUNDED = ("/pictures/", "/movies/")


def install(app: Flask, settings: Settings) -> None:
    """Bound the reads of pictures and movies of `app`, where the settings say so: one that waited too long gets 503."""
    at_most = settings.media_max_concurrent_requests
    if at_most <= 0:
        return
    slots = threading.BoundedSemaphore(at_most)
    patience = settings.media_slot_wait_timeout or None

    @app.before_request
    def take() -> None:
        if request.method not in ("GET", "HEAD") or not request.path.startswith(BOUNDED):
            return
        if not slots.acquire(timeout=patience):
            error = Unavailable("Too many files are being sent; try again in a moment.")
            error.headers = {"Retry-After": "5", "Cache-Control": "no-store"}
            raise error
        g.media_slot = True

    @app.after_request
    def give_back_at_the_end(reply: Response) -> Response:
        if g.pop("media_slot", False):
            if reply.direct_passthrough:  # its body goes to the server as it is, which then closes that alone
                reply.response = ClosingIterator(cast("Iterable[bytes]", reply.response), slots.release)
            else:
                reply.call_on_close(slots.release)
        return reply
