"""A log line for each request: what was asked, by whom, what came of it, how long it took."""

import logging
import re
import time
from uuid import uuid4

from flask import Flask, Response, g, request

from zou.access.identity import me_or_none
from zou.kit.logs import FIELDS

log = logging.getLogger("zou.requests")

HEADER = "X-Request-Id"
_SENT = re.compile(r"[\w.-]{1,64}\Z")


def install(app: Flask) -> None:
    """Log every request of `app`, and name it: the client's own X-Request-Id is kept, so that a proxy's log can be matched."""

    @app.before_request
    def start() -> None:
        sent = request.environ.get("HTTP_X_REQUEST_ID", "")
        g.request_id = sent if _SENT.match(sent) else uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def finish(reply: Response) -> Response:
        reply.headers[HEADER] = g.request_id
        if log.isEnabledFor(logging.INFO):
            identity = me_or_none()
            fields = {
                "request_id": g.request_id,
                "method": request.method,
                # Never the query: it may hold passwords and tokens.
                "path": request.path,
                "status": reply.status_code,
                "ms": round((time.perf_counter() - g.started) * 1000, 1),
                "person_id": identity.id if identity else None,
            }
            log.info("%s %s %s", request.method, request.path, reply.status_code, extra={FIELDS: fields})
        return reply
