"""Filters of the generic lists: `?column=value`, cast to the column's type by PostgreSQL, and links of to-many keys."""

from typing import Any

import sqlalchemy as sa
from flask import request
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from zou.crud.columns import plain_columns, relations_of
from zou.crud.table import Collection
from zou.kit import json
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id

TRUE = frozenset(["y", "yes", "t", "true", "on", "1"])
FALSE = frozenset(["n", "no", "f", "false", "off", "0"])
#: Parameters of a list that are no filters, even where a column has their name.
RESERVED = frozenset({"page", "limit", "relations", "fields", "type"})


def filtered(collection: Collection, statement: sa.Select) -> sa.Select:
    """`statement` with the filters of the request's query. Raises BadRequest for a value that does not fit."""
    columns, lists, hooks = plain_columns(collection.model), relations_of(collection), collection.hooks
    for key in request.args:
        text = request.args[key]
        if key in hooks.filters:
            statement = hooks.filters[key](statement, text)
        elif key in RESERVED:
            continue
        elif key in columns:
            if key in collection.hidden or not hooks.one.get("filterable", _any)(key):
                raise BadRequest(f"Rows cannot be filtered by {key}.")
            statement = statement.where(condition(columns[key], key, text))
        elif key in lists:
            ident = parse_id(text)
            if ident is None:
                raise BadRequest(f"{key} must be an id.")
            statement = statement.where(lists[key].linked(collection.model, ident))
    return statement


def _any(_key: str) -> bool:
    return True


def condition(column: sa.Column[Any], key: str, text: str) -> sa.ColumnElement[bool]:
    """What `key=text` asks of a row. Raises BadRequest."""
    if "\x00" in text:
        raise BadRequest(f"{key} must not contain a NUL character.")
    if key == "name":
        return column.ilike(text)
    if text.startswith("["):
        return _one_of(column, key, text)
    return _equals(column, key, text)


def _one_of(column: sa.Column[Any], key: str, text: str) -> sa.ColumnElement[bool]:
    try:
        items = json.loads(text)
    except ValueError as error:
        raise BadRequest(f"{key} must be a JSON list.") from error
    if isinstance(column.type, JSONB):
        return column == sa.cast(sa.literal(text, sa.Text), JSONB)
    texts = [item if isinstance(item, str) else json.dumps_text(item) for item in items]
    if not texts:
        return sa.false()
    if any("\x00" in item for item in texts):
        raise BadRequest(f"{key} must not contain a NUL character.")
    return sa.or_(*(_equals(column, key, item) for item in texts)) if len(texts) < 3 else column.in_([_literal(column, key, item) for item in texts])


def _equals(column: sa.Column[Any], key: str, text: str) -> sa.ColumnElement[bool]:
    if key == "email":
        return sa.func.lower(column) == text.lower()
    if isinstance(column.type, JSONB):
        try:
            json.loads(text)
        except ValueError as error:
            raise BadRequest(f"{key} must be JSON.") from error
        return column == sa.cast(sa.literal(text, sa.Text), JSONB)
    return column == _literal(column, key, text)


def _literal(column: sa.Column[Any], key: str, text: str) -> Any:
    """The value that `text` says for the column; PostgreSQL casts what is neither text, boolean nor id."""
    kind = column.type
    if isinstance(kind, sa.String):
        return text
    if isinstance(kind, sa.Boolean):
        word = text.lower()
        if word in TRUE or word in FALSE:
            return word in TRUE
        raise BadRequest(f"{key} must be true or false.")
    if isinstance(kind, sa.Uuid):
        ident = parse_id(text)
        if ident is None:
            raise BadRequest(f"{key} must be an id.")
        return ident
    if isinstance(kind, ARRAY | sa.LargeBinary):
        raise BadRequest(f"Rows cannot be filtered by {key}.")
    return sa.cast(sa.literal(text, sa.Text), kind)
