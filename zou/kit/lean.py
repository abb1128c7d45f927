"""Keeping processes small and their start short."""

import gc
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


@contextmanager
def lasting() -> Iterator[None]:
    """For starting, when much is made and nothing is thrown away: no garbage collection in this block, and none of what it made is looked through later.

    Collecting takes a third of the time of an import otherwise, and milliseconds off a request now and then.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
