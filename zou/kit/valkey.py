"""Clients of Valkey (or Redis), with time limits, one a database and process."""

from functools import lru_cache
from typing import Any

import redis
from flask import current_app

TOKENS, CACHE, EVENTS, JOBS, SHARED = range(5)
#: Seconds after which Valkey is taken to be away.
PATIENCE = 2.0


def client(db: int) -> redis.Redis:
    """The client of database `db` for the application at hand. Its calls raise redis.RedisError where Valkey is away."""
    return connect(current_app.config["VALKEY_URL"](db))


@lru_cache(maxsize=32)
def connect(url: str, **options: Any) -> redis.Redis:
    """A client for an address such as `redis://host:port/2` or `unix:///path?db=2`."""
    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, health_check_interval=30, **options)
