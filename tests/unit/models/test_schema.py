"""The database that migrations make and the one that the models describe are both the database of Zou 1.0.97, plus our own tables."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.unit.models.conftest import connect
from zou.db import migrate
from zou.db.base import Base
from zou.models import OURS

ZOU = json.loads(Path(__file__).with_name("schema.json").read_text())["tables"]
ZOU_TABLES = sorted(set(ZOU) - {"alembic_version"})
KINDS = {"p": "primary_key", "u": "unique", "f": "foreign_keys", "c": "checks"}
# schema.json does not say which indexes are unique; these are, as the columns' rules have it.
UNIQUE_INDEXES = {
    "ix_entity_type_name",
    "ix_output_type_name",
    "ix_person_preview_project_id",
    "ix_playlist_share_link_token",
    "ix_plugin_plugin_id",
    "ix_project_name",
    "ix_project_status_name",
    "ix_project_template_name",
    "ix_task_status_short_name",
    "metadata_descriptor_task_type_uc",
    "metadata_descriptor_task_type_uc2",
    "metadata_descriptor_uc",
    "metadata_descriptor_uc2",
    "only_one_email_by_person",
}

COLUMNS = """
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""
CONSTRAINTS = """
SELECT c.relname, k.contype::text, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c')
"""
INDEXES = """
SELECT c.relname, i.relname, x.indisunique, pg_get_indexdef(i.oid) FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.oid AND k.contype IN ('p', 'u'))
"""
ENUMS = "SELECT t.typname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS labels FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid GROUP BY 1"


def short(type_: str) -> str:
    name = type_.replace("character varying", "varchar").replace(" without time zone", "")
    return f"enum {name}" if name == "import_source_enum" else name


def catalogue(url: str) -> tuple[dict, set[str], dict]:
    """What the database holds in the shape of schema.json, the names of its unique indexes, its enums."""
    tables: dict = defaultdict(lambda: defaultdict(dict))
    unique = set()
    with connect(url).connect() as connection:
        for table, column, type_, required, default in connection.execute(sa.text(COLUMNS)):
            tables[table]["columns"][column] = {"type": short(type_)} | ({"null": False} if required else {}) | ({"default": default} if default else {})
        for table, kind, name, definition in connection.execute(sa.text(CONSTRAINTS)):
            tables[table][KINDS[kind]][name] = definition
        for table, name, is_unique, definition in connection.execute(sa.text(INDEXES)):
            tables[table]["indexes"][name] = definition.split(" USING ", 1)[1]
            if is_unique:
                unique.add(name)
        enums = {row.typname: row.labels for row in connection.execute(sa.text(ENUMS))}
    return {table: dict(found) for table, found in tables.items()}, unique, enums


@pytest.fixture(scope="module")
def migrated(new_database):
    url = new_database()
    migrate.upgrade(url)
    return catalogue(url)


@pytest.fixture(scope="module")
def modelled(new_database):
    url = new_database()
    with connect(url).begin() as connection:
        Base.metadata.create_all(connection)
    return catalogue(url)


@pytest.fixture(params=["migrated", "modelled"])
def made(request):
    return request.getfixturevalue(request.param)


#: What tables of Zou have besides: columns and indexes of our own.
ADDED = {"person": {"columns": {"sessions_valid_after", "kept_session"}}, "entity": {"indexes": {"ix_entity_preview_file_id"}, "columns": {"searched"}}}


def without_ours(table: str, found: dict) -> dict:
    less = {kind: {name: definition for name, definition in found[kind].items() if name not in ours} for kind, ours in ADDED.get(table, {}).items()}
    return {**found, **less}


def without_repeated_keys(expected: dict) -> dict:
    """PostgreSQL leaves a unique constraint that repeats the primary key out of CREATE TABLE, which is how models make tables."""
    (key,) = expected["primary_key"].values()
    unique = {
        name: definition for name, definition in expected.get("unique", {}).items() if definition.removeprefix("UNIQUE") != key.removeprefix("PRIMARY KEY")
    }
    return {kind: held for kind, held in {**expected, "unique": unique}.items() if held}


@pytest.mark.parametrize("table", ZOU_TABLES)
def test_migrations_make_a_table_as_zou_has_it(table, migrated):
    assert without_ours(table, migrated[0][table]) == ZOU[table]


@pytest.mark.parametrize("table", ZOU_TABLES)
def test_a_model_is_the_table_that_zou_has(table, modelled):
    assert without_ours(table, modelled[0][table]) == without_repeated_keys(ZOU[table])


def test_there_are_no_other_tables_than_ours(made):
    assert set(made[0]) - {"alembic_version"} == set(ZOU_TABLES) | OURS


def test_indexes_that_keep_values_unique_and_enums(made):
    assert made[1] == UNIQUE_INDEXES
    assert made[2] == {"import_source_enum": ["csv", "shotgun"]}


def test_models_and_migrations_agree_on_our_own_additions(migrated, modelled):
    for table in [*OURS, *ADDED]:
        assert migrated[0][table] == modelled[0][table]


def test_alembic_version_is_where_zou_has_it(migrated):
    assert migrated[0]["alembic_version"] == ZOU["alembic_version"]
