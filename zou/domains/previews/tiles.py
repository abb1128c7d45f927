"""Tile sheets that are missing: made for the next time somebody asks."""

from typing import Any
from uuid import UUID

from zou.domains.previews.kinds import MOVIE
from zou.jobs import once


def claim(preview_file_id: UUID) -> bool:
    """Whether nobody has had the tiles of this movie made within the hour; from now on somebody has. Raises valkey.RedisError."""
    return once.claim(_key(preview_file_id))


def queue_missing(preview: Any) -> None:
    """Have the tiles of a movie made by a worker, once an hour a movie. Nothing without workers."""
    if preview.extension == MOVIE and preview.status == "ready":
        once.enqueue_once("make_tiles", _key(preview.id), preview_file_id=preview.id)


def _key(preview_file_id: UUID) -> str:
    return f"tiles:{preview_file_id}"
