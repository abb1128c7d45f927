"""Statements so hot that the way through SQLAlchemy would cost more than PostgreSQL's own work.

They are compiled once, prepared once a connection, and run on the driver's cursor. Two of them go in one round trip where the second is known before
the first is run (`read_ahead`): on a request that reads one row, the trip to the database and back is most of the time.
"""

import re
from collections import namedtuple
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha1
from typing import Any

import psycopg2
import sqlalchemy as sa
from flask import g
from psycopg2 import errors
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2

from zou.db.rows import run
from zou.db.session import db, reading_connection

_PARAMETER = re.compile(r"%\((\w+)\)s")
#: A statement prepared on another connection than the one that runs it (a pooler between), or before the tables changed.
_UNPREPARED = (errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement, errors.FeatureNotSupported)


class HotStatement:
    """A statement that reads one row, made once and run at nearly every request.

    Its columns must be of types that the driver itself converts (texts, numbers, dates, ids, arrays, JSON). `keys`: the names of its columns.
    """

    def __init__(self, statement: sa.Select | sa.TextClause, keys: tuple[str, ...] | None = None) -> None:
        listed = statement.selected_columns if isinstance(statement, sa.Select) else ()
        self.keys = keys or tuple(str(column.key) for column in listed)
        self.row: Any = namedtuple("HotRow", self.keys)  # type: ignore[misc]
        self.sql = str(statement.compile(dialect=PGDialect_psycopg2()))

    def first(self, **params: Any) -> Any:
        """The first row, by attribute (`_asdict()` makes a dict of it); None where there is none."""
        ahead: Ahead | None = g.get("ahead")
        if ahead is None:
            values = _fetch(self.sql, params)
        elif ahead.values is _UNREAD:
            values = ahead.read_with(self, params)
        else:
            del g.ahead
            values = ahead.values if ahead.is_of(self, params) else _fetch(self.sql, params)
        return None if values is None else self.row._make(values)


def read_ahead(statement: HotStatement, **params: Any) -> None:
    """Have the row of `statement` brought along by the next hot statement of this request; `statement.first(**params)` then has it at hand."""
    g.ahead = Ahead(statement, params)


_UNREAD: Any = object()


@dataclass
class Ahead:
    """A row that is asked for, or at hand."""

    statement: HotStatement
    params: dict[str, Any]
    values: Any = _UNREAD

    def is_of(self, statement: HotStatement, params: dict[str, Any]) -> bool:
        """Whether this is what the statement asks for."""
        return statement is self.statement and params == self.params

    def read_with(self, first: HotStatement, params: dict[str, Any]) -> Any:
        """The row of `first`, this one brought along. Where there is none, nothing comes of this one either."""
        found = _fetch(_side_by_side(first.sql, self.statement.sql), {**params, **{f"ahead_{name}": value for name, value in self.params.items()}})
        if found is None:
            del g.ahead
            return None
        width = len(first.keys)
        self.values = found[width + 1 :] if found[width] else None
        return found[:width]


@lru_cache(maxsize=200)
def _side_by_side(first: str, second: str) -> str:
    """One statement of two: the first's columns, whether the second has a row, its columns."""
    second = _PARAMETER.sub(r"%(ahead_\1)s", second)
    return f"SELECT a.*, b.* FROM ({first}) AS a LEFT JOIN (SELECT true AS there, c.* FROM ({second}) AS c) AS b ON true"


def _fetch(sql: str, params: dict[str, Any]) -> Any:
    """The first row of a statement written for the driver: on the reading request's own connection, or in the session's transaction."""
    if not g.get("reading") or db.lent is not None:
        return run(sql, params).first()
    connection = reading_connection()
    try:
        with closing(connection.connection.cursor()) as cursor:
            _execute(cursor, connection.info, sql, params)
            return cursor.fetchone()
    except psycopg2.DatabaseError as error:
        lost = isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError)
        if lost:
            connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(sql, params, error, psycopg2.Error, connection_invalidated=lost, dialect=connection.dialect) from error


def _execute(cursor: Any, kept: dict[str, Any], sql: str, params: dict[str, Any]) -> None:
    """Run `sql` as a prepared statement of the connection, whose memory is `kept`; as it is where the connection cannot keep one."""
    if not kept.get("unprepared"):
        name, prepare, call = _prepared(sql)
        try:
            if name not in kept:
                cursor.execute(prepare)
                kept[name] = True
            cursor.execute(call, params)
            return
        except _UNPREPARED:
            kept["unprepared"] = True
    cursor.execute(sql, params)


@lru_cache(maxsize=200)
def _prepared(sql: str) -> tuple[str, str, str]:
    """The name, PREPARE and EXECUTE of a statement. Its name is made of its text: whoever prepared one of this name, it is the same."""
    names = list(dict.fromkeys(_PARAMETER.findall(sql)))
    name = "zou_" + sha1(sql.encode(), usedforsecurity=False).hexdigest()
    numbered = _PARAMETER.sub(lambda found: f"${names.index(found[1]) + 1}", sql).replace("%%", "%")
    return name, f"PREPARE {name} AS {numbered}", f"EXECUTE {name} ({', '.join(f'%({given})s' for given in names)})"
