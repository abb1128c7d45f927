"""Giving a job to the workers, in the transaction that makes it necessary.

The job is a row of `background_job` first; it reaches RQ after the commit. One that could not reach it (Valkey away, process
dead) is found by the sweeper (zou.jobs.recovery).
"""

import logging
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app, g

from zou.db import session
from zou.db.unit import AFTER_COMMIT
from zou.jobs.registry import JOBS
from zou.kit import valkey
from zou.kit.valkey import JOBS as JOBS_DB
from zou.kit.valkey import connect
from zou.models import BackgroundJob

log = logging.getLogger(__name__)


def enqueue(name: str, *, unique_key: str | None = None, timeout: int | None = None, here: bool = False, **args: Any) -> UUID | None:
    """Have the job `name` run with `args` (JSON values) once this unit of work is committed; its id.

    With `unique_key`, None where a job of the same key waits already. `timeout` in seconds, else the kind's own.
    With `here` it runs in this process right after the commit, with a queue too; a worker takes it up where the process dies.
    """
    kind = JOBS[name]
    if unique_key and session.execute(sa.select(BackgroundJob.id).where(BackgroundJob.unique_key == unique_key, BackgroundJob.status == "queued")).first():
        return None
    values = {key: str(value) if isinstance(value, UUID) else value for key, value in args.items()}
    timeout = timeout or kind.timeout or current_app.config["SETTINGS"].job_queue_timeout
    row = BackgroundJob(name=name, queue=kind.queue, args=values, max_attempts=kind.attempts, timeout=timeout, unique_key=unique_key)
    session.add(row)
    session.flush()
    g.setdefault("jobs", []).append((row.id, row.queue, row.timeout, here))
    return row.id


def hand_over() -> None:
    """Give the jobs of the unit of work that has just been committed to RQ; without a queue, run them here."""
    given = g.pop("jobs", [])
    for ident, queue, timeout, here in given:
        if not here and current_app.config.get("ENABLE_JOB_QUEUE"):
            push(ident, queue, timeout)
        else:
            run_here(ident)


def push(ident: UUID, queue: str, timeout: int | None) -> bool:
    """Give one job to RQ. False where Valkey is away: the sweeper does it later."""
    import rq

    try:
        connection = connect(current_app.config["VALKEY_URL"](JOBS_DB))
        rq.Queue(queue, connection=connection).enqueue_call(
            "zou.jobs.run.run_job", (str(ident),), job_id=f"{ident}", timeout=(timeout or 600) + 30, result_ttl=0, failure_ttl=3600
        )
    except valkey.RedisError as error:
        log.warning("job %s waits: %s", ident, error)
        return False
    return True


def run_here(ident: UUID) -> None:
    """Run a job in this process, in a context of its own. Its failure is recorded, never raised."""
    from zou.jobs.run import run_job

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context():
        run_job(str(ident))


AFTER_COMMIT.append(hand_over)
