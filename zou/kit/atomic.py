"""Writing files so that a final name never holds half a file."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL_SUFFIX = ".part"


@contextmanager
def replacing(target: Path, *, sync: bool = False) -> Iterator[Path]:
    """Yield a temporary name next to `target`; move it into place when the block ends well, remove it when it fails.

    Makes the folder where it is missing. With `sync` the bytes and the name are on the disk before it returns.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.parent / f".{target.name[:100]}.{secrets.token_hex(6)}{PARTIAL_SUFFIX}"
    try:
        yield partial
        if sync:
            _sync(partial)
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    if sync:
        _sync(target.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
