"""Statements so hot that the way through SQLAlchemy would cost more than PostgreSQL's own work: compiled once, run on the driver's cursor."""

from collections import namedtuple
from contextlib import closing
from typing import Any

import psycopg2
import sqlalchemy as sa
from flask import g
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2

from zou.db.rows import execute
from zou.db.session import db, reading_connection


class HotStatement:
    """A statement that reads one row, made once and run at nearly every request.

    Its columns must be of types that the driver itself converts (texts, numbers, dates, ids, arrays, JSON). `keys`: the names of its columns.
    """

    def __init__(self, statement: sa.Select | sa.TextClause, keys: tuple[str, ...] | None = None) -> None:
        self.statement = statement
        listed = statement.selected_columns if isinstance(statement, sa.Select) else ()
        self.keys = keys or tuple(str(column.key) for column in listed)
        self.row: Any = namedtuple("HotRow", self.keys)  # type: ignore[misc]
        self.sql = str(statement.compile(dialect=PGDialect_psycopg2()))

    def first(self, **params: Any) -> Any:
        """The first row, by attribute (`_asdict()` makes a dict of it); None where there is none."""
        values = self._fetch(params)
        return None if values is None else self.row._make(values)

    def _fetch(self, params: dict[str, Any]) -> Any:
        if not g.get("reading") or db.lent is not None:
            return execute(self.statement, params).first()
        connection = reading_connection()
        try:
            with closing(connection.connection.cursor()) as cursor:
                cursor.execute(self.sql, params)
                return cursor.fetchone()
        except psycopg2.DatabaseError as error:
            lost = isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError)
            if lost:
                connection.invalidate(error)
            raise sa.exc.DBAPIError.instance(self.sql, params, error, psycopg2.Error, connection_invalidated=lost, dialect=connection.dialect) from error
