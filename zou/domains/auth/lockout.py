"""Guessing is slow: failures are counted by account, also for addresses that nobody has, and by where they come from."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from flask import request

from zou.db import session
from zou.kit import short_lived
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.kit.rates import Rate
from zou.models import Person

#: Failures in a row that lock an account, and for how many seconds the first time; then twice as long each time, to a limit.
ATTEMPTS, FIRST_LOCK, LONGEST_LOCK = 5, 60, 15 * 60
#: Failures from one address of the network, and of an e-mail address that nobody has.
FROM_ADDRESS = Rate("failures-from", 120, FIRST_LOCK)
OF_NOBODY = Rate("failures-of", ATTEMPTS, FIRST_LOCK)


class TooManyAttempts(BadRequest):
    """The account or the caller is locked for now."""

    def __init__(self) -> None:
        super().__init__("Too many failed attempts: wait a minute, then try again.", too_many_failed_login_attemps=True)
        self.extra.pop("data", None)


def caller_address() -> str:
    """Where the request comes from: what the proxy says, else the peer."""
    return (request.headers.get("X-Real-IP") or request.remote_addr or "")[:50]


def is_locked(person: Person | None, login: str) -> bool:
    """Whether attempts for this account (None: there is none) are refused for now, right or wrong."""
    if not FROM_ADDRESS.has_left(caller_address()):
        return True
    if person is None:
        return not OF_NOBODY.has_left(login.lower()[:255])
    if (person.login_failed_attemps or 0) < ATTEMPTS or person.last_login_failed is None:
        return False
    locks = max(1, short_lived.counted(_locks(person)))
    seconds = min(FIRST_LOCK * 2 ** min(locks - 1, 10), LONGEST_LOCK)
    return utcnow() - person.last_login_failed < dt.timedelta(seconds=seconds)


def failed(person: Person | None, login: str) -> None:
    """Count a failure. Raise a refusal that `commits` after this, so that it stays counted."""
    FROM_ADDRESS.spend(caller_address())
    if person is None:
        OF_NOBODY.spend(login.lower()[:255])
        return
    table = Person.__table__
    # After a lock has passed, counting begins anew.
    before = sa.case((table.c.login_failed_attemps >= ATTEMPTS, 0), else_=sa.func.coalesce(table.c.login_failed_attemps, 0))
    counted = sa.update(table).where(table.c.id == person.id).values(login_failed_attemps=before + 1, last_login_failed=utcnow())
    attempts = session.execute(counted.returning(table.c.login_failed_attemps)).scalar()
    session.expire(person, ["login_failed_attemps", "last_login_failed"])
    if attempts == ATTEMPTS:
        short_lived.count(_locks(person), 3600)


def succeeded(person: Person) -> None:
    """Forget the failures of an account."""
    if person.login_failed_attemps:
        person.login_failed_attemps = 0
        short_lived.forget(_locks(person))


@contextmanager
def guarded(person: Person) -> Iterator[None]:
    """Refuse (400) while the account is locked; count a failure where the block raises BadRequest."""
    if is_locked(person, ""):
        raise TooManyAttempts()
    try:
        yield
    except BadRequest as refusal:
        failed(person, "")
        refusal.commits = True
        raise


def _locks(person: Person) -> str:
    return f"locks:{person.id}"
