"""What grows without end and is of no use after a while."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from zou.db import session
from zou.db.unit import unit_of_work
from zou.kit.dates import utcnow
from zou.models import ApiEvent, BackgroundJob, LoginLog, Notification

#: Rows deleted in one transaction: each is short, so that nobody waits for it.
BATCH = 10_000

#: Kind → (model, what its rows must be besides old).
KINDS: dict[str, tuple[Any, Any]] = {
    "events": (ApiEvent, sa.true()),
    "login-logs": (LoginLog, sa.true()),
    "notifications": (Notification, Notification.read.is_(True)),
    "jobs": (BackgroundJob, BackgroundJob.status.in_(("done", "failed"))),
}


def remove_older_than(kind: str, days: int, *, dry_run: bool = False) -> int:
    """Delete the rows of a kind made more than `days` days ago, in transactions of their own; how many. `dry_run`: only count."""
    model, also = KINDS[kind]
    old = sa.and_(model.created_at < utcnow() - dt.timedelta(days=days), also)
    if dry_run:
        with unit_of_work(writes=False):
            return int(session.execute(sa.select(sa.func.count()).select_from(model).where(old)).scalar_one())
    gone = 0
    while True:
        with unit_of_work():
            some = sa.select(model.id).where(old).limit(BATCH)
            deleted = session.execute(sa.delete(model).where(model.id.in_(some)), execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
        gone += deleted
        if deleted < BATCH:
            return gone
