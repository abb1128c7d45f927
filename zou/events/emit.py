"""Emitting events in the unit of work.

An event is written with the change it tells of, in one transaction: to `api_event` (the log) unless it is live only, and to
`event_outbox`, from where it is published once the transaction is committed (see zou.events.delivery).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import g

from zou.access.identity import me_or_none
from zou.db import session
from zou.db.unit import BEFORE_COMMIT
from zou.kit.dates import utcnow
from zou.models import ApiEvent, EventOutbox


@dataclass
class Event:
    """An event to write. `person_ids`: the only people it is for; None: everybody who may see the production."""

    name: str
    data: dict[str, Any]
    project_id: UUID | None
    person_ids: list[UUID] | None
    live: bool


def emit(
    name: str,
    *,
    project_id: UUID | None = None,
    within: UUID | None = None,
    to: list[UUID] | None = None,
    live: bool = False,
    studio: bool = False,
    **data: Any,
) -> None:
    """Tell that `name` has happened, once this unit of work is committed.

    `data` are the event's keys, in order; `project_id` is the last of them and the production that the event belongs to;
    with `studio` it is a key only, and the event belongs to no production. `within`: the production that it belongs to, where that is
    no key of its data. `to`: the ids of the only people it is sent to. `live`: sent, never stored.
    """
    payload = {key: str(value) if isinstance(value, UUID) else value for key, value in data.items()}
    if project_id is not None:
        payload["project_id"] = str(project_id)
    event = Event(name.lower(), payload, None if studio else project_id or within, to, live)
    g.setdefault("events", []).append(event)


def write_events() -> None:
    """Write the unit of work's events, inside its transaction: at most two statements."""
    events: list[Event] = g.pop("events", [])
    if not events:
        return
    identity = me_or_none()
    user_id = identity.id if identity else None
    now = utcnow()
    log, outbox = [], []
    for number, event in enumerate(events):
        event_id = None if event.live else uuid4()
        if event_id:
            log.append(
                {
                    "id": event_id,
                    # The log is read by time: events of one transaction keep their order.
                    "created_at": now + timedelta(microseconds=number),
                    "updated_at": now,
                    "name": event.name,
                    "data": event.data,
                    "user_id": user_id,
                    "project_id": event.project_id,
                }
            )
        outbox.append({"event_id": event_id, "name": event.name, "data": event.data, "project_id": event.project_id, "person_ids": event.person_ids})
    if log:
        session.execute(sa.insert(ApiEvent), log)
    written = session.execute(sa.insert(EventOutbox).returning(EventOutbox.id, sort_by_parameter_order=True), outbox)
    ids = [row.id for row in written]
    g.outbox = [{"id": ident, **row} for ident, row in zip(ids, outbox, strict=True)]


BEFORE_COMMIT.append(write_events)
