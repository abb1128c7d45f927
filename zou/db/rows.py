"""Rows for replies: columns straight from a statement, no model in between."""

from typing import Any

import sqlalchemy as sa
from flask import g

from zou.db.session import db, reading_connection, session

Row = dict[str, Any]
Rows = list[Row]


def execute(statement: sa.Executable, params: dict[str, Any] | None = None) -> sa.Result:
    """Run a statement: on the reading request's own connection, past the session, or in the session's transaction."""
    if g.get("reading") and db.lent is None:
        return reading_connection().execute(statement, params or {})
    return session.execute(statement, params or {})


def run(sql: str, params: dict[str, Any]) -> sa.CursorResult:
    """Run SQL text written for the driver, with `%(name)s` for its parameters: for statements too large to be built for each call."""
    if g.get("reading") and db.lent is None:
        return reading_connection().exec_driver_sql(sql, params)
    return session.connection().exec_driver_sql(sql, params)


def rows(statement: sa.Executable, params: dict[str, Any] | None = None) -> Rows:
    """Every row of `statement`, as a dict of its columns in order."""
    result = execute(statement, params)
    keys = tuple(result.keys())
    # Fetched at once: one by one takes twice as long.
    return [dict(zip(keys, values, strict=True)) for values in result.all()]


def row(statement: sa.Executable, params: dict[str, Any] | None = None) -> Row | None:
    """The first row of `statement`, or None."""
    result = execute(statement, params)
    values = result.first()
    return None if values is None else dict(zip(result.keys(), values, strict=True))


def scalar(statement: sa.Executable, params: dict[str, Any] | None = None) -> Any:
    """The first column of the first row of `statement`, or None."""
    return execute(statement, params).scalar()


def among(column: Any, values: sa.Select) -> sa.ColumnElement[bool]:
    """Whether `column` is one of the `values`, a statement of one column that depends on no row: it is run once, before all joins.

    As `IN (SELECT ...)` it is one more join, and with many of them PostgreSQL makes joins in the order written.
    """
    return column == sa.any_(sa.func.array(values.scalar_subquery(), type_=sa.ARRAY(column.type)))
