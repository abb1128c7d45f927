"""What the product is about, one folder each."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from flask import Flask


def mount(app: Flask) -> None:
    """Put every domain into `app`: its `hooks` of the generic routes, its `jobs`, and the `room` of its `routes`."""
    for found in iter_modules(__path__):
        domain = f"{__name__}.{found.name}"
        for part in ("hooks", "jobs"):
            if find_spec(f"{domain}.{part}"):
                import_module(f"{domain}.{part}")
        if find_spec(f"{domain}.routes"):
            import_module(f"{domain}.routes").room.mount(app)
