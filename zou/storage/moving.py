"""Copying files between the store of this installation and folders in its layout, when a studio moves to object storage, or away from it."""

import datetime as dt
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from zou.db import execute
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import AttachmentFile, Organisation, Person, PreviewBackgroundFile, PreviewFile, Project, StoredFile
from zou.storage.base import FileStore
from zou.storage.files import files
from zou.storage.local import LocalStore
from zou.storage.names import BUCKETS, FileKey
from zou.storage.passing import scratch

Wanted = Callable[[FileKey], bool]
#: What the ids of stored files are ids of.
_OWNERS = (PreviewFile, AttachmentFile, PreviewBackgroundFile, Person, Project, Organisation)


def folder_and_store() -> tuple[LocalStore, FileStore]:
    """The files under PREVIEW_FOLDER, and the object storage. Raises BadRequest where the settings name none."""
    settings = files().settings
    if settings.fs_backend == "local":
        raise BadRequest("The files are on this disk: FS_BACKEND names no object storage.")
    return LocalStore(settings.preview_folder, settings.fs_bucket_prefix), files().store


def lacking(source: FileStore, target: FileStore, wanted: Wanted) -> Iterator[FileKey]:
    """The wanted files of `source` that `target` has not, or has with another size. Raises StoreError."""
    for bucket in BUCKETS:
        for file in source.files(bucket):
            if wanted(file):
                here, there = source.info(file), target.info(file)
                if here is not None and (there is None or there.size != here.size):
                    yield file


def copy(file: FileKey, source: FileStore, target: FileStore) -> int:
    """Copy a file, whole or not at all; its size. Raises StoreError."""
    path = source.local_path(file)
    if path is not None:
        return target.put(file, path)
    with scratch() as folder:
        source.fetch(file, folder / "passing")
        return target.put(file, folder / "passing", move=True)


def wanted_files(days: int | None = None) -> Wanted:
    """Which files are wanted: those that are not marked deleted; with `days` of what has changed since then only."""
    deleted = {(row.bucket, row.key) for row in execute(sa.select(StoredFile.bucket, StoredFile.key).where(StoredFile.deleted_at.is_not(None)))}
    if days is None:
        return lambda file: (file.bucket, file.key) not in deleted
    since = utcnow() - dt.timedelta(days=days)
    changed = (sa.select(sa.cast(owner.id, sa.Text)).where(owner.updated_at >= since) for owner in _OWNERS)
    recent = set(execute(sa.union_all(*changed)).scalars())
    return lambda file: file.id in recent and (file.bucket, file.key) not in deleted
