"""Migrating databases of every origin."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.unit.models.conftest import connect
from zou.db import migrate

ROWS = "SELECT to_jsonb(p) - 'sessions_valid_after' - 'kept_session' FROM person p ORDER BY id"


def run(url: str, *statements: str) -> None:
    with connect(url).begin() as connection:
        for statement in statements:
            connection.execute(sa.text(statement))


def scalars(url: str, statement: str) -> list:
    with connect(url).connect() as connection:
        return list(connection.execute(sa.text(statement)).scalars())


@pytest.fixture
def database(new_database):
    return new_database()


@pytest.fixture
def zou_database(database):
    """A database as Zou 1.0.97 leaves it: its tables, a revision of its own, people in it."""
    migrate.upgrade(database, "0001")
    people = [f"('{uuid4()}', '{name}', 'Doe', '{name}@studio.net', 'user', '2024-02-03T04:05:06.789012')" for name in ("Ada", "Bob", "Cleo")]
    run(
        database,
        "UPDATE alembic_version SET version_num = 'abcdef123456'",
        f"INSERT INTO person (id, first_name, last_name, email, role, created_at) VALUES {', '.join(people)}",
    )
    return database


def test_an_empty_database_gets_the_schema_and_a_second_upgrade_changes_nothing(database):
    assert migrate.recognise(database) == "empty"
    assert migrate.current(database) is None
    migrate.upgrade(database)
    assert migrate.recognise(database) == "ours"
    assert migrate.current(database) == migrate.head()
    migrate.upgrade(database)
    assert migrate.current(database) == migrate.head()


def test_a_database_made_by_zou_is_taken_over_with_its_rows(zou_database):
    before = scalars(zou_database, ROWS)
    assert migrate.recognise(zou_database) == "zou"
    migrate.upgrade(zou_database)
    assert migrate.recognise(zou_database) == "ours"
    assert scalars(zou_database, "SELECT version_num FROM alembic_version") == [migrate.head()]
    assert scalars(zou_database, ROWS) == before
    assert len(before) == 3
    assert scalars(zou_database, "SELECT count(*) FROM event_outbox") == [0]


def test_tables_and_columns_added_to_zou_by_a_studio_do_not_matter(zou_database):
    run(zou_database, "CREATE TABLE plugin_ticket (id uuid PRIMARY KEY)", "ALTER TABLE task ADD COLUMN studio_note text")
    assert migrate.recognise(zou_database) == "zou"


def test_a_newer_database_of_ours_is_refused(database):
    migrate.upgrade(database)
    run(database, "UPDATE alembic_version SET version_num = '9999'")
    assert migrate.recognise(database) == "newer"
    with pytest.raises(migrate.MigrationError, match="newer version"):
        migrate.upgrade(database)
    assert migrate.current(database) == "9999"


@pytest.mark.parametrize("change", ["ALTER TABLE task DROP COLUMN difficulty", "ALTER TABLE task ALTER COLUMN difficulty TYPE bigint"])
def test_a_database_of_another_zou_is_refused_and_left_alone(zou_database, change):
    run(zou_database, change)
    with pytest.raises(migrate.MigrationError, match=r"task\.difficulty"):
        migrate.upgrade(zou_database)
    assert migrate.current(zou_database) == "abcdef123456"
    assert scalars(zou_database, "SELECT to_regclass('event_outbox')") == [None]


def test_a_database_of_something_else_is_refused(database):
    run(database, "CREATE TABLE recipe (id serial)")
    with pytest.raises(migrate.MigrationError, match="neither empty nor"):
        migrate.recognise(database)


def test_going_down_keeps_the_tables_of_zou(database):
    migrate.upgrade(database)
    migrate.downgrade(database, "0001")
    assert migrate.current(database) == "0001"
    assert scalars(database, "SELECT to_regclass('event_outbox')") == [None]
    for below in ("base", "-1"):
        with pytest.raises(migrate.MigrationError, match="nothing below"):
            migrate.downgrade(database, below)
    assert scalars(database, "SELECT count(*) FROM person") == [0]


def test_stamping_runs_nothing(zou_database):
    migrate.stamp(zou_database, "0001")
    assert migrate.current(zou_database) == "0001"
    assert scalars(zou_database, "SELECT to_regclass('event_outbox')") == [None]
