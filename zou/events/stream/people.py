"""What the stream knows about the people who are connected, read from the database."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
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
from zou.models import Person, Project, ProjectPersonLink

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
    """Who listens, and whose words as a client of a production its other clients read."""

    listeners: dict[UUID, Listener]
    clients: frozenset[tuple[UUID, UUID]]

    def with_people(self, more: dict[UUID, Listener]) -> "Census":
        """The census with these people in it, as they are now."""
        return Census({**self.listeners, **more}, self.clients)

    @property
    def productions(self) -> set[UUID]:
        """The productions in whose teams they are."""
        return {project_id for listener in self.listeners.values() for project_id in listener.identity.teams}

    def remembering(self, before: "Census", productions: set[UUID]) -> "Census":
        """The census with the memberships that there were `before` in these productions, for those who still listen."""
        kept = {ident: _with_teams(now, before.listeners[ident], productions) for ident, now in self.listeners.items() if ident in before.listeners}
        return self.with_people(kept)


def admit(tokens: Iterable[str]) -> tuple[str, Identity]:
    """The first good token and whose it is. Raises ApiError that says why none is."""
    refused: ApiError | None = None
    for text in tokens:
        try:
            return text, admit_token(check_token(text))
        except ApiError as error:
            refused = refused or error
    raise refused or Unauthorized("Sign in first: no token was sent.")


def _with_teams(now: Listener, before: Listener, productions: set[UUID]) -> Listener:
    kept = {project_id: role for project_id, role in before.identity.teams.items() if project_id in productions}
    if not kept:
        return now
    identity = replace(now.identity, teams={**now.identity.teams, **kept})
    return Listener(identity, now.tasks | before.tasks, now.entities | before.entities)


def count_people(known: dict[UUID, Identity], before: Census, ended: AbstractSet[UUID] = frozenset()) -> Census:
    """Read anew what rights to events depend on, of these people. Who is not in it has no account any more, or an inactive one.

    A production that is gone has no team any more: those who were in it `before` stay in it until its end has been told (`ended`).
    Three statements at most.
    """
    census = Census(read_people(known), frozenset(_clients()))
    lost = before.productions - census.productions - ended
    if lost:
        lost -= set(execute(sa.select(Project.id).where(Project.id.in_(lost))).scalars())
    return census.remembering(before, lost) if lost else census


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
    statement = sa.select(link.project_id, link.person_id).join(Person, Person.id == link.person_id).join(Project, Project.id == link.project_id)
    heard = statement.where(sa.func.coalesce(link.role, Person.role) == CLIENT, Project.is_clients_isolated.is_not(True))
    return [(row[0], row[1]) for row in execute(heard)]
