"""Preview backgrounds: their file, and its thumbnail."""

from typing import NoReturn
from uuid import UUID

import sqlalchemy as sa
from flask import Response
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage

from zou.db import session
from zou.db.find import find
from zou.db.unit import writing
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, NotFound
from zou.models import PreviewBackgroundFile
from zou.storage.files import files, put
from zou.storage.names import PICTURE_BACKGROUND, PICTURE_THUMBNAIL
from zou.storage.passing import scratch
from zou.storage.register import discard, record
from zou.storage.serving import PICTURE, Sending, send_stored
from zou.storage.uploads import name_parts, save

EXTENSION, RADIANCE = "hdr", "image/vnd.radiance"
LONGEST_NAME = 250


def take(background_id: UUID, upload: FileStorage) -> PreviewBackgroundFile:
    """Give a background its file, in place of the one it had. A file that is none removes the background.

    Raises NotFound, BadRequest. Emits preview-background-file:update and preview-background-file:add-file. Opens units of work of its own.
    """
    from zou.media.errors import MediaBroken
    from zou.media.pictures import make_background_thumbnail

    name, extension = name_parts(upload.filename)
    if extension != EXTENSION:
        _refuse(background_id, "Backgrounds are Radiance pictures, .hdr.")
    with scratch() as folder:
        source, thumbnail = folder / "upload.hdr", folder / "thumbnail.png"
        save(upload, source)
        try:
            make_background_thumbnail(source, thumbnail, max_pixels=files().settings.max_image_pixels)
        except MediaBroken as error:
            _refuse(background_id, error.reason)
        with writing():
            background = find(PreviewBackgroundFile, background_id, lock=True)
            file, small = PICTURE_BACKGROUND.of(background.id), PICTURE_THUMBNAIL.of(background.id)
            size = put(file, source, move=True)
            record({file: size, small: put(small, thumbnail, move=True)})
            background.original_name, background.extension, background.file_size = name[:LONGEST_NAME], EXTENSION, size
            background.updated_at = utcnow()
            session.flush()
            emit("preview-background-file:update", preview_background_file_id=background.id)
            emit("preview-background-file:add-file", preview_background_file_id=background.id, extension=EXTENSION)
    return background


def _refuse(background_id: UUID, reason: str) -> NoReturn:
    """Remove the background whose file cannot be taken, unless a production uses it. Raises BadRequest. Emits preview-background-file:delete."""
    try:
        with writing():
            find(PreviewBackgroundFile, background_id, lock=True)
            remove(background_id)
            emit("preview-background-file:delete", preview_background_file_id=background_id)
    except IntegrityError:
        reason += " The background stays: a production uses it."
    raise BadRequest(reason)


def remove(background_id: UUID) -> None:
    """Remove a background and its files. The database refuses it while a production or a template uses it."""
    session.execute(sa.delete(PreviewBackgroundFile).where(PreviewBackgroundFile.id == background_id), execution_options={"synchronize_session": False})
    discard([background_id])


def send(background: PreviewBackgroundFile, extension: str) -> Response:
    """The reply with the background's file. Raises NotFound (another extension, nothing uploaded)."""
    if not background.extension or extension.lower() != background.extension:
        raise NotFound("The background has no such file.")
    name = f"{background.original_name or background.name}.{background.extension}"
    return send_stored([PICTURE_BACKGROUND.of(background.id)], extension, Sending(RADIANCE, modified=background.updated_at, name=name))


def send_thumbnail(background: PreviewBackgroundFile) -> Response:
    """The reply with the background's thumbnail. Raises NotFound."""
    return send_stored([PICTURE_THUMBNAIL.of(background.id)], "png", Sending(PICTURE, modified=background.updated_at))
