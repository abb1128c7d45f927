"""Keeping processes small: optional parts of packages that are never used here, left out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Import in this block as if the packages `names` were not installed, where they are not imported yet.

    For packages that look for optional ones of many megabytes which this server has no use for there.
    """
    hidden = [name for name in names if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
