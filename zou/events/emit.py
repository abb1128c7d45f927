"""Emitting events in the unit of work.

An event is written with the change it tells of, in one transaction: to `api_event` (the log) unless it is live only, and to
`event_outbox`, from where it is published once the transaction is committed (see zou.events.delivery).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import g

from zou.access.identity import me_or_none
from zou.db import session
from zou.db.unit import BEFORE_COMMIT
from zou.kit import json
from zou.kit.dates import utcnow

# The log is read by time: the microseconds added keep the order of the events of one transaction.
_WRITE = sa.text("""
    WITH told AS (
        SELECT * FROM jsonb_to_recordset(CAST(:events AS jsonb)) AS e (number int, event_id uuid, name text, data jsonb, project_id uuid, person_ids uuid[])
    ), logged AS (
        INSERT INTO api_event (id, created_at, updated_at, name, data, user_id, project_id)
        SELECT event_id, CAST(:now AS timestamp) + number * interval '1 microsecond', :now, name, data, CAST(:user_id AS uuid), project_id
        FROM told WHERE event_id IS NOT NULL
    )
    INSERT INTO event_outbox (event_id, name, data, project_id, person_ids)
    SELECT event_id, name, data, project_id, person_ids FROM told ORDER BY number RETURNING id""")


#: What is made and told of as created, where all else is new.
CREATED = {"budget:create": "budget:new", "budget-entry:create": "budget-entry:new"}


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
    no key of its data. `to`: the ids of the only people it is sent to. `live`: sent, never stored. An event whose name breaks the
    rule of all others is told by the name that follows the rule, too.
    """
    payload = {key: str(value) if isinstance(value, UUID) else value for key, value in data.items()}
    if project_id is not None:
        payload["project_id"] = str(project_id)
    names = dict.fromkeys((name.lower(), regular(name.lower())))
    g.setdefault("events", []).extend(Event(told, payload, None if studio else project_id or within, to, live) for told in names)


def regular(name: str) -> str:
    """The name by the rule, `<object-with-dashes>:new|update|delete|…`, of an event that clients know by another one."""
    return CREATED.get(name, name).replace("_", "-")


def write_events() -> None:
    """Write the unit of work's events to the log and to the outbox, inside its transaction and in one statement, however many they are."""
    events: list[Event] = g.pop("events", [])
    if not events:
        return
    identity = me_or_none()
    told = [
        {
            "number": number,
            "event_id": None if event.live else uuid4(),
            "name": event.name,
            "data": event.data,
            "project_id": event.project_id,
            "person_ids": event.person_ids,
        }
        for number, event in enumerate(events)
    ]
    values = {"events": json.dumps_text(told), "now": utcnow(), "user_id": identity.id if identity else None}
    ids = session.execute(_WRITE, values).scalars().all()
    g.outbox = [{"id": ident, **{key: value for key, value in event.items() if key != "number"}} for ident, event in zip(ids, told, strict=True)]


BEFORE_COMMIT.append(write_events)
