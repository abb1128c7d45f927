"""The database: engine, session, unit of work, rows."""

from zou.db.rows import Rows, execute, row, rows, scalar
from zou.db.session import db, session

__all__ = ["Rows", "db", "execute", "row", "rows", "scalar", "session"]
