"""Rows for replies: columns straight from a statement, no model in between."""

from typing import Any

import sqlalchemy as sa

from zou.db.session import session

Row = dict[str, Any]
Rows = list[Row]


def rows(statement: sa.Executable, params: dict[str, Any] | None = None) -> Rows:
    """Every row of `statement`, as a dict of its columns in order."""
    result = session.execute(statement, params or {})
    keys = tuple(result.keys())
    return [dict(zip(keys, values, strict=True)) for values in result]


def row(statement: sa.Executable, params: dict[str, Any] | None = None) -> Row | None:
    """The first row of `statement`, or None."""
    result = session.execute(statement, params or {})
    values = result.first()
    return None if values is None else dict(zip(result.keys(), values, strict=True))


def scalar(statement: sa.Executable, params: dict[str, Any] | None = None) -> Any:
    """The first column of the first row of `statement`, or None."""
    return session.execute(statement, params or {}).scalar()
