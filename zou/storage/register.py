"""The register of what is in the store.

Bytes are put before the transaction that makes them known is committed, so that what the database says exists does exist. What is taken out is marked in
the transaction, and removed from the store after the commit where that is wanted.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import db, session
from zou.db.unit import after_commit, after_rollback
from zou.kit.dates import utcnow
from zou.models import PreviewFileStorageState, StoredFile
from zou.storage.base import StoreError
from zou.storage.files import files, put
from zou.storage.names import FileKey, parse

log = logging.getLogger(__name__)

_QUIET = {"synchronize_session": False}


def keep(file: FileKey, source: Path, *, move: bool = False) -> int:
    """Store the file at `source` and register it; its size. Where the unit of work fails, the store loses it again, unless it had one of that name."""
    here = files().store
    is_new = here.info(file) is None
    size = put(file, source, move=move)
    if is_new:
        after_rollback(lambda: here.delete(file))
    record({file: size})
    return size


def keep_upload(file: FileKey, upload: Any) -> int:
    """Store a file of the request and register it; its size. It goes through the disk, never whole through memory."""
    from zou.storage.uploads import PENDING, save

    temporary = files().folder(PENDING) / f"{file.key}.upload"
    try:
        save(upload, temporary)
        return keep(file, temporary, move=True)
    finally:
        temporary.unlink(missing_ok=True)


def record(written: Mapping[FileKey, int | None], *, preview_file_id: UUID | None = None) -> None:
    """Register stored files and their sizes; those of a preview as present. At most two statements."""
    if not written:
        return
    now = utcnow()
    rows: list[dict[str, Any]] = [
        {"bucket": file.bucket, "key": file.key, "prefix": file.kind.prefix, "file_id": file.id, "size": size, "journal": []} for file, size in written.items()
    ]
    again = {"deleted_at": None, "purge_forced": False, "purged_at": None, "purge_attempts": 0, "last_error": None, "updated_at": now}
    statement = insert(StoredFile).values(rows)
    session.execute(
        statement.on_conflict_do_update(index_elements=["bucket", "key"], set_={"size": statement.excluded.size, **again}), execution_options=_QUIET
    )
    if preview_file_id:
        states = [{"preview_file_id": preview_file_id, "bucket": file.bucket, "prefix": file.kind.prefix, "state": "ok"} for file in written]
        state = insert(PreviewFileStorageState).values(states)
        session.execute(
            state.on_conflict_do_update(index_elements=["preview_file_id", "bucket", "prefix"], set_={"state": "ok", "updated_at": now}),
            execution_options=_QUIET,
        )


def discard(file_ids: Iterable[object], *, force: bool = False) -> None:
    """Mark the files that belong to these ids deleted. With `force`, or where the settings say so, the store loses them after the commit."""
    ids = [str(ident) for ident in file_ids]
    if not ids:
        return
    forced = force or files().settings.remove_files
    statement = sa.update(StoredFile).where(StoredFile.file_id.in_(ids), StoredFile.deleted_at.is_(None))
    session.execute(statement.values(deleted_at=utcnow(), purge_forced=forced, updated_at=utcnow()), execution_options=_QUIET)
    if forced:
        after_commit(lambda: purge(ids))


def purge(file_ids: Iterable[str] | None = None) -> int:
    """Remove from the store what is marked for it, of these ids (all without), and say so in the register; how many. Failures wait for the next time."""
    table = StoredFile.__table__
    statement = sa.select(table.c.id, table.c.bucket, table.c.key).where(table.c.deleted_at.is_not(None), table.c.purge_forced, table.c.purged_at.is_(None))
    if file_ids is not None:
        statement = statement.where(table.c.file_id.in_(list(file_ids)))
    purged = 0
    with committing() as connection:
        for ident, bucket, key in connection.execute(statement).all():
            values = _removed(bucket, key)
            purged += "purged_at" in values
            connection.execute(sa.update(table).where(table.c.id == ident).values(purge_attempts=table.c.purge_attempts + 1, **values))
    return purged


def purge_older_than(days: int, *, dry_run: bool = False) -> tuple[int, int]:
    """Remove from the store the files that were marked deleted so many days ago or more; how many and how many bytes. `dry_run`: only count.

    Failures wait for the next time.
    """
    table = StoredFile.__table__
    due = sa.and_(table.c.purged_at.is_(None), table.c.deleted_at <= utcnow() - dt.timedelta(days=days))
    files_and_bytes = sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(table.c.size), 0)).where(due)
    with committing() as connection:
        before = connection.execute(files_and_bytes).one()
        if dry_run:
            return before[0], int(before[1])
        connection.execute(sa.update(table).where(due).values(purge_forced=True))
        purge()
        left = connection.execute(files_and_bytes).one()
    return before[0] - left[0], int(before[1] - left[1])


def _removed(bucket: str, key: str) -> dict[str, object]:
    """What the register says of a file after the try to remove it."""
    file = parse(bucket, key)
    try:
        if file is not None:
            files().store.delete(file)
            if files().store.local_path(file) is None:
                files().copies.forget_all(file)
    except StoreError as error:
        log.warning("%s/%s stays in the store: %s", bucket, key, error)
        return {"last_error": str(error)}
    return {"purged_at": utcnow(), "last_error": None}


class committing:
    """A connection beside the session's whose every statement commits (the lent one in tests)."""

    def __enter__(self) -> sa.Connection:
        self.own = None if db.lent is not None else db.reading_engine.connect()
        return self.own if self.own is not None else db.lent  # type: ignore[return-value]

    def __exit__(self, *_error: object) -> None:
        if self.own is not None:
            self.own.close()
