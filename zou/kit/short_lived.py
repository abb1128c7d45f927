"""Small things that expire: one-time codes, reset tokens, challenges. They live in Valkey.

Everything here raises Unavailable (503) where Valkey is away, but for what says otherwise.
"""

import logging
from typing import Any

from zou.kit import json, valkey
from zou.kit.errors import Unavailable
from zou.kit.valkey import TOKENS, client

log = logging.getLogger(__name__)


def require() -> None:
    """Raise Unavailable where Valkey is away: for what must answer the same to everybody, whether it needs Valkey for them or not."""
    _ask(lambda store: store.ping())


def put(key: str, value: Any, seconds: int) -> None:
    """Keep a JSON value under `key` for `seconds`, in the place of any other."""
    _ask(lambda store: store.set(key, json.dumps(value), ex=seconds))


def get(key: str) -> Any:
    """The value under `key`, None where there is none."""
    return _value(_ask(lambda store: store.get(key)))


def take(key: str) -> Any:
    """The value under `key`, which is gone from then on: of several callers one gets it. None where there is none."""
    return _value(_ask(lambda store: store.getdel(key)))


def drop(key: str) -> None:
    """Forget what is under `key`."""
    _ask(lambda store: store.delete(key))


def first_time(key: str, seconds: int) -> bool:
    """Whether nobody has asked this for `key` within the last `seconds`. True where Valkey is away."""
    try:
        return bool(client(TOKENS).set(key, b"1", nx=True, ex=seconds))
    except valkey.RedisError as error:
        log.warning("single use of a code cannot be checked: %s", error)
        return True


def count(key: str, seconds: int) -> int:
    """How often `key` has been counted within `seconds` of its first time, this one included. 0 where Valkey is away."""
    try:
        pipe = client(TOKENS).pipeline(transaction=True)
        pipe.incr(key)
        pipe.expire(key, seconds, nx=True)
        return int(pipe.execute()[0])
    except valkey.RedisError as error:
        log.warning("attempts cannot be counted: %s", error)
        return 0


def counted(key: str) -> int:
    """How often `key` has been counted. 0 where Valkey is away."""
    try:
        return int(client(TOKENS).get(key) or 0)
    except valkey.RedisError:
        return 0


def forget(*keys: str) -> None:
    """Drop counts; nothing where Valkey is away."""
    try:
        client(TOKENS).delete(*keys)
    except valkey.RedisError as error:
        log.warning("counts stay: %s", error)


def _ask(call: Any) -> Any:
    try:
        return call(client(TOKENS))
    except valkey.RedisError as error:
        raise Unavailable("The key-value store, which holds codes and links, does not answer; try again in a moment.") from error


def _value(found: Any) -> Any:
    return None if found is None else json.loads(found)
