"""Folders for files that are being made, and what dead processes leave of them."""

import os
import secrets
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from zou.storage.files import files
from zou.storage.uploads import PENDING

PROCESSING = "processing"
#: Seconds after which what another machine has left behind is taken for forgotten.
FORGOTTEN = 24 * 3600


@contextmanager
def scratch() -> Iterator[Path]:
    """An empty folder for making files, gone at the end."""
    folder = files().folder(PROCESSING) / f"{socket.gethostname()}.{os.getpid()}.{secrets.token_hex(6)}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> int:
    """Remove what processes that are dead have left: folders of their work, uploads that never became a preview's; how many."""
    removed = 0
    for folder in files().folder(PROCESSING).iterdir():
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    for path in files().folder(PENDING).iterdir():
        # What waits for its job is named by its preview alone.
        if len(path.stem) != 36 and _age(path) > FORGOTTEN:
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _is_abandoned(folder: Path) -> bool:
    host, _, rest = folder.name.rpartition(".")[0].rpartition(".")
    if host == socket.gethostname() and rest.isdigit():
        return not Path(f"/proc/{rest}").exists() if Path("/proc/self").exists() else _age(folder) > FORGOTTEN
    return _age(folder) > FORGOTTEN


def _age(path: Path) -> float:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime
    return 0.0
