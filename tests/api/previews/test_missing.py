"""Small pictures that are missing: made by a worker for the next time somebody asks, once an hour."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from tests.kit.media import form, movie, png
from zou.db import session
from zou.domains.attachments.service import send_thumbnail
from zou.domains.previews.tiles import queue_missing
from zou.kit.errors import NotFound
from zou.models import AttachmentFile, BackgroundJob, PreviewFile
from zou.storage.files import files
from zou.storage.names import PICTURE_THUMBNAIL


@pytest.fixture
def missed(app, work, monkeypatch):
    """Jobs that wait after a reader has asked twice for the thumbnail of this attachment and the tiles of this preview."""

    def ask(attachment_id: UUID, preview_id: UUID) -> list[str]:
        monkeypatch.setitem(app.config, "ENABLE_JOB_QUEUE", True)
        with app.test_request_context():  # past HTTP: a refusal rolls the test's one transaction back
            for _ in range(2):
                with pytest.raises(NotFound):
                    send_thumbnail(session.get_one(AttachmentFile, attachment_id))
                queue_missing(session.get_one(PreviewFile, preview_id))
            return list(session.execute(sa.select(BackgroundJob.name).where(BackgroundJob.status == "queued").order_by(BackgroundJob.name)).scalars())

    return ask


def test_what_is_missing_is_made_for_the_next_time(app, work, missed):
    note = work.comment()
    (attached,) = work.admin.post(f"/actions/tasks/{work.task.id}/comments/{note['id']}/add-attachment", **form("a.png", png())).created()
    path = f"/pictures/thumbnails/attachment-files/{attached['id']}.png"
    assert work.admin.get(path).status == 200
    with app.app_context():
        files().store.delete(PICTURE_THUMBNAIL.of(attached["id"]))
    assert work.admin.get(path).status == 404
    film = work.preview("a.mp4", movie(), query="?normalize=false")
    assert missed(UUID(attached["id"]), UUID(film["id"])) == ["make_tiles", "thumbnail_attachment"]
