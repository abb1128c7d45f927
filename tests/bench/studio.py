"""The studio that is measured: the application on a database and a Valkey of its own."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extras
import sqlalchemy as sa

from zou.app import create_app
from zou.db import migrate
from zou.settings import load_settings
from zou.standalone.postgres import EmbeddedPostgres
from zou.standalone.valkey import EmbeddedValkey


@contextlib.contextmanager
def studio(fill: Callable[[str], None]) -> Iterator[tuple[Any, str]]:
    """The application on a database that `fill` has filled, and the database's address; all of it is gone afterwards."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zou-bench-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        postgres = stack.enter_context(EmbeddedPostgres(folder / "postgres", durable=False))
        valkey = stack.enter_context(EmbeddedValkey(folder / "valkey", durable=False))
        migrate.upgrade(postgres.url)
        fill(postgres.url)
        secret = "a secret for the benchmark, of some length"
        yield create_app(load_settings(database_url=postgres.url, redis_base_url=valkey.url, secret_key=secret, user_limit=10_000)), postgres.url


def bare_cursor(url: str) -> Any:
    """A cursor of the driver alone on the database, committing by itself: what the server is compared with."""
    address = sa.make_url(url)
    connection = psycopg2.connect(host=address.query["host"], user=address.username, dbname=address.database)
    connection.autocommit = True
    psycopg2.extras.register_uuid(None, connection)
    return connection.cursor()
