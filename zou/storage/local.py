"""The file store on this machine's disk (or a network disk that all servers share)."""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from zou.kit.atomic import PARTIAL_SUFFIX, replacing
from zou.storage.base import CHUNK, FileInfo, FileMissing, StoreError, failure_of
from zou.storage.names import FileKey, parse


class LocalStore:
    """Files under `folder`, one folder a bucket, named as `zou.storage.names` says."""

    passes_ranges = True

    def __init__(self, folder: Path, bucket_prefix: str = "") -> None:
        self.folder = folder.absolute()
        self.bucket_prefix = bucket_prefix

    def local_path(self, file: FileKey) -> Path:
        return Path(self._place(file))

    def _place(self, file: FileKey) -> str:
        return f"{self.folder}/{self.bucket_prefix}{file.bucket}/{file.place}"

    def put(self, file: FileKey, source: Path, *, move: bool = False) -> int:
        with disk_errors(file):
            written = copy_into_place(source, self.local_path(file), move=move)
        if move:
            source.unlink(missing_ok=True)
        return written

    def info(self, file: FileKey) -> FileInfo | None:
        try:
            with disk_errors(file):
                stat = os.stat(self._place(file))  # noqa: PTH116 - asked for at each picture that is sent: a Path takes longer to make than this takes
        except FileMissing:
            return None
        return FileInfo(stat.st_size, f"{stat.st_mtime_ns:x}-{stat.st_size:x}", datetime.fromtimestamp(stat.st_mtime, UTC))

    def read(self, file: FileKey, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        with disk_errors(file):
            source = self.local_path(file).open("rb")
        return _chunks(file, source, start, length)

    def fetch(self, file: FileKey, target: Path) -> int:
        with disk_errors(file):
            return copy_into_place(self.local_path(file), target, sync=False)

    def copy(self, file: FileKey, to: FileKey) -> None:
        with disk_errors(file):
            copy_into_place(self.local_path(file), self.local_path(to))

    def delete(self, file: FileKey) -> bool:
        try:
            with disk_errors(file):
                self.local_path(file).unlink()
        except FileMissing:
            return False
        return True

    def files(self, bucket: str) -> Iterator[FileKey]:
        folder = self._bucket_folder(bucket)
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.endswith(PARTIAL_SUFFIX):
                first_word = path.relative_to(folder).parts[0]
                file = parse(bucket, f"{first_word}-{path.name}")
                if file and self.local_path(file) == path:
                    yield file

    def _bucket_folder(self, bucket: str) -> Path:
        return self.folder / f"{self.bucket_prefix}{bucket}"


def copy_into_place(source: Path, target: Path, *, move: bool = False, sync: bool = True) -> int:
    """Copy (or move, on the same disk) `source` to `target`, never showing half a file there; return its size."""
    with replacing(target, sync=sync) as partial:
        moved = False
        if move:
            with suppress(OSError):  # another disk: the bytes have to be copied
                source.replace(partial)
                moved = True
        if not moved:
            shutil.copyfile(source, partial)
        return partial.stat().st_size


@contextmanager
def disk_errors(file: FileKey) -> Iterator[None]:
    """Tell the errors of the disk apart: a missing file, a full disk, a disk that cannot be used."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(f"There is no file {file}.") from error
    except OSError as error:
        if error.errno in (errno.EISDIR, errno.ENOTDIR):
            raise FileMissing(f"There is no file {file}.") from error
        raise failure_of(error, file) from error


def _chunks(file: FileKey, source: BinaryIO, start: int, length: int | None) -> Iterator[bytes]:
    with source, disk_errors(file):
        source.seek(start)
        left = length
        while left is None or left > 0:
            chunk = source.read(CHUNK if left is None else min(CHUNK, left))
            if not chunk:
                return
            if left is not None:
                left -= len(chunk)
            yield chunk


def remove_stale_partials(store: LocalStore, older_than: float) -> int:
    """Remove what writers that died left behind: partial files last touched before `older_than` (seconds since 1970)."""
    removed = 0
    for path in store.folder.rglob(f"*{PARTIAL_SUFFIX}"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < older_than:
                path.unlink()
                removed += 1
    return removed


__all__ = ["LocalStore", "StoreError", "copy_into_place", "disk_errors", "remove_stale_partials"]
