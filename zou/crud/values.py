"""The values of a body as those of a model's columns, by the contract's rules of conversion."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from zou.crud.columns import ToMany, plain_columns, relations_of
from zou.crud.table import Collection
from zou.db import session
from zou.kit.dates import parse_day, parse_moment
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id

#: Keys that are always the server's.
OURS = ("id", "created_at", "updated_at")
NAME = "name"
_RANGES = {sa.SmallInteger: 15, sa.BigInteger: 63}


def for_create(collection: Collection, content: Any) -> dict[str, Any]:
    """The values of a new row. Raises BadRequest: not an object, an unknown key, a value that does not fit, a missing one."""
    content = _object(content)
    known, lists = plain_columns(collection.model), relations_of(collection)
    unknown = [key for key in content if key not in known and key not in lists and key not in OURS]
    if unknown:
        raise BadRequest(f"Unknown field: {', '.join(sorted(unknown)[:5])[:200]}.")
    return coerce(collection, {key: value for key, value in content.items() if key not in OURS})


def check_required(collection: Collection, values: dict[str, Any]) -> None:
    """Raise BadRequest unless a new row has every value that it needs."""
    required = (key for key, column in plain_columns(collection.model).items() if _is_required(column) and key not in OURS)
    missing = [key for key in (*required, *collection.needs) if values.get(key) is None]
    if missing:
        raise BadRequest(f"A required field is missing: {', '.join(missing)}.")


def check_name(collection: Collection, values: dict[str, Any], row: Any = None) -> None:
    """Raise BadRequest where the values give a row that must have a name (None: a new one) an empty one. One that has none stays as it is."""
    if NAME not in values or not _is_required(plain_columns(collection.model)[NAME]):
        return
    if not (values[NAME] or "").strip() and (row is None or row.name != values[NAME]):
        raise BadRequest("name must not be empty.")


def for_update(collection: Collection, content: Any) -> dict[str, Any]:
    """The values that are to change. Unknown and protected keys are dropped. Raises BadRequest."""
    content = _object(content)
    known, lists = plain_columns(collection.model), relations_of(collection)
    kept = {
        key: value
        for key, value in content.items()
        if (key in known or (key in lists and lists[key].writable))
        and key not in OURS
        and key not in collection.protected
        and key not in collection.hidden
        and key != "project_id"
    }
    return coerce(collection, kept)


def _object(content: Any) -> dict[str, Any]:
    if not isinstance(content, dict):
        raise BadRequest("Send one JSON object.")
    return content


def _is_required(column: sa.Column[Any]) -> bool:
    return not column.nullable and column.default is None and column.server_default is None


def coerce(collection: Collection, content: dict[str, Any]) -> dict[str, Any]:
    """The values of known keys as their columns and links store them. Raises BadRequest, which names every value that does not fit."""
    known, lists = plain_columns(collection.model), relations_of(collection)
    values, faults = {}, []
    for key, value in content.items():
        try:
            values[key] = link_ids(lists[key], value) if key in lists and key not in known else to_column(known[key], value)
        except (ValueError, OverflowError) as error:
            faults.append({"field": key, "message": str(error)})
    if faults:
        raise BadRequest("; ".join(f"{fault['field']}: {fault['message']}" for fault in faults))
    return values


def link_ids(many: ToMany, value: Any) -> list[Any]:
    """The ids of a to-many value: a list of ids, of objects with an id, or None. Unknown ones are dropped. Raises ValueError."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("must be a list of ids")
    ids = [parse_id(item.get("id") if isinstance(item, dict) else item) for item in value]
    if None in ids:
        raise ValueError("must be a list of ids")
    if len(set(ids)) != len(ids):
        raise ValueError("holds the same id twice")
    if not ids:
        return []
    found = set(session.execute(sa.select(many.model.id).where(many.model.id.in_(ids))).scalars())
    return [ident for ident in ids if ident in found]


def to_column(column: sa.Column[Any], value: Any) -> Any:
    """`value` as the column stores it. Raises ValueError with words for the client."""
    if value is None:
        if not column.nullable:
            raise ValueError("must not be null")
        return None
    codes = column.info.get("codes")
    if codes is not None and value not in codes:
        raise ValueError(f"must be one of {', '.join(codes)}")
    for kind, convert in CONVERTERS:
        if isinstance(column.type, kind):
            return convert(value, column.type)
    raise ValueError("cannot be set")


def _text(value: Any, kind: sa.String) -> str:
    if isinstance(value, bool | dict | list):
        raise ValueError("must be a text")
    text = str(value)
    if "\x00" in text:
        raise ValueError("must not contain a NUL character")
    if kind.length and len(text) > kind.length:
        raise ValueError(f"must have at most {kind.length} characters")
    return text


def _integer(value: Any, kind: sa.Integer) -> int:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("must be a whole number")
        value = round(value)
    if isinstance(value, str):
        try:
            value = int(value) if len(value) <= 20 else None
        except ValueError:
            value = None
    if not isinstance(value, int):
        raise ValueError("must be a whole number")
    bits = _RANGES.get(type(kind), 31)
    if not -(2**bits) <= value < 2**bits:
        raise ValueError("is out of range")
    return int(value)


def _number(value: Any, _kind: Any) -> float:
    if isinstance(value, bool | dict | list):
        raise ValueError("must be a number")
    try:
        number = float(value)
    except (ValueError, OverflowError) as error:
        raise ValueError("must be a number") from error
    if not math.isfinite(number):
        raise ValueError("must be a finite number")
    return number


def _boolean(value: Any, _kind: Any) -> bool:
    if value is True or value is False:
        return value
    if isinstance(value, int) and value in (0, 1):
        return bool(value)
    raise ValueError("must be true or false")


def _moment(value: Any, _kind: Any) -> dt.datetime:
    if not isinstance(value, str):
        raise ValueError("must be a time, YYYY-MM-DDTHH:MM:SS")
    try:
        return parse_moment(value)
    except (ValueError, OverflowError) as error:
        raise ValueError("must be a time, YYYY-MM-DDTHH:MM:SS") from error


def _day(value: Any, _kind: Any) -> dt.date:
    if not isinstance(value, str):
        raise ValueError("must be a day, YYYY-MM-DD")
    try:
        return parse_day(value)
    except ValueError as error:
        raise ValueError("must be a day, YYYY-MM-DD") from error


def _id(value: Any, _kind: Any) -> Any:
    ident = parse_id(value)
    if ident is None:
        raise ValueError("must be an id")
    return ident


def _array(value: Any, kind: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("must be a list")
    inner = sa.Column("item", kind.item_type, nullable=False)
    return [to_column(inner, item) for item in value]


def _json(value: Any, _kind: Any) -> Any:
    if _holds_nul(value):
        raise ValueError("must not contain a NUL character")
    return value


def _holds_nul(value: Any) -> bool:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, str) and "\x00" in item:
            return True
        if isinstance(item, dict):
            pending += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            pending += item
    return False


#: Column type → converter; the first that fits. Binary columns have none: no body sets them.
CONVERTERS: tuple[tuple[Any, Callable[[Any, Any], Any]], ...] = (
    (sa.String, _text),
    (sa.Integer, _integer),
    (sa.Float, _number),
    (sa.Boolean, _boolean),
    (sa.DateTime, _moment),
    (sa.Date, _day),
    (sa.Uuid, _id),
    (JSONB, _json),
    (ARRAY, _array),
)
