"""What stands before every handler: the unit of work, the token, the declared rights."""

from contextlib import AbstractContextManager
from typing import Any

from flask import g, request

from zou.access.loading import fetch
from zou.access.sessions import admit_token
from zou.access.tokens import read_token
from zou.db.unit import may_succeed_again, unit_of_work
from zou.kit.errors import Forbidden
from zou.kit.http import Declaration

READING = ("GET", "HEAD", "OPTIONS")


class AccessGate:
    """The gate of the server's routes (see zou.kit.http)."""

    def work(self, *, writes: bool) -> AbstractContextManager[None]:
        """One unit of work for the request."""
        return unit_of_work(writes=writes)

    def admit(self, declaration: Declaration, params: dict[str, Any]) -> None:
        """Know who calls, unless the route is public. Raises Unauthorized, InvalidToken, Forbidden."""
        policy = declaration.access
        if policy is None:
            raise Forbidden("Nobody may call this: it declares no access.")
        if policy.public:
            return
        claims = read_token(policy.token)
        identity = g.identity = admit_token(claims, before_second_factor=bool(declaration.access_options.get("before_second_factor")))
        if identity.preview_project_id and request.method not in READING:
            raise Forbidden("This account may only read.")
        if policy.persons_only and identity.is_bot:
            raise Forbidden("Bots may not do this.")

    def grant(self, declaration: Declaration, params: dict[str, Any]) -> dict[str, Any]:
        """Check the declared rights, then give the handler what it asks for by name."""
        policy = declaration.access
        granted = policy.check(params) if policy.check else params
        return fetch(granted if granted is not None else params, declaration.wants)

    def retries(self, error: Exception) -> bool:
        """Whether to do the work again: after a deadlock or a serialization failure."""
        return may_succeed_again(error)
