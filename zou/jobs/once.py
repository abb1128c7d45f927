"""Jobs that a reader brings about: what is missing is made by a worker for the next time somebody asks."""

from typing import Any

from flask import current_app

from zou.db.unit import writing
from zou.jobs.enqueue import enqueue
from zou.kit import valkey
from zou.kit.valkey import CACHE, client

#: Seconds in which a thing that is missing is made once.
AGAIN = 3600


def claim(key: str) -> bool:
    """Whether nobody has had the thing of this key made within the hour; from now on somebody has. Raises valkey.RedisError."""
    return bool(client(CACHE).set(key, "1", nx=True, ex=AGAIN))


def enqueue_once(name: str, key: str, **args: Any) -> None:
    """Have a worker run the job `name`, once an hour for a key, in a unit of work of its own. Nothing without workers, or without Valkey."""
    if not current_app.config["ENABLE_JOB_QUEUE"]:
        return
    try:
        is_first = claim(key)
    except valkey.RedisError:
        return
    if is_first:
        with writing():
            enqueue(name, unique_key=key, **args)
