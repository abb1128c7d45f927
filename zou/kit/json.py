"""JSON of the whole server: orjson, with the contract's formats.

Datetimes leave as `YYYY-MM-DDTHH:MM:SS`, dates as `YYYY-MM-DD`, UUIDs in lower case, keys in insertion order.
Integers beyond 64 bits, which orjson refuses, take the standard library's slower way.
"""

import datetime as dt
import enum
import json
import re
import uuid
from typing import Any

import orjson

_OPTIONS = orjson.OPT_OMIT_MICROSECONDS | orjson.OPT_NON_STR_KEYS
_LONG_NUMBER = re.compile(rb"\d{19,}")


class Raw(bytes):
    """Bytes that are JSON already: a reply made of them is sent as it is."""


def _plain(value: Any) -> Any:
    if isinstance(value, Raw):
        return orjson.Fragment(bytes(value))
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no JSON value")


def _standard(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.replace(microsecond=0).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Raw):
        return json.loads(value)
    return _plain(value)


def dumps(value: Any) -> bytes:
    """`value` as UTF-8 JSON."""
    try:
        return orjson.dumps(value, _plain, _OPTIONS)
    except TypeError as error:
        if "64-bit" not in str(error):
            raise
        return json.dumps(value, default=_standard, ensure_ascii=False, separators=(",", ":")).encode()


def dumps_text(value: Any) -> str:
    """`value` as JSON text, for JSON columns."""
    return dumps(value).decode()


def loads(data: bytes | str) -> Any:
    """The value that `data` says. Raises ValueError where it is no JSON."""
    raw = data.encode() if isinstance(data, str) else bytes(data)
    if _LONG_NUMBER.search(raw):
        try:
            return json.loads(raw, parse_constant=_refuse)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
    return orjson.loads(raw)


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")
