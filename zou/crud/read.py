"""The generic list and the generic row."""

from functools import cache, lru_cache
from typing import Any

import sqlalchemy as sa
from flask import current_app, request

from zou.crud.columns import selected
from zou.crud.filters import filtered
from zou.crud.rights import check, check_list
from zou.crud.scopes import scoped
from zou.crud.table import COLLECTIONS, Collection
from zou.db import rows, scalar
from zou.db.hot import HotStatement, read_ahead
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id
from zou.kit.paging import LARGEST_PAGE, read_page

#: Rows of a list without a page, where neither the query nor the table bounds it.
MANY = 1_000_000


def list_rows(collection: Collection) -> Any:
    """The reply of a list: rows, or a page of them. One statement, one more for the total of a page."""
    check_list(collection)
    args, hooks = request.args, collection.hooks.one
    if "list" in hooks:
        return hooks["list"]()
    relations = collection.relations_in_list or args.get("relations", "").lower() == "true"
    model = collection.model.__table__.c
    only = hooks.get("columns", _all)(True)
    statement = _many(collection.path, relations, None if only is None else frozenset(only))
    statement = filtered(collection, scoped(collection, statement))
    page = read_page(args.get("page"), args.get("limit"), default=current_app.config["SETTINGS"].nb_records_per_page)
    if page is None:
        found = rows(statement.order_by(model.created_at, model.id).limit(_bound(collection)))
        return finish(collection, found, many=True)
    total = scalar(sa.select(sa.func.count()).select_from(statement.with_only_columns(model.id, maintain_column_froms=True).order_by(None).subquery()))
    paged = statement.order_by(model.updated_at.desc(), model.created_at.desc(), model.id).limit(page.limit).offset(page.offset)
    return page.envelope(finish(collection, rows(paged), many=True), total or 0)


@lru_cache(maxsize=500)
def _many(path: str, relations: bool, only: frozenset[str] | None) -> sa.Select:
    """The statement that reads all rows of a collection: kept, since building it takes longer than filtering it."""
    collection = COLLECTIONS[path]
    return sa.select(*selected(collection, relations=relations, only=only)).select_from(collection.model.__table__)


def _all(_many: bool) -> None:
    return None


def _bound(collection: Collection) -> int:
    """The most rows of a list without a page: what `limit` says, else what the table says."""
    text = request.args.get("limit", "")
    asked = int(text) if text.isdigit() and len(text) < 10 else 0
    if text and not text.lstrip("-").isdigit():
        raise BadRequest("limit must be a whole number.")
    return min(asked or MANY, collection.at_most or (LARGEST_PAGE if asked else MANY))


def finish(collection: Collection, found: list[dict[str, Any]], *, many: bool) -> list[dict[str, Any]]:
    """Rows as they leave: with their `type`, shaped by the domain, narrowed to the `fields` of the query."""
    for row in found:
        row["type"] = collection.type
    shape = collection.hooks.one.get("shape")
    if shape:
        found = shape(found, many)
    if not many or not request.args.get("fields"):
        return found
    fields = {name.strip() for name in request.args["fields"].split(",")} | {"id", "type"}
    return [{key: value for key, value in row.items() if key in fields} for row in found]


@cache
def _one(path: str, relations: bool) -> HotStatement:
    """The statement that reads one row of a collection."""
    collection = COLLECTIONS[path]
    table = collection.model.__table__
    return HotStatement(sa.select(*selected(collection, relations=relations)).select_from(table).where(table.c.id == sa.bindparam("id")))


def foresee(collection: Collection, ident: Any) -> None:
    """Have the row that `one_row` is going to ask for read together with who asks for it."""
    if known := parse_id(ident):
        read_ahead(_one(collection.path, _wants_relations()), id=known)


def _wants_relations() -> bool:
    # Most requests have no query; a key that is absent costs an exception inside Werkzeug.
    return not request.args or request.args.get("relations", "true").lower() != "false"


def one_row(collection: Collection, ident: Any) -> dict[str, Any]:
    """The reply of one row, with its to-many keys unless the query says `relations=false`. Raises NotFound, Forbidden."""
    known = parse_id(ident)
    found = _one(collection.path, _wants_relations()).first(id=known) if known else None
    if found is None:
        raise NotFound(f"No {collection.type} has the id {ident}.")
    check(collection, "one", found)
    only = collection.hooks.one.get("columns", _all)(False)
    row = found._asdict()
    if only is not None:
        row = {key: row[key] for key in row if key in only}
    return finish(collection, [row], many=False)[0]
