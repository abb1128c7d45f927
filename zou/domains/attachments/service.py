"""The files of attachments."""

import re

from flask import Response

from zou.jobs import enqueue
from zou.jobs.once import enqueue_once
from zou.kit.errors import NotFound
from zou.models import AttachmentFile
from zou.storage.names import ATTACHMENT, PICTURE_THUMBNAIL
from zou.storage.serving import BYTES, PICTURE, Sending, send_stored

#: Types that a browser shows without running anything.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp", "image/avif"})
#: Their extensions: scripts often send a file without its type.
PICTURES = frozenset({"jpg", "jpeg", "png", "gif", "webp", "bmp", "avif"})
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(;[ -~]*)?\Z", re.ASCII)


def send(attachment: AttachmentFile) -> Response:
    """The reply with an attached file. Raises NotFound."""
    said = attachment.mimetype or ""
    content_type = said if _TYPE.match(said) else BYTES
    sending = Sending(content_type, modified=attachment.updated_at, name=attachment.name or "", download=content_type.lower() not in SHOWN)
    return send_stored([ATTACHMENT.of(attachment.id)], "file", sending)


def is_picture(attachment: AttachmentFile) -> bool:
    """Whether a file calls itself a picture, by its type or its name."""
    return (attachment.mimetype or "").lower() in SHOWN or attachment.extension in PICTURES


def send_thumbnail(attachment: AttachmentFile) -> Response:
    """The reply with the thumbnail of an attached picture. Raises NotFound; a missing one is made for the next time."""
    if not is_picture(attachment):
        raise NotFound("This file has no thumbnail.")
    try:
        return send_stored([PICTURE_THUMBNAIL.of(attachment.id)], "png", Sending(PICTURE, modified=attachment.updated_at))
    except NotFound:  # of a database that another server made
        enqueue_once("thumbnail_attachment", f"thumbnail:{attachment.id}", attachment_file_id=attachment.id)
        raise


def have_thumbnail_made(attachment: AttachmentFile) -> None:
    """Have the thumbnail of an attached picture made once this unit of work is committed. Nothing for other files."""
    if is_picture(attachment):
        enqueue("thumbnail_attachment", attachment_file_id=attachment.id)
