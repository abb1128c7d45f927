"""Jobs that are started by themselves, every so often, by whichever worker looks first."""

import datetime as dt

import sqlalchemy as sa

from zou.db import session
from zou.db.unit import unit_of_work
from zou.jobs.enqueue import enqueue
from zou.jobs.registry import JOBS, Job
from zou.kit.dates import utcnow
from zou.models import BackgroundJob

#: Seconds between two looks of a worker for what is due.
LOOK_EVERY = 60.0


def start_due() -> list[str]:
    """Give the workers every job whose time has come; their names.

    Any number of workers may look at once: a job is started once, and never before its last run has ended.
    """
    return [kind.name for kind in JOBS.values() if kind.every and _start(kind, kind.every)]


def _start(kind: Job, every: int) -> bool:
    """Start a job unless it waits, runs, or was started less than `every` seconds ago; whether it was."""
    recent = sa.or_(BackgroundJob.status.in_(("queued", "running")), BackgroundJob.created_at > utcnow() - dt.timedelta(seconds=every))
    with unit_of_work():
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"periodic job {kind.name}"))))
        if session.execute(sa.select(BackgroundJob.id).where(BackgroundJob.name == kind.name, recent).limit(1)).first():
            return False
        enqueue(kind.name)
    return True
