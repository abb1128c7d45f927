"""Running commands on the database of the test."""

import pytest
from click.testing import CliRunner

from zou.cli import context, main
from zou.kit.valkey import SHARED, connect


@pytest.fixture
def zou(app, servers, transaction, monkeypatch):
    """Run a command in the environment of the test's server: its status, standard output and standard error."""
    settings = app.config["SETTINGS"]
    environment = {"BCRYPT_LOG_ROUNDS": "4", "MAIL_ENABLED": "false", "MAIL_CHECK_DELIVERABILITY": "false", "SECRET_KEY": settings.secret_key}
    for name, value in {**servers, **environment}.items():
        monkeypatch.setenv(name, value)
    context.settings.cache_clear()
    context.app.cache_clear()

    def run(*arguments, **more):
        done = CliRunner().invoke(main, arguments, **more)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.stdout.strip(), done.stderr.strip()

    yield run
    connect(app.config["VALKEY_URL"](SHARED)).flushdb()
    context.settings.cache_clear()
    context.app.cache_clear()
