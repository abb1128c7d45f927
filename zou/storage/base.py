"""What every file store can do, what it is configured with, and how it fails."""

import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from zou.storage.names import FileKey

CHUNK = 1 << 20
#: Errors of a disk that has no room.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class StoreError(Exception):
    """A file store could not do what was asked; the message says which file and why."""


class FileMissing(StoreError):
    """The store holds no such file."""


class StoreFull(StoreError):
    """There is no room left in the store. Nothing was written."""


class StoreUnavailable(StoreError):
    """The store does not answer, or refuses us."""


def failure_of(error: OSError, what: object) -> StoreError:
    """The error of the store for a disk that could not take or give `what`."""
    if error.errno in NO_ROOM:
        return StoreFull(f"No room left to store {what}.")
    return StoreUnavailable(f"The file store cannot be used for {what}: {os.strerror(error.errno or 0)}.")


class StoreUnsupported(StoreError):
    """The configuration asks for something that this server cannot do."""


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """Where files live. `connect_timeout` and `read_timeout` are seconds and bound every call to a remote store."""

    backend: str = "local"
    folder: Path = Path("./previews")
    bucket_prefix: str = ""
    s3_region: str | None = None
    s3_endpoint: str | None = None
    s3_access_key: str | None = None
    s3_secret_key: str | None = None
    s3_create_bucket: bool = False
    s3_aes256_encrypted: bool = False
    s3_aes256_key: str | None = None
    connect_timeout: float = 10
    read_timeout: float = 60


@dataclass(frozen=True, slots=True)
class FileInfo:
    """A stored file: bytes, a strong tag that changes with the content, and when it was written (UTC)."""

    size: int
    etag: str
    modified: datetime


class FileStore(Protocol):
    """A place for files. Every method may raise StoreUnavailable; those that read raise FileMissing."""

    passes_ranges: bool
    """Whether a part of a file can be read without reading what stands before it."""

    def put(self, file: FileKey, source: Path, *, move: bool = False) -> int:
        """Store the file at `source`, replacing what had that name, and return its size. Raises StoreFull.

        With `move` the source is the store's afterwards, which saves a copy on the same disk.
        """

    def info(self, file: FileKey) -> FileInfo | None:
        """Size, tag and date of a file; None where there is none."""

    def read(self, file: FileKey, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The bytes of a file from `start`, `length` of them or to the end, in chunks."""

    def fetch(self, file: FileKey, target: Path) -> int:
        """Copy a stored file to `target`, whole or not at all, and return its size. Raises StoreFull."""

    def copy(self, file: FileKey, to: FileKey) -> None:
        """Store the bytes of `file` under the name `to` as well."""

    def delete(self, file: FileKey) -> bool:
        """Remove a file; False where there was none."""

    def files(self, bucket: str) -> Iterator[FileKey]:
        """Every file of a bucket whose name is one of ours."""

    def local_path(self, file: FileKey) -> Path | None:
        """Where the file is, or would be, on this machine's disk; None for a remote store."""


def exists(store: FileStore, file: FileKey) -> bool:
    """Whether the store holds the file."""
    return store.info(file) is not None


def size(store: FileStore, file: FileKey) -> int | None:
    """Bytes of a stored file; None where there is none."""
    info = store.info(file)
    return info.size if info else None
