"""Every error as JSON, in the contract's shapes, without a word about the inside."""

import logging
import traceback
from typing import Any

from flask import Flask, Response, current_app, request
from psycopg2 import errors as pg
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from zou.kit import json, valkey
from zou.kit.errors import ApiError
from zou.storage import StoreError, StoreFull
from zou.storage.base import NO_ROOM

log = logging.getLogger("zou.errors")

_SENTENCES = {
    404: "Nothing is at this address.",
    405: "This address does not take this method.",
    413: "The body is too large.",
    415: "Send the body as JSON, with Content-Type: application/json.",
    503: "The service is not available now; try again later.",
}


def install(app: Flask) -> None:
    """Make `app` answer every error as JSON."""
    app.register_error_handler(ApiError, api_error)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DBAPIError, database_error)
    app.register_error_handler(StatementError, statement_error)
    app.register_error_handler(PoolTimeout, busy)
    app.register_error_handler(valkey.RedisError, valkey_away)
    app.register_error_handler(StoreError, store_error)
    app.register_error_handler(OSError, disk_error)
    app.register_error_handler(Exception, unforeseen)


def answer(body: dict[str, Any], status: int) -> Response:
    """An error's reply."""
    return Response(json.dumps(body), status=status, content_type="application/json")


def api_error(error: ApiError) -> Response:
    """An error that the server's own rules raise."""
    reply = answer(error.body(), error.status)
    reply.headers.update(error.headers)
    return reply


def http_error(error: HTTPException) -> Response:
    """An error of HTTP itself: no such path, wrong method, body too large."""
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    if 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    reply = answer({"error": True, "message": _SENTENCES.get(status, error.description or error.name)}, status)
    if status == 405:
        reply.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or []))
    return reply


def database_error(error: DBAPIError) -> Response:
    """What PostgreSQL refuses: 400 for values, 503 where it is away, else unforeseen."""
    cause = error.orig
    if isinstance(error, IntegrityError | DataError) or isinstance(cause, pg.ProgramLimitExceeded | pg.StringDataRightTruncation):
        return answer({"error": True, "message": refusal(cause), "data": None}, 400)
    if error.connection_invalidated or isinstance(error, OperationalError):
        log.error("the database does not answer: %s", type(cause).__name__)
        return answer({"error": True, "message": "The database does not answer; try again later."}, 503)
    return unforeseen(error)


def refusal(cause: Any) -> str:
    """What PostgreSQL refused, in a sentence without SQL and values."""
    detail = getattr(cause, "diag", None)
    column = getattr(detail, "column_name", None)
    table = (getattr(detail, "table_name", None) or "").replace("_", " ")
    if isinstance(cause, pg.UniqueViolation):
        return f"These values are taken: another {table} has them."
    if isinstance(cause, pg.ForeignKeyViolation):
        still = "is still referenced" in (getattr(detail, "message_detail", None) or "")
        return f"This is still in use by rows of {table}: remove them first." if still else "An id points to something that does not exist."
    if isinstance(cause, pg.NotNullViolation):
        return f"A required field is missing: {column}."
    if isinstance(cause, pg.CheckViolation):
        return "A value is out of its range."
    return "A value has an invalid format."


def statement_error(error: StatementError) -> Response:
    """A value that does not fit its column's type, found before PostgreSQL saw it."""
    if isinstance(error.orig, ValueError | TypeError | LookupError):
        return answer({"error": True, "message": "A value has an invalid format.", "data": None}, 400)
    return unforeseen(error)


def busy(_error: Exception) -> Response:
    """All connections to the database are taken."""
    return answer({"error": True, "message": "The server is busy; try again in a moment."}, 503)


def valkey_away(error: Exception) -> Response:
    """Valkey is away, and what was asked needs it."""
    log.error("Valkey does not answer: %s", error)
    return answer({"error": True, "message": "The key-value store does not answer; try again later."}, 503)


def store_error(error: StoreError) -> Response:
    """The file store fails: 507 where it is full, else 503."""
    log.error("the file store fails: %s", error)
    if isinstance(error, StoreFull):
        return no_room()
    return answer({"error": True, "message": "The file store does not answer; try again later."}, 503)


def disk_error(error: OSError) -> Response:
    """The disk fails: 507 where it is full, else unforeseen."""
    return no_room() if error.errno in NO_ROOM else unforeseen(error)


def no_room() -> Response:
    """What was sent does not fit on the disk."""
    return answer({"error": True, "message": "The server has no room left for this file."}, 507)


def unforeseen(error: Exception) -> Response:
    """What should not happen: logged with all there is, told with nothing."""
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    body: dict[str, Any] = {"error": True, "message": "Internal server error."}
    if current_app.config["SETTINGS"].debug:
        body = {"error": True, "message": str(error), "stacktrace": "".join(traceback.format_exception(error))}
    return answer(body, 500)
