"""Copies of remote files on the local disk, for what needs a path: conditional requests, ranges, encoders."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from zou.storage.base import FileStore, StoreError
from zou.storage.names import FileKey

FETCHES_AT_ONCE = 4

logger = logging.getLogger(__name__)


class LocalCopies:
    """Gives a path for any stored file: its own where the store is on this disk, a copy under `folder` where it is remote."""

    def __init__(self, store: FileStore, folder: Path) -> None:
        self.store = store
        self.folder = folder
        self._fetching: set[FileKey] = set()
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None

    def find(self, file: FileKey, extension: str, size: int | None = None) -> Path | None:
        """A path that can be read now, without asking the storage; None where there is none, or a copy of another size than `size`."""
        path = self.store.local_path(file) or self._copy_path(file, extension)
        try:
            found = path.stat().st_size
        except OSError:
            return None
        return path if size is None or found == size or self.store.local_path(file) else None

    def get(self, file: FileKey, extension: str, size: int | None = None) -> Path:
        """A path to the file, fetched where there is no good copy yet. Raises FileMissing, StoreFull, StoreUnavailable."""
        found = self.find(file, extension, size)
        if found:
            return found
        path = self._copy_path(file, extension)
        self.store.fetch(file, path)
        return path

    def fetch_later(self, file: FileKey, extension: str) -> bool:
        """Start fetching a copy in the background; False where it is on its way already or enough others are."""
        with self._lock:
            if file in self._fetching or len(self._fetching) >= FETCHES_AT_ONCE:
                return False
            self._fetching.add(file)
            self._pool = self._pool or ThreadPoolExecutor(FETCHES_AT_ONCE, thread_name_prefix="fetch")
            self._pool.submit(self._fetch, file, extension)
        return True

    def forget(self, file: FileKey, extension: str) -> None:
        """Drop the copy of a file that was replaced or removed in the store."""
        self._copy_path(file, extension).unlink(missing_ok=True)

    def forget_all(self, file: FileKey) -> None:
        """Drop the copies of a file, whatever their extensions."""
        for path in self.folder.glob(f"cache-{file.key}.*"):
            path.unlink(missing_ok=True)

    def _fetch(self, file: FileKey, extension: str) -> None:
        try:
            self.store.fetch(file, self._copy_path(file, extension))
        except StoreError as error:
            logger.warning("No local copy of %s: %s", file, error)
        finally:
            with self._lock:
                self._fetching.discard(file)

    def _copy_path(self, file: FileKey, extension: str) -> Path:
        return self.folder / f"cache-{file.key}.{extension}"
