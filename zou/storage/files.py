"""The application's files: its one store, copies of remote ones, and folders for what passes."""

from functools import cached_property
from pathlib import Path

from flask import Flask, current_app

from zou.settings import Settings
from zou.storage.base import FileStore, StoreConfig
from zou.storage.copies import LocalCopies
from zou.storage.factory import make_store
from zou.storage.names import FileKey


class Files:
    """The store of an application and the folder for what passes. Opened at the first use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.tmp = settings.tmp_dir.absolute()

    @cached_property
    def store(self) -> FileStore:
        """The store that the settings name. Raises StoreUnsupported."""
        return make_store(store_config(self.settings))

    @cached_property
    def copies(self) -> LocalCopies:
        """Copies of remote files on this machine."""
        return LocalCopies(self.store, self.tmp)

    def folder(self, name: str) -> Path:
        """A folder for what passes, made where it is missing."""
        path = self.tmp / name
        path.mkdir(parents=True, exist_ok=True)
        return path


def store_config(settings: Settings) -> StoreConfig:
    """The store's configuration in the settings."""
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


def install(app: Flask, settings: Settings) -> None:
    """Give `app` its files."""
    app.extensions["files"] = Files(settings)


def files() -> Files:
    """The files of the application at hand."""
    return current_app.extensions["files"]


def put(file: FileKey, source: Path, *, move: bool = False) -> int:
    """Store the bytes of `source`; their number. `record` makes them known. Raises StoreFull, StoreUnavailable."""
    here = files()
    size = here.store.put(file, source, move=move)
    if here.store.local_path(file) is None:
        for extension in ("png", "mp4"):
            here.copies.forget(file, extension)
    return size
