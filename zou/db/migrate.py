"""Brings databases to the schema that the models expect, those made by Zou 1.0.97 included."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

State = Literal["empty", "ours", "zou", "newer"]
ZOU_REVISION = "0001"
# Any number that nothing else takes as an advisory lock: two servers that start together migrate one after the other.
LOCK = 720_010_097
COLUMN_TYPE = re.compile(r"(varchar|timestamp)(?=\W|$)")
LONG_NAMES = {"varchar": "character varying", "timestamp": "timestamp without time zone"}


class MigrationError(Exception):
    """The database cannot be migrated; the message says why in a sentence."""


def upgrade(url: str, revision: str = "head") -> None:
    """Create the schema in an empty database, or bring an existing one to `revision`, in one transaction.

    A database made by Zou 1.0.97 keeps all its rows: its migration history is replaced by ours. Raises MigrationError for a database
    of a newer version or one that is not a production tracker's.
    """
    with connected(url) as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        state = _recognise(connection)
        if state == "newer":
            raise MigrationError("The database was made by a newer version of this server: install that version or restore a backup.")
        if state == "zou":
            command.stamp(_config(connection), ZOU_REVISION, purge=True)
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to `revision`. The tables of Zou 1.0.97 are never dropped: going below 0001 raises MigrationError."""
    with connected(url) as connection:
        command.downgrade(_config(connection), revision)


def stamp(url: str, revision: str) -> None:
    """Write `revision` as the database's one, without running any migration."""
    with connected(url) as connection:
        command.stamp(_config(connection), revision, purge=True)


def generate(url: str, message: str, metadata: sa.MetaData) -> str:
    """Write a migration from what differs between the models' `metadata` and the database, for developers; where it is."""
    with connected(url) as connection:
        config = _config(connection)
        config.attributes["metadata"] = metadata
        made = command.revision(config, message=message or None, autogenerate=True)
    return str(getattr(made, "path", made))


def current(url: str) -> str | None:
    """The revision that the database is at, as it is written in it. None for a database without a history."""
    with connected(url) as connection:
        return next(iter(_revisions(connection)), None)


def head() -> str:
    """The newest revision that this version knows."""
    revision = ScriptDirectory.from_config(_config()).get_current_head()
    if revision is None:
        raise MigrationError("No migrations are installed with this version.")
    return revision


def recognise(url: str) -> State:
    """Tell what the database is: `empty`, of one of our revisions (`ours`), made by Zou (`zou`), or by a `newer` version of ours.

    Raises MigrationError for anything else.
    """
    with connected(url) as connection:
        return _recognise(connection)


def _recognise(connection: sa.Connection) -> State:
    revisions = _revisions(connection)
    columns = _columns(connection)
    if not revisions and not columns:
        return "empty"
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revisions and revisions <= known:
        return "ours"
    if _made_here(columns):
        return "newer"
    missing = _zou_columns().items() - columns.items()
    if not missing:
        return "zou"
    table, column = min(missing)[0]
    raise MigrationError(
        f"The database is neither empty nor one of Zou 1.0.97: {len(missing)} columns are missing or of another type, {table}.{column} for one. "
        "If an older Zou made it, upgrade it to Zou 1.0.97 first."
    )


def _made_here(columns: dict[tuple[str, str], str]) -> bool:
    """Our tables are never removed by our later revisions, and Zou has none of them."""
    return ("event_outbox", "event_id") in columns


def _revisions(connection: sa.Connection) -> set[str]:
    if not sa.inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars())


def _columns(connection: sa.Connection) -> dict[tuple[str, str], str]:
    """Every column of the database's tables with its type as PostgreSQL writes it."""
    found = connection.execute(
        sa.text(
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
            "WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped "
            "AND c.relname <> 'alembic_version'"
        )
    )
    return {(table, column): type_ for table, column, type_ in found}


def _zou_columns() -> dict[tuple[str, str], str]:
    """Every column of Zou 1.0.97 with its type, read from the SQL of the first revision."""
    script = ScriptDirectory.from_config(_config()).get_revision(ZOU_REVISION)
    sql = Path(script.path).with_suffix(".sql").read_text()
    columns = {}
    for table, body in re.findall(r"^CREATE TABLE (\w+) \((.*?)^\);", sql, re.MULTILINE | re.DOTALL):
        for name, type_ in re.findall(r"^    (?!CONSTRAINT)(\w+) (.+?)(?: DEFAULT .*| NOT NULL)?,?$", body, re.MULTILINE):
            columns[table, name] = COLUMN_TYPE.sub(lambda short: LONG_NAMES[short[0]], type_)
    return columns


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def scripts_folder() -> Path:
    """Where the migrations are: inside the package once installed, next to it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "migrations"
    return installed if installed.is_dir() else package.parent / "migrations"


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection in one transaction, committed at the end. Refusals of alembic (an unknown revision...) become MigrationErrors."""
    engine = sa.create_engine(sa.make_url(url).set(drivername="postgresql+psycopg2"), poolclass=sa.NullPool)
    try:
        with engine.begin() as connection:
            yield connection
    except CommandError as error:
        raise MigrationError(str(error)) from error
