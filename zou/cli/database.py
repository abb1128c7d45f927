"""Commands that make the database and bring it from version to version."""

import sys

import click

from zou.cli.context import settings, working

DOMAINS = ("2d", "3d", "vfx", "games")
NOT_READY = "Database is not initialized. Run 'zou init-db' and 'zou init-data'."


@click.command("version")
def version() -> None:
    """Print the version of this server."""
    from zou import __version__

    click.echo(f"Zou version: {__version__}")


@click.command("init-db")
def init_db() -> None:
    """Create all tables of the (existing, empty) database. An existing schema is brought to the newest version."""
    click.echo("Creating database and tables...")
    create_tables()
    click.echo("Database and tables created.")


def create_tables() -> None:
    """Bring the database to the newest version, and give it the task type that every database has."""
    from zou.db import migrate
    from zou.domains.studio.seed import seed_concept_task_type

    migrate.upgrade(settings().sqlalchemy_url())
    with working():
        seed_concept_task_type()


@click.command("is-db-ready")
def is_db_ready() -> None:
    """Tell whether the database has its tables and the data that it starts with; the status is 1 where not."""
    import sqlalchemy as sa

    from zou.db import session
    from zou.models import ProjectStatus

    with working(writes=False):
        has_tables = sa.inspect(session.connection()).has_table("person")
        ready = has_tables and session.execute(sa.select(sa.func.count()).select_from(ProjectStatus)).scalar() == 2
    click.echo("Database is initialized." if ready else NOT_READY)
    sys.exit(0 if ready else 1)


@click.command("init-data")
@click.option("-d", "--domain", type=click.Choice(DOMAINS, case_sensitive=False), default="3d", show_default=True, help="Kind of studio.")
def init_data(domain: str) -> None:
    """Insert the minimal data of a studio: statuses, asset types, departments, task types. May be run again."""
    from zou.domains.studio.seed import seed

    with working():
        seed(domain.lower(), report=click.echo)


@click.command("upgrade-db")
@click.option("--no-telemetry", is_flag=True, help="Send no counts to TELEMETRY_URL.")
def upgrade_db(no_telemetry: bool) -> None:
    """Bring the database to the newest version. Databases made by Zou 1.0.97 are taken over."""
    from zou.cli.telemetry import send_counts
    from zou.db import migrate

    url = settings().sqlalchemy_url()
    before = migrate.current(url)
    migrate.upgrade(url)
    after = migrate.current(url)
    click.echo(f"The database is at version {after}." if before == after else f"The database went from version {before} to {after}.")
    if before != after and settings().is_self_hosted and settings().telemetry_url and not no_telemetry:
        send_counts()


@click.command("downgrade-db")
@click.option("--revision", default="-1", show_default=True, help="Version to go back to, or how many steps.")
def downgrade_db(revision: str) -> None:
    """Take the database back."""
    from zou.db import migrate

    migrate.downgrade(settings().sqlalchemy_url(), revision)
    click.echo(f"The database is at version {migrate.current(settings().sqlalchemy_url())}.")


@click.command("stamp-db")
@click.option("--revision", default="head", help="Version to write; the newest without.")
def stamp_db(revision: str) -> None:
    """Write a version into the database without migrating it."""
    from zou.db import migrate

    migrate.stamp(settings().sqlalchemy_url(), revision)
    click.echo(f"The database says that it is at version {migrate.current(settings().sqlalchemy_url())}.")


@click.command("reset-migrations")
def reset_migrations() -> None:
    """Forget which version the database is at."""
    import sqlalchemy as sa

    from zou.db import session

    with working():
        session.execute(sa.text("DELETE FROM alembic_version"))
    click.echo("The database has no version any more.")


@click.command("migrate-db")
@click.option("--message", default="", help="What the migration does.")
def migrate_db(message: str) -> None:
    """Write a migration from what differs between models and database, for developers."""
    from zou.db import migrate
    from zou.models import Person

    click.echo(f"Wrote {migrate.generate(settings().sqlalchemy_url(), message, Person.metadata)}.")


@click.command("clear-db")
@click.option("--yes", is_flag=True, help="Do not ask.")
def clear_db(yes: bool) -> None:
    """Drop the whole schema with all its data."""
    _confirm(yes)
    drop_all()
    click.echo("Database and tables removed.")


@click.command("reset-db")
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset_db(yes: bool) -> None:
    """Drop the whole schema with all its data, then create the tables anew."""
    _confirm(yes)
    drop_all()
    create_tables()
    click.echo("Database and tables created anew.")


def drop_all() -> None:
    """Drop every table of the schema, plugins' tables too."""
    import sqlalchemy as sa

    from zou.db import session

    with working():
        session.execute(sa.text("DROP SCHEMA public CASCADE"))
        session.execute(sa.text("CREATE SCHEMA public"))


def _confirm(yes: bool) -> None:
    """Ask who sits at a terminal; scripts know what they do."""
    if not yes and sys.stdin.isatty():
        url = settings().sqlalchemy_url().rpartition("@")[2]
        click.confirm(f"Drop everything in the database {url}?", abort=True)
