"""ONE generic list, create, read, update and delete, and one table that declares the models it serves."""

from flask import Flask


def mount(app: Flask) -> None:
    """Put the generic routes into `app`."""
