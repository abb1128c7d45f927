"""Tile sheets that are missing: made for the next time somebody asks."""

from typing import Any
from uuid import UUID

from flask import current_app

from zou.db.unit import writing
from zou.domains.previews.kinds import MOVIE
from zou.jobs import enqueue
from zou.kit import valkey
from zou.kit.valkey import CACHE, client

#: Seconds in which the tiles of a movie are queued once.
AGAIN = 3600


def claim(preview_file_id: UUID) -> bool:
    """Whether nobody has had the tiles of this movie made within the hour; from now on somebody has. Raises valkey.RedisError."""
    return bool(client(CACHE).set(f"tiles:{preview_file_id}", "1", nx=True, ex=AGAIN))


def queue_missing(preview: Any) -> None:
    """Have the tiles of a movie made by a worker, once an hour a movie. Nothing without workers."""
    if preview.extension != MOVIE or preview.status != "ready" or not current_app.config["ENABLE_JOB_QUEUE"]:
        return
    try:
        is_first = claim(preview.id)
    except valkey.RedisError:
        return
    if is_first:
        with writing():
            enqueue("make_tiles", unique_key=f"tiles:{preview.id}", preview_file_id=preview.id)
