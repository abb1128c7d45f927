"""ONE generic list, create, read, update and delete, and one table that declares the models it serves."""

from flask import Flask

from zou.crud.routes import make_room
from zou.crud.table import hooks


def mount(app: Flask) -> None:
    """Put the generic routes into `app`."""
    make_room().mount(app)


__all__ = ["hooks", "mount"]
