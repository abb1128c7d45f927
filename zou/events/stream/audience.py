"""Whom an event concerns: those who may read what it tells of.

An event of a production goes to admins and to its team, one with recipients to them alone, one of the studio to everybody who may
read the rows that it names. Within a production, clients and vendors get what their role lets them read there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from zou.access.identity import ADMIN, CLIENT, MANAGER, VENDOR, Identity
from zou.kit.ids import parse_id

EVERYBODY, NOT_VENDORS, STAFF, MANAGERS, ADMINS = "everybody", "not vendors", "staff", "managers", "admins"

#: First part of a name → who may read what the studio's events of that name tell of; all others go to the staff.
OF_STUDIO: dict[str, str] = {
    **dict.fromkeys(("main", "organisation", "department", "studio", "project-status", "asset-type", "task-type", "task-status"), EVERYBODY),
    **dict.fromkeys(("preview-background-file", "file-status", "output-type", "software"), EVERYBODY),
    **dict.fromkeys(("custom-action", "status-automation"), NOT_VENDORS),
    **dict.fromkeys(("project-template", "budget", "budget-entry"), MANAGERS),
    **dict.fromkeys(("api-event", "plugin", "salary-scale", "subscription", "search-filter", "search-filter-group", "news", "notification"), ADMINS),
    **dict.fromkeys(("chat", "chat-message", "attachment-file", "project"), ADMINS),
}
#: The same for events of a production; all others go to its whole team.
OF_PRODUCTION: dict[str, str] = {
    **dict.fromkeys(("budget", "budget-entry"), MANAGERS),
    **dict.fromkeys(("news", "time-spent", "schedule-item", "production-schedule-version", "production_schedule_version"), STAFF),
    **dict.fromkeys(("subscription", "search-filter", "search-filter-group", "api-event"), ADMINS),
}
#: Keys of an event's data that name an entity.
ENTITY_KEYS = ("entity_id", "shot_id", "asset_id", "sequence_id", "episode_id", "scene_id", "edit_id", "concept_id")


@dataclass(frozen=True)
class Listener:
    """A connected person. `tasks` and `entities`: those that they work on, known of vendors alone."""

    identity: Identity
    tasks: frozenset[UUID] = frozenset()
    entities: frozenset[UUID] = frozenset()


@dataclass(frozen=True)
class Happening:
    """An event on its way: a row of the outbox as the stream carries it."""

    id: Any
    event_id: Any
    name: str
    data: Any
    project_id: UUID | None
    person_ids: frozenset[UUID] | None

    @property
    def prefix(self) -> str:
        """What the event is about: the part of its name before the colon."""
        return self.name.partition(":")[0]


def happening(row: Mapping[str, Any]) -> Happening:
    """The event that a row of the outbox tells of; its production is the row's, else the one that its data names."""
    data = row.get("data")
    named = data.get("project_id") if isinstance(data, dict) else None
    ids = row.get("person_ids")
    people = None if ids is None else frozenset(known for known in map(parse_id, ids) if known)
    if people is None and row["name"].startswith("notification:") and isinstance(data, dict) and parse_id(data.get("person_id")):
        people = frozenset([UUID(data["person_id"])])
    return Happening(row["id"], row.get("event_id"), row["name"], data, parse_id(row.get("project_id")) or parse_id(named), people)


def concerns(event: Happening, listener: Listener, clients: frozenset[tuple[UUID, UUID]] = frozenset()) -> bool:
    """Whether the listener may read what the event tells of. `clients`: (production, person) of every client whom the others read."""
    person = listener.identity
    if event.person_ids is not None:
        return person.id in event.person_ids
    if event.project_id is None:
        return _in_studio(event, person)
    role = person.role_in(event.project_id)
    if role is None:
        return False
    if role == VENDOR and not _works_on(event, listener):
        return False
    if role == CLIENT and event.prefix == "comment" and not _client_reads(event, person, clients):
        return False
    return _is_of(OF_PRODUCTION.get(event.prefix, EVERYBODY), role)


def _in_studio(event: Happening, person: Identity) -> bool:
    if event.prefix == "person":
        return person.role != CLIENT or event.data.get("person_id") == str(person.id)
    return _is_of(OF_STUDIO.get(event.prefix, STAFF), person.role)


def _is_of(group: str, role: str) -> bool:
    if role == ADMIN or group == EVERYBODY:
        return True
    if group == MANAGERS:
        return role == MANAGER
    if group == ADMINS:
        return False
    return role != VENDOR and (group == NOT_VENDORS or role != CLIENT)


def _works_on(event: Happening, listener: Listener) -> bool:
    """Whether a vendor has a task on what the event names; true where it names neither task nor entity."""
    data = event.data if isinstance(event.data, dict) else {}
    task = parse_id(data.get("task_id"))
    if task is not None:
        return task in listener.tasks or data.get("person_id") == str(listener.identity.id)
    named = [known for known in (parse_id(data.get(key)) for key in ENTITY_KEYS) if known]
    return not named or any(ident in listener.entities for ident in named)


def _client_reads(event: Happening, person: Identity, clients: frozenset[tuple[UUID, UUID]]) -> bool:
    """Whether a client reads the comment: meant for clients, their own, or of one whom they read. Where the event does not tell, only ids leave."""
    if "for_client" not in event.data or event.data["for_client"]:
        return True
    author = parse_id(event.data.get("person_id"))
    return author is not None and (author == person.id or (event.project_id, author) in clients)
