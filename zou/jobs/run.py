"""Running one job: what an RQ worker calls."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, current_app, g, has_app_context

from zou.db.session import db
from zou.jobs.registry import JOBS
from zou.kit.dates import utcnow
from zou.models import BackgroundJob

log = logging.getLogger(__name__)

#: Seconds between two signs of life of a running job.
HEARTBEAT = 5.0
_TABLE: Any = BackgroundJob.__table__

#: The worker process's application and name (set by zou.jobs.worker).
WORKER: dict[str, Any] = {}


def run_job(ident: str) -> None:
    """Run the job with this id, and record what becomes of it. Nothing where it is done, failed or gone."""
    if not has_app_context():
        app: Flask = WORKER["app"]
        with app.app_context():
            run_job(ident)
        return
    row = _begin(UUID(ident))
    if row is None:
        return
    kind = JOBS.get(row["name"])
    g.job_id = row["id"]
    try:
        if kind is None:
            raise LookupError(f"no job is called {row['name']}")
        with _signs_of_life(row["id"]):
            kind.run(**row["args"])
    except Exception as error:
        log.exception("job %s %s failed", row["name"], ident)
        _fail(row, f"{type(error).__name__}: {error}"[:4000])
    else:
        _update(row["id"], status="done", ended_at=utcnow(), progress=1.0, error=None)


def report_progress(fraction: float) -> None:
    """Record how far the job at hand has come, from 0 to 1. Nothing outside of a job."""
    if "job_id" in g:
        _update(g.job_id, progress=min(1.0, max(0.0, fraction)))


def _begin(ident: UUID) -> Any:
    statement = (
        sa.update(_TABLE)
        .where(_TABLE.c.id == ident, _TABLE.c.status.in_(("queued", "running")))
        .values(status="running", attempts=_TABLE.c.attempts + 1, started_at=utcnow(), updated_at=utcnow(), worker=WORKER.get("name"), progress=0.0)
        .returning(_TABLE)
    )
    with _connection() as connection:
        return connection.execute(statement).mappings().first()


def _fail(row: Any, reason: str) -> None:
    """Have the job tried again, or give it up and tell its kind."""
    kind = JOBS.get(row["name"])
    if kind is not None and row["attempts"] < row["max_attempts"]:
        _update(row["id"], status="queued", error=reason)
        if not current_app.config.get("ENABLE_JOB_QUEUE"):
            run_job(str(row["id"]))
        # Else the sweeper hands it over again: RQ drops the record of this run only when it returns.
        return
    give_up(row, reason)


def give_up(row: Any, reason: str) -> None:
    """Mark a job failed for good, and tell its kind."""
    _update(row["id"], status="failed", ended_at=utcnow(), error=reason)
    kind = JOBS.get(row["name"])
    if kind is not None and kind.failed is not None:
        kind.failed(dict(row["args"]), reason)


def _update(ident: UUID, **values: Any) -> None:
    with _connection() as connection:
        connection.execute(sa.update(_TABLE).where(_TABLE.c.id == ident).values(updated_at=utcnow(), **values))


@contextmanager
def _connection() -> Iterator[sa.Connection]:
    """A connection beside the session's, that commits by itself (the lent one in tests)."""
    if db.lent is not None:
        yield db.lent
        return
    with db.reading_engine.connect() as connection:
        yield connection


@contextmanager
def _signs_of_life(ident: UUID) -> Iterator[None]:
    """Say regularly that the job is being worked on, so that nobody takes it for abandoned."""
    if db.lent is not None:
        yield
        return
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(HEARTBEAT):
            with app.app_context():
                try:
                    _update(ident)
                except sa.exc.SQLAlchemyError:
                    log.warning("job %s: no sign of life could be given", ident)

    threading.Thread(target=beat, daemon=True).start()
    try:
        yield
    finally:
        ended.set()
