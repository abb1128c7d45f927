"""From the outbox to whoever listens, through a stream of Valkey that every event-stream process reads.

Publishing happens after the commit, by the process that committed. What a dead process left behind, or what could not be
published while Valkey was away, a sweeper publishes later. Rows leave the outbox after they are published; a process that dies
between the two makes the sweeper publish again, which listeners recognise by the row's number.
"""

import logging
import time
from typing import Any

import sqlalchemy as sa
from flask import current_app, g
from sqlalchemy.exc import SQLAlchemyError

from zou.db.session import db
from zou.db.unit import AFTER_COMMIT
from zou.kit import json, valkey
from zou.kit.fault import fault
from zou.kit.valkey import EVENTS, client
from zou.models import EventOutbox

log = logging.getLogger(__name__)

STREAM = "zou:events"
#: Events that the stream keeps for listeners that are reconnecting.
KEPT = 20_000
#: Seconds for which requests leave events to the sweeper after Valkey was found away, so that not each of them waits for it.
PAUSE = 2.0
_away: dict[str, float] = {"until": 0.0}
#: Seconds after which an event that is still in the outbox is taken to have been left behind.
LEFT_BEHIND = 2


def publish_committed() -> None:
    """Publish the events of the unit of work that has just been committed. Never raises: the sweeper takes what is left."""
    events = g.pop("outbox", None)
    if not events:
        return
    fault("after-commit")
    if current_app.config.get("PUBLISH_EVENTS", True):
        publish(events)


def publish(events: list[dict[str, Any]]) -> bool:
    """Send `events` (rows of the outbox) to the listeners and take them out of it. False where Valkey is away."""
    if time.monotonic() < _away["until"]:
        return False
    if not send(events):
        _away["until"] = time.monotonic() + PAUSE
        return False
    try:
        with db.reading_engine.connect() as connection:
            connection.execute(sa.delete(EventOutbox).where(EventOutbox.id.in_([event["id"] for event in events])))
    except SQLAlchemyError as error:
        log.warning("events stay in the outbox and are published once more: %s", error)
    return True


def send(events: list[dict[str, Any]]) -> bool:
    """Append `events` to the stream, all or none. False where Valkey is away."""
    try:
        pipe = client(EVENTS).pipeline(transaction=True)
        for event in events:
            pipe.xadd(STREAM, {"event": json.dumps(event)}, maxlen=KEPT, approximate=True)
        pipe.execute()
    except valkey.RedisError as error:
        log.warning("events wait in the outbox: %s", error)
        return False
    return True


def sweep(*, older_than: float = LEFT_BEHIND, at_most: int = 500) -> int:
    """Publish what was left behind in the outbox, oldest first; how many. Several sweepers share the work.

    Runs in a transaction of its own, in an application context.
    """
    table: Any = EventOutbox.__table__
    with db.engine.begin() as connection:
        age = sa.func.timezone("utc", sa.func.now()) - sa.func.make_interval(0, 0, 0, 0, 0, 0, older_than)
        found = connection.execute(sa.select(table).where(table.c.created_at < age).order_by(table.c.id).limit(at_most).with_for_update(skip_locked=True))
        events = [{key: value for key, value in row.items() if key != "created_at"} for row in found.mappings()]
        if not events or not send(events):
            return 0
        connection.execute(sa.delete(table).where(table.c.id.in_([event["id"] for event in events])))
    return len(events)


AFTER_COMMIT.append(publish_committed)
