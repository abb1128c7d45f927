"""Backups of the database."""

import gzip
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import click
import sqlalchemy as sa

from zou.kit.dates import utcnow
from zou.settings import Settings

CHUNK = 1024 * 1024


def dump_into_folder(settings: Settings) -> Path:
    """Write a backup into the current folder; its path. Nothing half-written stays."""
    target = Path(f"./zou-db-backup-{utcnow().isoformat(timespec='seconds')}.sql.gz")
    partial = target.with_suffix(".part")
    try:
        write_dump(settings, partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return target


def dump_into_storage(settings: Settings) -> str:
    """Put a backup into the file storage; its name there."""
    from zou.db.unit import unit_of_work
    from zou.storage.names import DATABASE_DUMP
    from zou.storage.register import keep

    name = f"zou-db-backup-{utcnow().isoformat(timespec='seconds')}.sql.gz"
    with tempfile.TemporaryDirectory() as folder, unit_of_work():
        path = Path(folder) / "dump"
        write_dump(settings, path)
        keep(DATABASE_DUMP.of(name), path, move=True)
    return name


def write_dump(settings: Settings, target: Path) -> None:
    """Write what pg_dump says into `target`, compressed. Raises ClickException where it fails."""
    url = sa.make_url(settings.sqlalchemy_url())
    given = {"PGHOST": url.query.get("host") or url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password, "PGDATABASE": url.database}
    environment = {**os.environ, **{name: str(value) for name, value in given.items() if value}}
    with subprocess.Popen([pg_dump()], env=environment, stdout=subprocess.PIPE) as process, gzip.open(target, "wb") as packed:
        assert process.stdout is not None
        shutil.copyfileobj(process.stdout, packed, CHUNK)
    if process.returncode:
        target.unlink(missing_ok=True)
        raise click.ClickException(f"pg_dump failed with the status {process.returncode}.")


def pg_dump() -> str:
    """The program: that of the embedded PostgreSQL, which knows older servers too, else the system's. Raises ClickException where there is none."""
    from zou.standalone.postgres import binary
    from zou.standalone.processes import StartError

    try:
        embedded = binary("pg_dump")
    except StartError:
        embedded = None
    found = str(embedded) if embedded and embedded.exists() else shutil.which("pg_dump")
    if found is None:
        raise click.ClickException("pg_dump is not installed.")
    return found
