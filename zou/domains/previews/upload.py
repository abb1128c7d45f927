"""Taking the file of a preview: in the request what the client must know at once, the rest in a worker."""

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from werkzeug.datastructures import FileStorage

from zou.db.find import find
from zou.db.unit import after_rollback, writing
from zou.domains.previews import jobs, making, removal
from zou.domains.previews.kinds import MOVIE, PICTURE, row_extension
from zou.domains.previews.ready import make_ready
from zou.domains.previews.telling import project_of
from zou.events import emit
from zou.jobs import enqueue
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import PreviewFile
from zou.storage import uploads
from zou.storage.passing import scratch
from zou.storage.uploads import name_parts, size_of

LONGEST_NAME = 250


def take(preview_file_id: UUID, upload: FileStorage, *, normalize: bool, in_request: bool) -> None:
    """Take the uploaded file of a preview.

    Pictures and movies go to the workers, unless there are none or `in_request`; documents, and movies that stay as they are, are stored now.
    Raises BadRequest; for a file that can never be taken the preview is removed, too. Opens units of work of its own.
    """
    stem, extension = name_parts(upload.filename)
    kind = row_extension(extension)
    if kind is None:
        _refuse(preview_file_id, f"Files {f'of the type {extension}' if extension else 'without an extension'} are not taken.")
    if kind == MOVIE and not size_of(upload):
        _refuse(preview_file_id, "The movie is empty.")
    source = jobs.pending(preview_file_id, extension)
    waiting = source.with_name(f"{source.stem}-{id(upload):x}.{extension}")
    uploads.save(upload, waiting)
    name = stem[:LONGEST_NAME]
    in_request = in_request or not current_app.config["ENABLE_JOB_QUEUE"]
    try:
        if kind == PICTURE:
            _take_picture(preview_file_id, waiting, source, name, in_request=in_request)
        elif kind == MOVIE:
            _take_movie(preview_file_id, waiting, source, name, normalize=normalize, in_request=in_request)
        else:
            _take_document(preview_file_id, waiting, name, extension)
    finally:
        waiting.unlink(missing_ok=True)


def _refuse(preview_file_id: UUID, reason: str) -> None:
    """Remove the preview whose file cannot be taken. Raises BadRequest. Emits preview-file:delete."""
    with writing():
        _lock(preview_file_id)
        removal.remove([preview_file_id])
    raise BadRequest(reason)


def _lock(preview_file_id: UUID) -> PreviewFile:
    """The preview, locked, which must still wait for its file. Raises BadRequest, NotFound."""
    preview = find(PreviewFile, preview_file_id, lock=True)
    if preview.original_name is not None and preview.status != "broken":
        raise BadRequest("This preview has its file already: add another preview.", data=None)
    return preview


def _accept(preview: PreviewFile, name: str, extension: str, **values: Any) -> None:
    """Note what was uploaded: the preview takes no other file from now on. Emits preview-file:update."""
    given = {"original_name": name, "extension": extension, "status": "processing", "data": None, "updated_at": utcnow(), **values}
    for key, value in given.items():
        setattr(preview, key, value)
    emit("preview-file:update", preview_file_id=preview.id, status="processing", project_id=project_of(preview))


def _take_picture(preview_file_id: UUID, waiting: Path, source: Path, name: str, *, in_request: bool) -> None:
    from zou.media.errors import MediaBroken
    from zou.media.pictures import measure

    try:
        if in_request:
            with scratch() as folder:
                made = making.make_picture(preview_file_id, waiting, folder)
        else:
            width, height = measure(waiting, max_pixels=making.files().settings.max_image_pixels)
    except MediaBroken as error:
        raise BadRequest(error.reason) from error
    with writing():
        preview = _lock(preview_file_id)
        if in_request:
            _accept(preview, name, PICTURE)
            make_ready(preview_file_id, made.values, made.written)
        else:
            _accept(preview, name, PICTURE, width=width, height=height, file_size=waiting.stat().st_size)
            _hand_over(preview, "process_picture", waiting, source)


def _take_movie(preview_file_id: UUID, waiting: Path, source: Path, name: str, *, normalize: bool, in_request: bool) -> None:
    with writing():
        preview = _lock(preview_file_id)
        _accept(preview, name, MOVIE)
        _hand_over(preview, "process_movie", waiting, source, here=in_request or not normalize, normalize=normalize)


def _hand_over(preview: PreviewFile, name: str, waiting: Path, source: Path, *, here: bool = False, **args: Any) -> None:
    """Give the file to a job, which runs in this process once the preview is committed where `here`, else in a worker."""
    waiting.replace(source)
    job_id = enqueue(name, here=here, preview_file_id=preview.id, extension=source.suffix[1:], **args)
    preview.data = {"job_id": str(job_id)}


def _take_document(preview_file_id: UUID, waiting: Path, name: str, extension: str) -> None:
    with writing():
        preview = _lock(preview_file_id)
        _accept(preview, name, extension)
        made = making.make_document(preview_file_id, waiting)
        make_ready(preview_file_id, made.values, made.written)


def is_taken(upload: FileStorage) -> bool:
    """Whether a file of this name can become a preview."""
    return row_extension(name_parts(upload.filename)[1]) is not None


def take_along(preview: PreviewFile, upload: FileStorage) -> None:
    """Take the uploaded file of a preview that the unit of work at hand has made.

    Pictures and movies are processed by a job after the commit, documents are stored now. Emits preview-file:update, and for documents what `make_ready` does.
    """
    stem, extension = name_parts(upload.filename)
    kind = row_extension(extension)
    source = jobs.pending(preview.id, extension)
    uploads.save(upload, source)
    after_rollback(lambda: source.unlink(missing_ok=True))
    _accept(preview, stem[:LONGEST_NAME], str(kind))
    if kind in (PICTURE, MOVIE):
        _hand_over(preview, "process_picture" if kind == PICTURE else "process_movie", source, source)
        return
    made = making.make_document(preview.id, source)
    make_ready(preview.id, made.values, made.written)
    source.unlink(missing_ok=True)
