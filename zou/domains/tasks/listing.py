"""The list of a production's tasks that browsers keep: with a validator, or by pages."""

import hashlib
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Response, request

from zou.db import rows, scalar
from zou.domains.tasks.queries import finished
from zou.kit import json
from zou.kit.paging import read_page

PAGE_SIZE = 100


def reply(statement: sa.Select, page: str | None, *, version: Callable[[], str]) -> Any:
    """The tasks of `statement`; a page of them, or all with a validator, and 304 where the caller has this `version` already."""
    asked = read_page(page, None, default=PAGE_SIZE) if page else None
    if asked is not None:
        total = scalar(sa.select(sa.func.count()).select_from(statement.order_by(None).subquery()))
        return asked.envelope(finished(rows(statement.limit(asked.limit).offset(asked.offset))), total)
    tag = f"{version()}-{_of_query()}"
    response = Response(status=304)
    if not request.if_none_match.contains(tag):
        response = Response(json.dumps(finished(rows(statement))), content_type="application/json")
    response.set_etag(tag)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _of_query() -> str:
    return hashlib.sha256(request.query_string).hexdigest()[:12]
