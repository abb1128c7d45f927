"""One PostgreSQL and one Valkey for the whole run, a database for each parallel worker, a rolled-back transaction for each test."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.app import create_app
from zou.db import migrate
from zou.db.session import db
from zou.kit.valkey import connect
from zou.settings import load_settings
from zou.standalone.postgres import EmbeddedPostgres
from zou.standalone.valkey import EmbeddedValkey

TEMPLATE = "zou_template"
SERVERS = pytest.StashKey[contextlib.ExitStack]()
#: Variables by which the run's servers are told to its workers.
POSTGRES, VALKEY = "ZOU_TEST_POSTGRES", "ZOU_TEST_VALKEY"


def pytest_configure(config: pytest.Config) -> None:
    """Start the run's servers in the process that controls it; its workers inherit their addresses."""
    if getattr(config.option, "dist", None) == "load":
        # Workers keep the tests of one group together. Said here, a run without the plugin for workers works, too.
        config.option.dist = "loadgroup"
    if hasattr(config, "workerinput") or config.option.collectonly or os.environ.get(POSTGRES):
        return
    stack = config.stash[SERVERS] = contextlib.ExitStack()
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="zou-tests-", ignore_cleanup_errors=True)))
    folder.chmod(0o755)
    postgres = stack.enter_context(EmbeddedPostgres(folder / "postgres", database=TEMPLATE, durable=False))
    valkey = stack.enter_context(EmbeddedValkey(folder / "valkey", durable=False))
    migrate.upgrade(postgres.url)
    os.environ[POSTGRES], os.environ[VALKEY] = postgres.url, valkey.url


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the run's servers."""
    stack = config.stash.get(SERVERS, None)
    if stack is not None:
        stack.close()
        os.environ.pop(POSTGRES, None)


@pytest.fixture(scope="session")
def worker_name() -> str:
    """The name of this parallel worker; `master` where there are none."""
    return os.environ.get("PYTEST_XDIST_WORKER", "master")


@pytest.fixture(scope="session")
def servers(worker_name: str) -> Iterator[dict[str, str]]:
    """This worker's own database and Valkey databases, as environment variables of the server."""
    number = int(worker_name.removeprefix("gw")) if worker_name != "master" else 0
    with fresh_database(f"zou_{worker_name}_{os.getpid()}") as url:
        yield {"DATABASE_URL": url, "REDIS_URL": os.environ[VALKEY], "KV_FIRST_DATABASE": str(number * 10)}


@contextlib.contextmanager
def fresh_database(name: str) -> Iterator[str]:
    """A migrated database of its own, dropped at the end; its address."""
    template = sa.make_url(os.environ[POSTGRES])
    admin = sa.create_engine(template.set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with admin.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}" TEMPLATE "{TEMPLATE}"'))
    try:
        yield template.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


@pytest.fixture(scope="session")
def app(servers: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of this worker: jobs run in the request, events stay in the database."""
    app = create_app(make_settings(servers, tmp_path_factory.mktemp("files")))
    app.config.update(TESTING=False, PUBLISH_EVENTS=False)
    return app


def make_settings(servers: dict[str, str], folder: Path, **more: object) -> object:
    """Settings for a test's server, whatever the environment says."""
    values = {
        "database_url": servers["DATABASE_URL"],
        "redis_base_url": servers["REDIS_URL"],
        "kv_first_database": int(servers["KV_FIRST_DATABASE"]),
        "secret_key": "a secret key for tests, long enough to sign with",
        "bcrypt_log_rounds": 4,
        "preview_folder": folder / "previews",
        "tmp_dir": folder / "tmp",
        "mail_check_deliverability": False,
        "mail_enabled": False,
        "db_pool_size": 5,
    }
    return load_settings(**{**values, **more})


@pytest.fixture
def transaction(app: Flask) -> Iterator[sa.Connection]:
    """A transaction around the test, which every request of the test is part of, rolled back at its end."""
    with app.app_context():
        connection = db.engine.connect()
        outer = connection.begin()
        connect(app.config["VALKEY_URL"](0)).flushdb()
        connect(app.config["VALKEY_URL"](1)).flushdb()
        db.lent = connection
        try:
            yield connection
        finally:
            db.lent = None
            db.session.remove()
            outer.rollback()
            connection.close()


@pytest.fixture
def studio(app: Flask, transaction: sa.Connection) -> Studio:
    """Makes people, productions, entities and tasks in the test's transaction."""
    return Studio(app)


@pytest.fixture
def api(app: Flask, transaction: sa.Connection) -> Api:
    """The HTTP client of the test."""
    return Api(app, transaction)


@pytest.fixture
def real(servers: dict[str, str], tmp_path: Path) -> Iterator[Flask]:
    """An application with a database of its own, in which requests commit and have connections of their own."""
    with fresh_database(f"zou_real_{os.getpid()}_{uuid4().hex[:8]}") as url:
        app = create_app(make_settings({**servers, "DATABASE_URL": url}, tmp_path, db_pool_size=10))
        app.config.update(PUBLISH_EVENTS=False)
        with app.app_context():
            yield app
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()
