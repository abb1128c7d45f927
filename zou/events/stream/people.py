"""What the stream knows about the people who are connected, read from the database."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, Identity
from zou.access.sessions import admit_token
from zou.access.tokens import check_token
from zou.db import execute, rows
from zou.events.stream.audience import Listener
from zou.kit.errors import ApiError, Unauthorized
from zou.models import Person, ProjectPersonLink

#: Events after which memberships, roles and assignments are read anew before anybody is told.
CHANGING = frozenset({"project:new", "project:update", "project:delete", "person:new", "person:update", "person:delete", "task:assign", "task:unassign"})

_PEOPLE = sa.text("""
    SELECT p.id, p.role,
           ARRAY(SELECT project_id::text || coalesce(role, '') FROM project_person_link WHERE person_id = p.id) AS teams,
           ARRAY(SELECT t.id::text || t.entity_id::text FROM task_person_link l JOIN task t ON t.id = l.task_id WHERE l.person_id = p.id
                 AND (p.role = 'vendor' OR EXISTS (SELECT 1 FROM project_person_link WHERE person_id = p.id AND role = 'vendor'))) AS work
    FROM person p WHERE p.id = ANY(:ids) AND p.active""")


@dataclass(frozen=True)
class Census:
    """Who listens, and who is a client of which production."""

    listeners: dict[UUID, Listener]
    clients: frozenset[tuple[UUID, UUID]]

    def with_people(self, more: dict[UUID, Listener]) -> "Census":
        """The census with these people in it, as they are now."""
        return Census({**self.listeners, **more}, self.clients)


def admit(tokens: Iterable[str]) -> tuple[str, Identity]:
    """The first good token and whose it is. Raises ApiError that says why none is."""
    refused: ApiError | None = None
    for text in tokens:
        try:
            return text, admit_token(check_token(text))
        except ApiError as error:
            refused = refused or error
    raise refused or Unauthorized("Sign in first: no token was sent.")


def count_people(known: dict[UUID, Identity]) -> Census:
    """Read anew what rights to events depend on, of these people. Who is not in it has no account any more, or an inactive one. Two statements."""
    return Census(read_people(known), frozenset(_clients()))


def read_people(known: dict[UUID, Identity]) -> dict[UUID, Listener]:
    """The same of people alone. One statement."""
    listeners = {}
    for row in rows(_PEOPLE, {"ids": list(known)}):
        identity = replace(known[row["id"]], role=str(row["role"]), teams={UUID(team[:36]): team[36:] or None for team in row["teams"]})
        listeners[row["id"]] = _listener(identity, row["work"])
    return listeners


def _listener(identity: Identity, work: list[str]) -> Listener:
    return Listener(identity, frozenset(UUID(pair[:36]) for pair in work), frozenset(UUID(pair[36:]) for pair in work))


def _clients() -> Iterable[tuple[UUID, UUID]]:
    link: Any = ProjectPersonLink
    statement = sa.select(link.project_id, link.person_id).join(Person, Person.id == link.person_id)
    return [(row[0], row[1]) for row in execute(statement.where(sa.func.coalesce(link.role, Person.role) == CLIENT))]
