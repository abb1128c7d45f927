"""The application's store, and the register of what is in it: a file is stored in the unit of work that makes its row."""

import os
import tempfile
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.dialects.postgresql import insert

from zou.db import session
from zou.db.unit import after_rollback
from zou.kit.dates import utcnow
from zou.models import StoredFile
from zou.storage.base import FileStore, StoreConfig
from zou.storage.factory import make_store
from zou.storage.names import FileKey


def store() -> FileStore:
    """The store of the application at hand, as its settings have it."""
    found = current_app.extensions.get("store")
    if found is None:
        found = current_app.extensions["store"] = make_store(store_config(current_app.config["SETTINGS"]))
    return found


def store_config(settings: Any) -> StoreConfig:
    """Where the settings put files."""
    return StoreConfig(
        backend=settings.fs_backend,
        folder=settings.preview_folder,
        bucket_prefix=settings.fs_bucket_prefix,
        s3_region=settings.fs_s3_region,
        s3_endpoint=settings.fs_s3_endpoint,
        s3_access_key=settings.fs_s3_access_key,
        s3_secret_key=settings.fs_s3_secret_key,
        s3_create_bucket=settings.fs_s3_create_bucket,
        s3_aes256_encrypted=settings.fs_s3_aes256_encrypted,
        s3_aes256_key=settings.fs_s3_aes256_key,
    )


def keep(file: FileKey, source: Path, *, move: bool = False) -> int:
    """Store the file at `source` and register it; its size. Where the unit of work fails, the store loses it again."""
    size = store().put(file, source, move=move)
    here = store()
    after_rollback(lambda: here.delete(file))
    now = utcnow()
    values = {"bucket": file.bucket, "key": file.key, "prefix": file.kind.prefix, "file_id": file.id, "size": size}
    again = {"size": size, "deleted_at": None, "purged_at": None, "purge_forced": False, "updated_at": now}
    statement = insert(StoredFile).values(**values)
    session.execute(statement.on_conflict_do_update(index_elements=[sa.column("bucket"), sa.column("key")], set_=again))
    return size


def keep_upload(file: FileKey, upload: Any) -> int:
    """Store a file of the request and register it; its size. It goes through the disk, never whole through memory."""
    folder = Path(current_app.config["SETTINGS"].tmp_dir)
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="upload-", dir=folder)
    os.close(handle)
    temporary = Path(name)
    try:
        upload.save(temporary)
        return keep(file, temporary, move=True)
    finally:
        temporary.unlink(missing_ok=True)
