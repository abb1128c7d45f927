"""The unit of work: one transaction for a request or job, its events in it, and what follows once it is committed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg2.errors
from flask import g
from sqlalchemy.exc import DBAPIError

from zou.db.session import session
from zou.kit.errors import ApiError

#: Called with nothing before the commit, inside the transaction; whatever they write is part of it.
BEFORE_COMMIT: list[Callable[[], None]] = []
#: Called with nothing after the commit. What fails here must be found again from the database.
AFTER_COMMIT: list[Callable[[], None]] = []

_OF_ONE_UNIT = ("after_commit", "after_rollback", "events", "jobs", "identity", "ahead")
_PASSING = (psycopg2.errors.DeadlockDetected, psycopg2.errors.SerializationFailure)


@contextmanager
def unit_of_work(*, writes: bool = True) -> Iterator[None]:
    """Commit once at the end of the block; roll back where it raises, unless the refusal says that it `commits`.

    With `writes` false the block reads with autocommit and commits nothing.
    """
    here = g._get_current_object()
    here.reading = not writes
    for name in _OF_ONE_UNIT:
        here.pop(name, None)
    try:
        yield
        if writes:
            commit()
    except ApiError as refusal:
        if writes and refusal.commits:
            commit()
        else:
            roll_back()
        raise
    except BaseException:
        roll_back()
        raise
    finally:
        if not writes:
            release()


@contextmanager
def writing() -> Iterator[None]:
    """A unit of work inside a handler that declares to read: one that waits for its client, or makes files, and holds no transaction meanwhile."""
    identity = g.get("identity")
    release()
    try:
        with unit_of_work():
            g.identity = identity
            yield
    finally:
        g.reading, g.identity = True, identity


def release() -> None:
    """Give a reading request's connection back while the request works on something else; the next statement takes another."""
    session.remove()
    connection = g.pop("reading_connection", None)
    if connection is not None:
        connection.close()


def commit() -> None:
    """Write what is pending, with its events, commit, then publish and enqueue."""
    session.flush()
    for before in BEFORE_COMMIT:
        before()
    session.commit()
    g.pop("after_rollback", None)
    for after in AFTER_COMMIT:
        after()
    for once in g.pop("after_commit", ()):
        once()


def roll_back() -> None:
    """Undo the unit of work: what it wrote to the database, then what it wrote elsewhere."""
    session.rollback()
    for undo in reversed(g.pop("after_rollback", [])):
        undo()


def after_rollback(call: Callable[[], object]) -> None:
    """Call `call` if this unit of work rolls back: for what it does outside of the database."""
    g.setdefault("after_rollback", []).append(call)


def after_commit(call: Callable[[], object]) -> None:
    """Call `call` once this unit of work is committed, never if it rolls back. For what may be lost with the process."""
    g.setdefault("after_commit", []).append(call)


def may_succeed_again(error: BaseException) -> bool:
    """Whether the unit of work that failed with `error` may succeed when done again: a deadlock, a serialization failure."""
    return isinstance(error, DBAPIError) and isinstance(error.orig, _PASSING)
