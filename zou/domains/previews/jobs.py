"""Making the files of previews in the workers."""

import logging
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import execute, session
from zou.db.unit import unit_of_work
from zou.domains.previews import making
from zou.domains.previews.kinds import HIGH_FIRST, LOW_FIRST
from zou.domains.previews.ready import make_broken, make_ready
from zou.domains.previews.telling import project_of
from zou.events import emit
from zou.jobs import enqueue, job
from zou.jobs.run import report_progress
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.kit.queues import MOVIES
from zou.models import PreviewFile, Task
from zou.storage.files import files
from zou.storage.passing import scratch, sweep
from zou.storage.register import record
from zou.storage.serving import path_of
from zou.storage.uploads import PENDING

log = logging.getLogger(__name__)

#: Seconds between two live events about the progress of a movie.
TELL_EVERY = 2.0
#: The most seconds that a job on a movie may last; what it may last by its length is the encoder's own limit.
LONGEST = 24 * 3600


def pending(preview_file_id: UUID, extension: str) -> Path:
    """Where the upload of a preview waits for its job."""
    return files().folder(PENDING) / f"{preview_file_id}.{extension}"


def give_up(args: dict[str, Any], reason: str) -> None:
    """Mark the preview of a job that failed for good broken, with the reason."""
    _break(UUID(args["preview_file_id"]), args["extension"], reason)


@job("process_picture", timeout=900, failed=give_up)
def process_picture(preview_file_id: str, extension: str) -> None:
    """Make the variants of an uploaded picture, and the preview ready."""
    _process(UUID(preview_file_id), extension, lambda ident, source, folder: making.make_picture(ident, source, folder))


@job("process_movie", queue=MOVIES, timeout=LONGEST, failed=give_up)
def process_movie(preview_file_id: str, extension: str, normalize: bool = True) -> None:
    """Make the movies of an upload, its pictures and its tiles, and the preview ready."""
    tell = Progress(UUID(preview_file_id))
    _process(UUID(preview_file_id), extension, lambda ident, source, folder: making.make_movie(ident, source, folder, normalize=normalize, tell=tell))


def _process(ident: UUID, extension: str, make: Any) -> None:
    """Make the files of a preview that waits for them. Nothing where it is ready, or gone: done twice, it does no harm."""
    from zou.media.errors import MediaBroken

    source = pending(ident, extension)
    sweep()
    with unit_of_work(writes=False):
        status = execute(sa.select(PreviewFile.status).where(PreviewFile.id == ident)).scalar()
    if status != "processing":
        source.unlink(missing_ok=True)
        return
    if not source.exists():
        _break(ident, extension, "The uploaded file is not on this machine any more.")
        return
    try:
        with scratch() as folder:
            _finish(ident, make(ident, source, folder))
    except MediaBroken as error:
        _break(ident, extension, error.reason)
    except NotFound:
        log.info("preview %s was removed before its files were made", ident)
    source.unlink(missing_ok=True)


def _finish(ident: UUID, made: making.Made) -> None:
    """Make the preview ready, in one unit of work with what follows; where it was removed meanwhile, its files go, too."""
    try:
        with unit_of_work():
            make_ready(ident, made.values, made.written)
            if made.tiles_later:
                enqueue("make_tiles", preview_file_id=ident)
    except NotFound:
        log.info("preview %s was removed while its files were made", ident)
        made.take_back()


def _break(ident: UUID, extension: str, reason: str) -> None:
    with unit_of_work():
        make_broken(ident, reason)
    pending(ident, extension).unlink(missing_ok=True)


@job("make_tiles", queue=MOVIES, timeout=LONGEST)
def make_tiles(preview_file_id: str) -> None:
    """Make the tile sheet of a movie anew. Nothing where the preview is gone."""
    ident = UUID(preview_file_id)
    with unit_of_work(writes=False):
        try:
            movie = path_of([kind.of(ident) for kind in LOW_FIRST], "mp4", preview_file_id=ident)
        except NotFound:
            return
    made = making.Made()
    with scratch() as folder:
        making.make_tiles_of(made, ident, movie, folder)
    with unit_of_work():
        if execute(sa.select(PreviewFile.id).where(PreviewFile.id == ident)).first():
            record(made.written, preview_file_id=ident)


@job("show_frame", queue=MOVIES, timeout=900)
def show_frame(preview_file_id: str, frame_number: int) -> None:
    """Make the pictures of a movie from another of its frames. Nothing where the preview is gone, or has no such frame."""
    from zou.media.errors import MediaBroken

    ident = UUID(preview_file_id)
    try:
        with unit_of_work(writes=False):
            movie = path_of([kind.of(ident) for kind in HIGH_FIRST], "mp4", preview_file_id=ident)
            fps = making.frame_rate_of(ident)
        with scratch() as folder:
            made = making.make_frame_pictures(ident, movie, folder, frame_number, fps)
    except (NotFound, MediaBroken) as error:
        log.info("preview %s keeps its pictures: %s", ident, error)
        return
    with unit_of_work():
        preview = session.get(PreviewFile, ident, with_for_update={"key_share": True})
        if preview is not None:
            record(made.written, preview_file_id=ident)
            preview.updated_at = utcnow()
            emit("preview-file:update", preview_file_id=ident, project_id=project_of(preview))


class Progress:
    """Records how far a movie has come, and tells the open browsers every now and then."""

    def __init__(self, preview_file_id: UUID) -> None:
        self.preview_file_id = preview_file_id
        self.told = time.monotonic()
        self.project_id: UUID | None = None

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self.told < TELL_EVERY:
            return
        self.told = now
        report_progress(share)
        with unit_of_work():
            if self.project_id is None:
                statement = sa.select(Task.project_id).join(PreviewFile, PreviewFile.task_id == Task.id)
                self.project_id = execute(statement.where(PreviewFile.id == self.preview_file_id)).scalar()
            values: dict[str, Any] = {"preview_file_id": self.preview_file_id, "status": "processing", "progress": round(share, 3)}
            emit("preview-file:update", live=True, project_id=self.project_id, **values)
