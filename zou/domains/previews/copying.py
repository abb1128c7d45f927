"""Copying the last revision of a task's previews to a comment of another task."""

from functools import partial
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.unit import after_rollback
from zou.domains.previews.creation import add_preview
from zou.domains.previews.ready import make_ready
from zou.models import PreviewFile, StoredFile, Task
from zou.storage.files import files
from zou.storage.names import FileKey, parse

_KEPT = ("original_name", "extension", "width", "height", "duration", "file_size", "description", "is_movie", "data")


def copy_last_revision(source: Task, target: Task, comment_id: UUID) -> None:
    """Copy the previews of the highest revision of `source` that have their files to a comment of `target`, as a revision of its own.

    Emits what adding previews and storing their files emits. Where the unit of work fails, the store loses the copies again.
    """
    highest = sa.select(sa.func.max(PreviewFile.revision)).where(PreviewFile.task_id == source.id).scalar_subquery()
    statement = sa.select(PreviewFile).where(PreviewFile.task_id == source.id, PreviewFile.revision == highest, PreviewFile.status == "ready")
    for preview in session.execute(statement.order_by(PreviewFile.position, PreviewFile.created_at)).scalars().all():
        made = add_preview(target, comment_id)
        make_ready(made.id, {name: getattr(preview, name) for name in _KEPT}, _copy_files(preview.id, made.id))


def _copy_files(source_id: UUID, target_id: UUID) -> dict[FileKey, int | None]:
    store = files().store
    stored = sa.select(StoredFile.bucket, StoredFile.key, StoredFile.size).where(StoredFile.file_id == str(source_id), StoredFile.deleted_at.is_(None))
    written: dict[FileKey, int | None] = {}
    for bucket, key, size in session.execute(stored).all():
        known = parse(bucket, key)
        if known is not None:
            copied = known.kind.of(target_id)
            store.copy(known, copied)
            after_rollback(partial(store.delete, copied))
            written[copied] = size
    return written
