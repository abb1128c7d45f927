"""Making thumbnails of attached pictures in the workers."""

import logging
from uuid import UUID

from zou.db import session
from zou.db.unit import unit_of_work
from zou.jobs import job
from zou.kit.errors import NotFound
from zou.models import AttachmentFile
from zou.storage.files import files, put
from zou.storage.names import ATTACHMENT, PICTURE_THUMBNAIL
from zou.storage.passing import scratch
from zou.storage.register import record
from zou.storage.serving import path_of

log = logging.getLogger(__name__)


@job("thumbnail_attachment", timeout=300)
def thumbnail_attachment(attachment_file_id: str) -> None:
    """Make the thumbnail of an attached picture. Nothing where it is gone, or cannot be read."""
    from zou.media.errors import MediaBroken
    from zou.media.pictures import make_thumbnail

    ident = UUID(attachment_file_id)
    file = PICTURE_THUMBNAIL.of(ident)
    try:
        with unit_of_work(writes=False):
            source = path_of([ATTACHMENT.of(ident)], "file")
        with scratch() as folder:
            make_thumbnail(source, folder / "thumbnail.png", max_pixels=files().settings.max_image_pixels)
            size = put(file, folder / "thumbnail.png", move=True)
    except (NotFound, MediaBroken) as error:
        log.info("attachment %s has no thumbnail: %s", ident, error)
        return
    with unit_of_work():
        if session.get(AttachmentFile, ident, with_for_update={"key_share": True}):
            record({file: size})
