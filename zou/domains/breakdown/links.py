"""The casting links of a production, for tools that read them all."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, request

from zou.access.entities import find_entity
from zou.db import rows, scalar, session
from zou.domains.breakdown import queries, service
from zou.domains.entities.queries import typed
from zou.kit.dates import parse_moment
from zou.kit.errors import BadRequest, Forbidden, NotFound
from zou.kit.ids import parse_id
from zou.kit.paging import read_page
from zou.models import EntityLink


def listed(project_id: UUID) -> Any:
    """The links of a production by creation: all, a `page`, or those after `cursor_created_at`."""
    exact, whole, count = queries.links_of(project_id)
    args = request.args
    page = read_page(args.get("page"), args.get("limit"), default=current_app.config["SETTINGS"].nb_records_per_page)
    limit = int(args.get("limit") or 0)
    if "cursor_created_at" in args:
        after = exact.where(queries.LINK.c.created_at > _moment(args["cursor_created_at"]))
        size = limit or current_app.config["SETTINGS"].nb_records_per_page
        return {"data": typed(rows(after.limit(size)), "EntityLink"), "total": scalar(count), "limit": size}
    if page is not None:
        return page.envelope(typed(rows(whole.limit(page.limit).offset(page.offset)), "EntityLink"), scalar(count) or 0)
    return typed(rows(exact.limit(limit) if limit else exact), "EntityLink")


def _moment(text: str) -> dt.datetime:
    try:
        return parse_moment(text)
    except ValueError as error:
        raise BadRequest("cursor_created_at must be a time, YYYY-MM-DDTHH:MM:SS.ffffff.") from error


def remove(project_id: UUID, ident: Any) -> dict[str, Any]:
    """Take a link of the production away; its row. Raises NotFound, and Forbidden for one of another production."""
    known = parse_id(ident)
    link = session.execute(sa.select(EntityLink).where(EntityLink.id == known)).scalar() if known else None
    if link is None:
        raise NotFound(f"No casting link has the id {ident}.")
    entity = find_entity(link.entity_in_id)
    if entity.project_id != project_id:
        raise Forbidden("This link is of another production.")
    row = queries.link_row(link)
    service.uncast(link, entity)
    return row
