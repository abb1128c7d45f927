"""The generic routes against the bare SQL that gives the same rows, through the WSGI application: python -m tests.bench.bench_crud"""

import os
from collections.abc import Callable
from typing import Any

import orjson
import sqlalchemy as sa
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.bench.studio import bare_cursor, studio
from tests.bench.timing import line, side_by_side
from zou.access.tokens import session_tokens

TASKS, PERSONS = 20_000, 100
FILL = """
INSERT INTO project_status (id, name, color, created_at, updated_at) VALUES (gen_random_uuid(), 'Open', '#000000', now(), now());
INSERT INTO project (id, name, project_status_id, revision_padding, production_style, created_at, updated_at)
    SELECT gen_random_uuid(), 'Film', id, 0, '2d3d', now(), now() FROM project_status;
INSERT INTO entity_type (id, name, created_at, updated_at) VALUES (gen_random_uuid(), 'Shot', now(), now());
INSERT INTO task_type (id, name, for_entity, created_at, updated_at) VALUES (gen_random_uuid(), 'Layout', 'Shot', now(), now());
INSERT INTO task_status (id, name, short_name, color, created_at, updated_at) VALUES (gen_random_uuid(), 'Todo', 'todo', '#ffffff', now(), now());
INSERT INTO entity (id, name, project_id, entity_type_id, status, created_at, updated_at)
    SELECT gen_random_uuid(), 'SH' || n, p.id, t.id, 'running', now(), now() FROM generate_series(1, %(tasks)s) n, project p, entity_type t;
INSERT INTO task (id, name, project_id, entity_id, task_type_id, task_status_id, created_at, updated_at)
    SELECT gen_random_uuid(), 'main', e.project_id, e.id, tt.id, ts.id, now(), now() - (random() * interval '90 days')
    FROM entity e, task_type tt, task_status ts;
INSERT INTO person (id, first_name, last_name, email, role, active, contract_type, created_at, updated_at)
    SELECT gen_random_uuid(), 'Ada', 'Number ' || n, 'p' || n || '@studio.test', CASE n WHEN 1 THEN 'admin' ELSE 'user' END, true, 'open-ended', now(), now()
    FROM generate_series(1, %(persons)s) n;
INSERT INTO task_person_link (task_id, person_id) SELECT t.id, p.id FROM task t, (SELECT id FROM person LIMIT 1) p;
"""


def _fill(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(FILL, {"tasks": TASKS, "persons": PERSONS})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")


def caller(app: Any, path: str, token: str) -> Callable[[], bytes]:
    """A function that makes one GET request through WSGI and gives the body."""
    path, _, query = path.partition("?")
    environ = EnvironBuilder(path=path, query_string=query, headers={"Authorization": f"Bearer {token}"}).get_environ()

    def call() -> bytes:
        body, status, _headers = run_wsgi_app(app, dict(environ), buffered=True)
        assert status.startswith("200"), (status, b"".join(body))
        return b"".join(body)

    return call


def bare(cursor: Any, statements: list[str]) -> Callable[[], bytes]:
    """A function that runs the statements through psycopg2 and makes JSON of the last one's rows."""

    def call() -> bytes:
        found: Any = None
        for statement in statements:
            cursor.execute(statement)
            names = [column.name for column in cursor.description]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return orjson.dumps(found, option=orjson.OPT_OMIT_MICROSECONDS)

    return call


def main() -> None:
    """Print the table."""
    with studio(_fill) as (app, url):
        cursor = bare_cursor(url)
        cursor.execute("SELECT id FROM person WHERE role = 'admin'")
        admin = cursor.fetchone()[0]
        with app.app_context():
            token = session_tokens(admin)[0]
        cursor.execute("SELECT id, project_id FROM task LIMIT 1")
        task, project = cursor.fetchone()
        people = "first_name, last_name, email, phone, contract_type, active, archived, last_presence, desktop_login, timezone, locale"
        people += ", data, role, position, seniority"
        people += ", daily_salary, has_avatar, notifications_enabled, is_bot, expiration_date, studio_id, is_guest, country, id, created_at, updated_at"
        departments = "ARRAY(SELECT department_id FROM department_link WHERE person_id = person.id) AS departments"
        assignees = "ARRAY(SELECT person_id FROM task_person_link WHERE task_id = task.id) AS assignees"
        cases = [
            ("GET /data/persons (100 persons)", "/data/persons", [f"SELECT {people}, {departments} FROM person ORDER BY created_at, id"]),
            (
                "GET /data/tasks?project_id=&page=1 (20,000 tasks)",
                f"/data/tasks?project_id={project}&page=1",
                [
                    f"SELECT count(*) FROM task WHERE project_id = '{project}'",
                    f"SELECT * FROM task WHERE project_id = '{project}' ORDER BY updated_at DESC, created_at DESC, id LIMIT 100",
                ],
            ),
            ("GET /data/tasks/<id>", f"/data/tasks/{task}", [f"SELECT *, {assignees} FROM task WHERE id = '{task}'"]),
        ]
        for name, path, statements in cases:
            print(line(name, *side_by_side(caller(app, path, token), bare(cursor, statements)), goal=3), flush=True)


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    main()
