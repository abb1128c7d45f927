"""What commands run in: the application of the environment, and a unit of work."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from flask import Flask

from zou.settings import Settings, load_settings


@cache
def settings() -> Settings:
    """The settings of the environment. The logs go to standard error from here on."""
    from zou.kit import logs

    loaded = load_settings()
    logs.configure("WARNING" if loaded.log_level == "INFO" else loaded.log_level, "text")
    return loaded


@cache
def app() -> Flask:
    """The application of the environment."""
    from zou.app import create_app

    return create_app(settings())


@contextmanager
def working(*, writes: bool = True) -> Iterator[None]:
    """One unit of work inside of the application: committed at the end, with its events."""
    from zou.db.unit import unit_of_work

    with app().app_context(), unit_of_work(writes=writes):
        yield
