"""Making the files of previews anew from what the store has of them."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import find
from zou.db.unit import unit_of_work
from zou.domains.previews import making
from zou.domains.previews.kinds import MOVIE, PICTURE
from zou.domains.previews.ready import make_broken, make_ready
from zou.domains.previews.telling import project_of
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.models import PreviewFile
from zou.storage import StoreError
from zou.storage.names import MOVIE_SOURCE
from zou.storage.passing import scratch
from zou.storage.serving import path_of


def renormalise(preview_file_id: UUID) -> str:
    """Encode a movie again from its stored source, in this process; the status that the preview has then: ready, missing (no source) or broken.

    Opens units of work of its own. Raises NotFound for an unknown preview.
    """
    from zou.media.errors import MediaBroken

    try:
        with unit_of_work(writes=False):
            source = path_of([MOVIE_SOURCE.of(preview_file_id)], "mp4", preview_file_id=preview_file_id)
    except NotFound:
        return _note(preview_file_id, "missing")
    _note(preview_file_id, "processing")
    try:
        with scratch() as folder:
            made = making.make_movie(preview_file_id, source, folder, normalize=True)
            kept = made.values["data"]["movie_prefixes"]
            made.values["data"]["movie_prefixes"] = [*kept, *({MOVIE_SOURCE.prefix} - set(kept))]
            with unit_of_work():
                return make_ready(preview_file_id, made.values, made.written, shows=_is_newest(preview_file_id)).status
    except (MediaBroken, StoreError) as error:
        with unit_of_work():
            make_broken(preview_file_id, str(error))
        return "broken"


def _is_newest(preview_file_id: UUID) -> bool:
    """Whether the task has no later revision to show: an old movie that is encoded again stays an old one."""
    preview = find(PreviewFile, preview_file_id)
    shown = (PreviewFile.status == "ready", PreviewFile.position == 1, PreviewFile.extension.in_((PICTURE, MOVIE)))
    later = sa.select(PreviewFile.id).where(PreviewFile.task_id == preview.task_id, PreviewFile.revision > preview.revision, *shown)
    return session.execute(later.limit(1)).first() is None


def _note(preview_file_id: UUID, status: str) -> str:
    """Give a preview a status. Emits preview-file:update."""
    with unit_of_work():
        preview = find(PreviewFile, preview_file_id, lock=True)
        preview.status, preview.updated_at = status, utcnow()
        session.flush()
        emit("preview-file:update", preview_file_id=preview.id, status=status, project_id=project_of(preview))
    return status
