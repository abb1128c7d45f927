"""What has changed in a production since a process last looked.

Triggers of PostgreSQL write into `board_change` which entity a transaction touches, inside that transaction, whoever makes it. A reader keeps
the snapshot in which it last looked. The transactions that its next statement sees, and that snapshot did not, are exactly those that were
committed in between: neither clocks nor numbers nor the order of commits matter, and writers share no row that they would queue for.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from zou.db.rows import run

#: The production of changes that concern all of them.
EVERYWHERE = UUID(int=0)

# A server that was started anew, or another database, may have lost or brought back transactions: nothing known of the former one holds.
_NEWS = """
SELECT now.snapshot::text,
       concat(pg_postmaster_start_time(), ' ', (SELECT oid FROM pg_database WHERE datname = current_database())),
       pg_current_xact_id_if_assigned() IS NOT NULL,
       (SELECT array_agg(DISTINCT c.entity_id::text) FROM board_change c
        WHERE c.project_id IN (%(project)s, %(everywhere)s) AND c.xid >= pg_snapshot_xmin(seen.snapshot)::text::bigint
          AND c.xid < pg_snapshot_xmax(now.snapshot)::text::bigint AND NOT pg_visible_in_snapshot(c.xid::text::xid8, seen.snapshot)),
       (SELECT array_agg(t.entity_id || ' ' || t.id) FROM subscription s JOIN task t ON t.id = s.task_id
        WHERE s.person_id = %(person)s AND t.project_id = %(project)s)
FROM (SELECT pg_current_snapshot() AS snapshot) now, (SELECT coalesce(%(seen)s::pg_snapshot, pg_current_snapshot()) AS snapshot) seen"""


@dataclass(frozen=True)
class Mark:
    """A moment of the database: a snapshot, and the run of the server that it belongs to."""

    snapshot: str
    run: str


@dataclass(frozen=True)
class News:
    """What a look at a production found.

    `whole`: it must be read anew. `ids`: the entities that were touched since. `followed`: the tasks that the person follows, by entity.
    `writing`: the look was taken inside a transaction that writes, so that nothing may be concluded for others.
    """

    mark: Mark
    writing: bool
    whole: bool
    ids: frozenset[str] = frozenset()
    followed: dict[str, frozenset[str]] = field(default_factory=dict)


def look(project_id: UUID, person_id: UUID, since: Mark | None) -> News:
    """What has changed in the production since, in one statement. Without `since` it must be read whole."""
    params: dict[str, Any] = {
        "project": str(project_id),
        "everywhere": str(EVERYWHERE),
        "person": str(person_id),
        "seen": since.snapshot if since else None,
    }
    snapshot, server, writing, ids, followed = run(_NEWS, params).one()
    mark = Mark(snapshot, server)
    by_entity: dict[str, set[str]] = {}
    for pair in followed or ():
        entity, _, task = pair.partition(" ")
        by_entity.setdefault(entity, set()).add(task)
    following = {entity: frozenset(tasks) for entity, tasks in by_entity.items()}
    whole = since is None or since.run != server or None in (ids or ())
    return News(mark, writing, whole, frozenset(ids or ()) if not whole else frozenset(), following)


def followed_tasks(project_id: UUID, person_id: UUID) -> dict[str, frozenset[str]]:
    """The tasks of the production that the person follows, by entity. One statement."""
    return look(project_id, person_id, None).followed


__all__ = ["EVERYWHERE", "Mark", "News", "followed_tasks", "look"]
