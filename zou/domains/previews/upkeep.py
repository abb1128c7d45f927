"""Mending what belongs to previews that are ready: sizes, thumbnails, tiles, times of drawings, what is known of the store."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import session
from zou.db.unit import unit_of_work
from zou.domains.previews import annotations, jobs, making, tiles
from zou.domains.previews.kinds import DOCUMENT, HIGH_FIRST, MOVIE, PICTURE, VARIANTS
from zou.domains.previews.telling import project_of
from zou.events import emit
from zou.jobs import enqueue
from zou.kit import valkey
from zou.kit.dates import utcnow
from zou.models import PreviewFile, PreviewFileStorageState
from zou.storage.files import files
from zou.storage.names import KINDS, MOVIE_HIGH, MOVIE_LOW, PICTURE_ORIGINAL, PICTURE_TILES, FileKey, Kind
from zou.storage.passing import scratch
from zou.storage.register import record
from zou.storage.serving import path_of

_BY_PREFIX = {(kind.bucket, kind.prefix): kind for kind in KINDS}


def measure(preview_file_id: UUID, extension: str) -> None:
    """Store the size, length and bytes of a picture or a movie as they are in the store.

    Raises NotFound where the store has no file of it, MediaBroken. Emits preview-file:update where something was wrong.
    """
    from zou.media.decode import picture_size
    from zou.media.probe import probe

    with unit_of_work(writes=False):
        path = path_of([kind.of(preview_file_id) for kind in _shown_by(extension)], extension, preview_file_id=preview_file_id)
    if extension == MOVIE:
        info = probe(path)
        values = {"width": info.width, "height": info.height, "duration": info.duration, "file_size": info.file_size}
    else:
        width, height = picture_size(path, files().settings.max_image_pixels)
        values = {"width": width, "height": height, "duration": 0, "file_size": path.stat().st_size}
    _write(preview_file_id, values)


def _shown_by(extension: str) -> tuple[Kind, ...]:
    return HIGH_FIRST if extension == MOVIE else (PICTURE_ORIGINAL,)


def remake_thumbnails(preview_file_id: UUID) -> None:
    """Make the small pictures of a preview anew, from its picture in the store: of a movie, the frame that was chosen for it.

    Raises NotFound where the store has no picture of it, MediaBroken, StoreError. Emits preview-file:update.
    """
    with unit_of_work(writes=False):
        original = path_of([PICTURE_ORIGINAL.of(preview_file_id)], PICTURE, preview_file_id=preview_file_id)
    with scratch() as folder:
        made = making.make_picture(preview_file_id, original, folder)
    with unit_of_work():
        record(made.written, preview_file_id=preview_file_id)
    _write(preview_file_id, {}, always=True)


def remake_tiles(preview_file_id: UUID, *, anew: bool = False) -> bool:
    """Make the tile sheet of a movie, where it has none or `anew`; whether one was made."""
    if not anew and _is_stored(PICTURE_TILES.of(preview_file_id)):
        return False
    jobs.make_tiles(str(preview_file_id))
    return _is_stored(PICTURE_TILES.of(preview_file_id))


def has_tiles(preview_file_id: UUID) -> bool:
    """Whether the store has the tile sheet of a movie."""
    return _is_stored(PICTURE_TILES.of(preview_file_id))


def queue_tiles(preview_file_id: UUID, *, force: bool = False) -> bool:
    """Have a worker make the tile sheet of a movie, which is tried once an hour unless `force`; whether it was queued."""
    try:
        if not tiles.claim(preview_file_id) and not force:
            return False
    except valkey.RedisError:
        pass  # without Valkey nobody knows when it was tried
    with unit_of_work():
        return enqueue("make_tiles", unique_key=f"tiles:{preview_file_id}", preview_file_id=preview_file_id) is not None


def _is_stored(file: FileKey) -> bool:
    return files().store.info(file) is not None


def snap_annotations(preview_file_id: UUID, *, dry_run: bool = False) -> bool:
    """Put the drawings of a movie on its frames, those of one frame together; whether something changes. Emits preview-file:update."""
    with unit_of_work(writes=not dry_run):
        preview = session.get(PreviewFile, preview_file_id, with_for_update=None if dry_run else {"key_share": True})
        if preview is None or not isinstance(preview.annotations, list):
            return False
        snapped = annotations.on_frames(preview.annotations, making.frame_rate_of(preview.id))
        if snapped == preview.annotations:
            return False
        if not dry_run:
            preview.annotations, preview.updated_at = snapped, utcnow()
            emit("preview-file:update", preview_file_id=preview.id, project_id=project_of(preview))
    return True


def look_for(preview_file_id: UUID, extension: str, data: Any, *, dry_run: bool = False) -> Iterable[FileKey]:
    """The files that a preview should have and the store has not. What was found is remembered, unless `dry_run`."""
    found = {file: _is_stored(file) for file in expected(preview_file_id, extension, data)}
    if found and not dry_run:
        rows = [
            {"preview_file_id": preview_file_id, "bucket": file.bucket, "prefix": file.kind.prefix, "state": "ok" if there else "missing"}
            for file, there in found.items()
        ]
        statement = insert(PreviewFileStorageState).values(rows)
        known = statement.on_conflict_do_update(
            index_elements=["preview_file_id", "bucket", "prefix"], set_={"state": statement.excluded.state, "updated_at": utcnow()}
        )
        with unit_of_work():
            if session.execute(sa.select(PreviewFile.id).where(PreviewFile.id == preview_file_id).with_for_update(key_share=True)).first():
                session.execute(known)
    return [file for file, there in found.items() if not there]


def expected(preview_file_id: UUID, extension: str, data: Any) -> list[FileKey]:
    """The files that a preview which is ready should have in the store."""
    if extension not in (PICTURE, MOVIE):
        return [DOCUMENT.of(preview_file_id)]
    kinds = list(VARIANTS.values())
    if extension == MOVIE:
        prefixes = data.get("movie_prefixes") if isinstance(data, dict) else None
        known = [_BY_PREFIX["movies", prefix] for prefix in prefixes or () if ("movies", prefix) in _BY_PREFIX]
        kinds += [*(known or (MOVIE_HIGH, MOVIE_LOW)), PICTURE_TILES]
    return [kind.of(preview_file_id) for kind in kinds]


def _write(preview_file_id: UUID, values: dict[str, Any], *, always: bool = False) -> None:
    """Give a preview these values, where it is still there and one of them differs, or `always`."""
    with unit_of_work():
        preview = session.get(PreviewFile, preview_file_id, with_for_update={"key_share": True})
        if preview is None or not (always or any(getattr(preview, name) != value for name, value in values.items())):
            return
        for name, value in values.items():
            setattr(preview, name, value)
        preview.updated_at = utcnow()
        session.flush()
        emit("preview-file:update", preview_file_id=preview.id, project_id=project_of(preview))
