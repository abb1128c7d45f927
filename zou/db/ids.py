"""Ids off the wire: the driver's own way to make UUIDs checks what PostgreSQL has checked already, and takes ten times as long."""

import uuid
from typing import Any

import psycopg2.extensions
import sqlalchemy as sa

UUID_OID, UUID_ARRAY_OID = 2950, 2951
# Looked up once: on this path every attribute counts.
_new, _set, _UUID, _UNKNOWN = object.__new__, object.__setattr__, uuid.UUID, uuid.SafeUUID.unknown


def _read(text: Any, _cursor: Any) -> uuid.UUID | None:
    if text is None:
        return None
    found = _new(_UUID)
    _set(found, "int", int(text.replace("-", ""), 16))
    _set(found, "is_safe", _UNKNOWN)
    return found


_ID = psycopg2.extensions.new_type((UUID_OID,), "UUID", _read)
_IDS = psycopg2.extensions.new_array_type((UUID_ARRAY_OID,), "UUID[]", _ID)


def read_ids_fast(engine: sa.Engine) -> None:
    """Make every connection of `engine` read ids the short way."""

    @sa.event.listens_for(engine, "connect")
    def register(connection: Any, _record: Any) -> None:
        psycopg2.extensions.register_type(_ID, connection)
        psycopg2.extensions.register_type(_IDS, connection)
