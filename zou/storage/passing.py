"""Folders for files that are being made."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from zou.storage.files import files


@contextmanager
def scratch(name: object = "") -> Iterator[Path]:
    """An empty folder for making files, gone at the end. With a name it is the job's own: what a run of it that died has left there goes, too."""
    folder = files().folder("processing") / (str(name) or secrets.token_hex(8))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
