"""The session of a request or job, and the engine under it.

Reading requests run on connections that commit by themselves: no BEGIN and no ROLLBACK go over the wire. Writing ones have one
transaction on connections of another pool: switching one connection between the two ways costs as much as a statement.
"""

import time
from typing import Any

import sqlalchemy as sa
from flask import Flask, g, has_app_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import event, exc
from sqlalchemy.orm import Session, scoped_session

from zou.db.ids import read_ids_fast
from zou.kit import json
from zou.settings import Settings

#: A pooled connection idle for longer than this is tested before use.
IDLE_BEFORE_TEST = 5.0
READING = "reading"


class UnitSession(FlaskSession):
    """A session that reads on a connection that commits by itself until the unit of work says that it writes."""

    def get_bind(self, *args: Any, **kwargs: Any) -> sa.Engine | sa.Connection:
        """The connection that a test has lent, the reading request's, or the engine for writing."""
        if db.lent is not None:
            return db.lent
        if has_app_context() and g.get("reading"):
            # There are no savepoints on a connection that commits by itself.
            self.join_transaction_mode = "rollback_only"
            return reading_connection()
        self.join_transaction_mode = "create_savepoint"
        return db.engine


def reading_connection() -> sa.Connection:
    """The reading request's connection, opened at the first call and closed by the unit of work."""
    if db.lent is not None:
        return db.lent
    found: sa.Connection | None = g.get("reading_connection")
    if found is None:
        found = g.reading_connection = db.reading_engine.connect()
    return found


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with a second engine for reading."""

    #: A connection that a test lends to every session, so that it can roll back what requests commit.
    lent: sa.Connection | None = None

    @property
    def reading_engine(self) -> sa.Engine:
        """The engine whose connections commit by themselves."""
        return self.engines[READING]

    def connect(self, app: Flask, settings: Settings) -> None:
        """Give `app` its engines. Opens no connection yet."""
        url, options = settings.sqlalchemy_url(), engine_options(settings)
        app.config["SQLALCHEMY_DATABASE_URI"] = url
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
        app.config["SQLALCHEMY_BINDS"] = {READING: {"url": url, "isolation_level": "AUTOCOMMIT", "pool_reset_on_return": None, **options}}
        self.init_app(app)
        with app.app_context():
            for engine in self.engines.values():
                read_ids_fast(engine)
                if settings.db_pool_pre_ping:
                    test_idle_connections(engine)


db = Database(session_options={"class_": UnitSession, "expire_on_commit": False, "join_transaction_mode": "create_savepoint"})

#: The session of the request or job at hand.
session: scoped_session[Session] = db.session  # type: ignore[assignment]


def engine_options(settings: Settings) -> dict[str, Any]:
    """What every engine of the server is made with."""
    timeout = f"-c statement_timeout={settings.db_statement_timeout * 1000} -c lock_timeout=20000 -c timezone=UTC"
    return {
        "pool_size": settings.db_pool_size,
        "max_overflow": settings.db_max_overflow,
        "pool_recycle": settings.db_pool_recycle,
        "pool_timeout": 10,
        # A compiled statement keeps some 45 kB, and there are two engines: SQLAlchemy's own 500 would be a third of the process.
        "query_cache_size": 200,
        "json_serializer": json.dumps_text,
        "json_deserializer": json.loads,
        "connect_args": {"connect_timeout": 5, "options": timeout, "application_name": "zou"},
    }


def test_idle_connections(engine: sa.Engine) -> None:
    """Test a connection before use, where it has been idle for a while: one in use a moment ago is taken to live."""

    @event.listens_for(engine, "checkin")
    def remember(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def check(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("idle_since")
        if since is None or time.monotonic() - since < IDLE_BEFORE_TEST:
            return
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            connection.rollback()
        except Exception as error:
            raise exc.DisconnectionError() from error


test_idle_connections.__test__ = False  # type: ignore[attr-defined]
