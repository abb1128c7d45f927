"""How often somebody may do something within a while. Where Valkey is away nothing is counted and everything is allowed."""

import logging
from dataclasses import dataclass
from typing import Any

from flask import current_app

from zou.kit import valkey
from zou.kit.lean import without
from zou.kit.valkey import TOKENS, client

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rate:
    """So many times within so many seconds, each name counted apart."""

    name: str
    times: int
    seconds: int

    def spend(self, who: str) -> bool:
        """Count one; whether it was within the rate."""
        return self._ask(lambda limiter, item: limiter.hit(item, self.name, who))

    def has_left(self, who: str) -> bool:
        """Whether one more would be within the rate."""
        return self._ask(lambda limiter, item: limiter.test(item, self.name, who))

    def _ask(self, call: Any) -> bool:
        from limits import RateLimitItemPerSecond

        try:
            return bool(call(_limiter(), RateLimitItemPerSecond(self.times, self.seconds)))
        except valkey.RedisError as error:
            log.warning("%s is not counted: %s", self.name, error)
            return True


def _limiter() -> Any:
    """The application's limiter, on its connections to Valkey."""
    made = current_app.extensions.get("rates")
    if made is None:
        from limits.storage import RedisStorage
        from limits.strategies import FixedWindowRateLimiter

        with without("valkey"):  # the other client, which this library would load beside ours
            storage = RedisStorage("redis://", connection_pool=client(TOKENS).connection_pool)
        made = current_app.extensions["rates"] = FixedWindowRateLimiter(storage)
    return made
