"""Clients of Valkey (or Redis), with time limits, one a database and process."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import current_app

if TYPE_CHECKING:
    import redis
    from redis import RedisError as RedisError

TOKENS, CACHE, EVENTS, JOBS, SHARED = range(5)
#: Seconds after which Valkey is taken to be away.
PATIENCE = 2.0


def client(db: int) -> "redis.Redis":
    """The client of database `db` for the application at hand. Its calls raise RedisError where Valkey is away."""
    return connect(current_app.config["VALKEY_URL"](db))


@lru_cache(maxsize=32)
def connect(url: str, **options: Any) -> "redis.Redis":
    """A client for an address such as `redis://host:port/2` or `unix:///path?db=2`."""
    import redis

    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, health_check_interval=30, **options)


def __getattr__(name: str) -> Any:
    """`RedisError`, what the clients raise, is looked up when it is needed: the package takes a tenth of the application's import."""
    if name != "RedisError":
        raise AttributeError(name)
    import redis

    return redis.RedisError
