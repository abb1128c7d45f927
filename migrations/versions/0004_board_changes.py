"""Which entities transactions touch, written by triggers, so that listings kept in memory are never older than the database."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

EVERYWHERE = "'00000000-0000-0000-0000-000000000000'::uuid"
#: For each table, the entities (project_id, id) that its changed rows touch; an id of NULL stands for the whole production.
TOUCHED = {
    "entity": "SELECT project_id, id FROM {rows}",
    "task": "SELECT e.project_id, e.id FROM {rows} r JOIN entity e ON e.id = r.entity_id",
    "task_person_link": "SELECT e.project_id, e.id FROM {rows} r JOIN task t ON t.id = r.task_id JOIN entity e ON e.id = t.entity_id",
    "entity_link": (
        "SELECT e.project_id, e.id FROM {rows} r CROSS JOIN LATERAL (VALUES (r.entity_in_id), (r.entity_out_id)) x (id) JOIN entity e ON e.id = x.id"
    ),
    "metadata_descriptor": "SELECT project_id, NULL::uuid FROM {rows}",
    "department_metadata_descriptor_link": "SELECT d.project_id, NULL::uuid FROM {rows} r JOIN metadata_descriptor d ON d.id = r.metadata_descriptor_id",
    "project": "SELECT id, NULL::uuid FROM {rows}",
    "entity_type": f"SELECT {EVERYWHERE}, NULL::uuid FROM {{rows}}",
}
FUNCTION = """
CREATE FUNCTION note_change_of_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO board_change (project_id, entity_id) SELECT DISTINCT * FROM ({new}) touched;
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO board_change (project_id, entity_id) SELECT DISTINCT * FROM ({old}) touched;
    ELSE
        INSERT INTO board_change (project_id, entity_id) {new} UNION {old};
    END IF;
    RETURN NULL;
END $$"""
TRIGGER = """
CREATE TRIGGER note_{verb} AFTER {verb} ON {table} REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION note_change_of_{table}()"""
VERBS = {"insert": "NEW TABLE AS new_rows", "delete": "OLD TABLE AS old_rows", "update": "NEW TABLE AS new_rows OLD TABLE AS old_rows"}
EMPTIED = f"""
CREATE FUNCTION note_emptied_table() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    INSERT INTO board_change (project_id) VALUES ({EVERYWHERE});
    RETURN NULL;
END $$"""
# Now and then, and never in the way of others: rows that another transaction is removing are skipped.
FORGET = """
CREATE FUNCTION forget_old_changes() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF random() < 0.002 THEN
        DELETE FROM board_change WHERE id IN (
            SELECT id FROM board_change WHERE at < (now() AT TIME ZONE 'utc') - interval '1 day' LIMIT 20000 FOR UPDATE SKIP LOCKED);
    END IF;
    RETURN NULL;
END $$"""


def upgrade() -> None:
    op.create_table(
        "board_change",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        sa.Column("project_id", sa.Uuid, nullable=False),
        sa.Column("entity_id", sa.Uuid),
        sa.Column("xid", sa.BigInteger, nullable=False, server_default=sa.text("(pg_current_xact_id()::text)::bigint")),
        sa.Column("at", sa.DateTime, nullable=False, server_default=sa.text("(now() AT TIME ZONE 'utc')")),
        sa.PrimaryKeyConstraint("id", name="board_change_pkey"),
    )
    op.create_index("ix_board_change_project_id_xid", "board_change", ["project_id", "xid"])
    op.create_index("ix_board_change_at", "board_change", ["at"])
    _run(EMPTIED)
    _run(FORGET)
    _run("CREATE TRIGGER forget_old_changes AFTER INSERT ON board_change FOR EACH STATEMENT EXECUTE FUNCTION forget_old_changes()")
    for table, touched in TOUCHED.items():
        _run(FUNCTION.format(table=table, new=touched.format(rows="new_rows"), old=touched.format(rows="old_rows")))
        for verb, rows in VERBS.items():
            _run(TRIGGER.format(verb=verb, table=table, rows=rows))
        _run(f"CREATE TRIGGER note_truncate AFTER TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION note_emptied_table()")


def downgrade() -> None:
    for table in TOUCHED:
        for verb in (*VERBS, "truncate"):
            _run(f"DROP TRIGGER note_{verb} ON {table}")
        _run(f"DROP FUNCTION note_change_of_{table}()")
    op.drop_table("board_change")
    _run("DROP FUNCTION note_emptied_table()")
    _run("DROP FUNCTION forget_old_changes()")


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)
