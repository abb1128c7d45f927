"""Finding the jobs that nobody works on any more, and giving them to the workers again."""

import datetime as dt
from typing import Any
from uuid import UUID

import redis
import sqlalchemy as sa
from flask import current_app

from zou.db.session import db
from zou.jobs.enqueue import push
from zou.jobs.run import give_up
from zou.kit.dates import utcnow
from zou.kit.valkey import JOBS, connect
from zou.models import BackgroundJob

_TABLE: Any = BackgroundJob.__table__
DIED = "The worker died while it did this."
#: Seconds without a sign of life after which a running job is taken for abandoned.
SILENCE = 30
#: Seconds after which a job that waits in the database is looked for in the queue.
PATIENCE = 3


def sweep() -> int:
    """Hand over again what waits in the database and is in no queue, and what was abandoned; how many. Needs Valkey.

    A job whose worker died at every try that it has is given up.
    """
    now = utcnow()
    waiting = sa.and_(_TABLE.c.status == "queued", _TABLE.c.updated_at < now - dt.timedelta(seconds=PATIENCE))
    silent = sa.and_(_TABLE.c.status == "running", _TABLE.c.updated_at < now - dt.timedelta(seconds=SILENCE))
    statement = sa.select(_TABLE).where(sa.or_(waiting, silent)).order_by(_TABLE.c.created_at).limit(200)
    with db.reading_engine.connect() as connection:
        found = connection.execute(statement).mappings().all()
    handed = 0
    for job in found:
        abandoned = job["status"] == "running"
        if abandoned and job["attempts"] >= job["max_attempts"]:
            give_up(job, DIED)
        elif not _is_queued(str(job["id"]), or_started=not abandoned) and push(job["id"], job["queue"], job["timeout"]):
            handed += 1
    return handed


def take_back(worker: str) -> int:
    """Let the jobs that a dead worker of this name was running be run again; how many."""
    statement = (
        sa.update(_TABLE)
        .where(_TABLE.c.status == "running", _TABLE.c.worker == worker)
        # Dying is no failure of the job: the attempt does not count.
        .values(status="queued", attempts=sa.func.greatest(_TABLE.c.attempts - 1, 0), updated_at=utcnow() - dt.timedelta(seconds=PATIENCE))
        .returning(_TABLE.c.id, _TABLE.c.queue, _TABLE.c.timeout)
    )
    with db.reading_engine.connect() as connection:
        found = connection.execute(statement).all()
    for job in found:
        _drop(str(job.id))
        push(job.id, job.queue, job.timeout)
    return len(found)


def child_died(ident: str) -> None:
    """Have a job whose process died, not its worker, done again by the sweeper; give it up where it has had its tries."""
    with db.reading_engine.connect() as connection:
        job = connection.execute(sa.select(_TABLE).where(_TABLE.c.id == UUID(ident), _TABLE.c.status == "running")).mappings().first()
        if job is None:
            return
        if job["attempts"] < job["max_attempts"]:
            again = sa.update(_TABLE).where(_TABLE.c.id == job["id"], _TABLE.c.status == "running")
            connection.execute(again.values(status="queued", error=DIED, updated_at=utcnow()))
            return
    give_up(job, DIED)


def _is_queued(ident: str, *, or_started: bool) -> bool:
    """Whether RQ has the job waiting in a queue, or has started it. Raises redis.RedisError where Valkey is away."""
    from rq.exceptions import NoSuchJobError
    from rq.job import Job

    try:
        return Job.fetch(ident, connection=connect(current_app.config["VALKEY_URL"](JOBS))).get_status() in (
            ("queued", "started") if or_started else ("queued",)
        )
    except NoSuchJobError:
        return False


def _drop(ident: str) -> None:
    from rq.exceptions import NoSuchJobError
    from rq.job import Job

    try:
        Job.fetch(ident, connection=connect(current_app.config["VALKEY_URL"](JOBS))).delete()
    except (NoSuchJobError, redis.RedisError):
        return
