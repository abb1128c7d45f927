"""A search of 20,000 entities against the bare look through their texts, through the WSGI application: python -m tests.bench.bench_search"""

import os
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.bench.studio import bare_cursor, studio
from tests.bench.timing import line, side_by_side
from zou.access.tokens import session_tokens
from zou.kit import json

SHOTS, SEQUENCES, ASSETS = 17_000, 300, 3_000
FILL = """
INSERT INTO project_status (id, name, color, created_at, updated_at) VALUES (gen_random_uuid(), 'Open', '#000000', now(), now());
INSERT INTO project (id, name, project_status_id, revision_padding, production_style, created_at, updated_at)
    SELECT gen_random_uuid(), 'Film', id, 0, '2d3d', now(), now() FROM project_status;
INSERT INTO entity_type (id, name, created_at, updated_at)
    SELECT gen_random_uuid(), name, now(), now() FROM unnest(ARRAY['Shot', 'Sequence', 'Character']) name;
INSERT INTO entity (id, name, project_id, entity_type_id, status, created_at, updated_at)
    SELECT gen_random_uuid(), 'SQ' || lpad(n::text, 4, '0'), p.id, t.id, 'running', now(), now()
    FROM generate_series(1, %(sequences)s) n, project p, entity_type t WHERE t.name = 'Sequence';
INSERT INTO entity (id, name, description, data, parent_id, project_id, entity_type_id, status, created_at, updated_at)
    SELECT gen_random_uuid(), 'SH' || n, 'The hero walks through the door, take ' || n, jsonb_build_object('fps', '24', 'lens', '35mm', 'rank', n %% 5),
           s.ids[1 + n %% %(sequences)s], p.id, t.id, 'running', now(), now()
    FROM generate_series(1, %(shots)s) n, project p, entity_type t, (SELECT array_agg(id) AS ids FROM entity) s WHERE t.name = 'Shot';
INSERT INTO entity (id, name, description, data, project_id, entity_type_id, status, created_at, updated_at)
    SELECT gen_random_uuid(), 'Asset ' || n, 'A thing', jsonb_build_object('size', n), p.id, t.id, 'running', now(), now()
    FROM generate_series(1, %(assets)s) n, project p, entity_type t WHERE t.name = 'Character';
INSERT INTO person (id, first_name, last_name, email, role, active, contract_type, created_at, updated_at)
    VALUES (gen_random_uuid(), 'Ada', 'Lovelace', 'ada@studio.test', 'admin', true, 'open-ended', now(), now());
"""
BARE = "SELECT count(*) FROM entity WHERE strpos(lower(concat_ws(' ', name, description, data)), %s) > 0"


def _fill(url: str) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(FILL, {"shots": SHOTS, "sequences": SEQUENCES, "assets": ASSETS})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def searcher(app: Any, query: str, token: str) -> Callable[[], bytes]:
    """A function that makes one search through WSGI and gives the body."""
    headers = {"Authorization": f"Bearer {token}"}

    def call() -> bytes:
        environ = EnvironBuilder(
            "/data/search", method="POST", data=json.dumps({"query": query}), content_type="application/json", headers=headers
        ).get_environ()
        body, status, _headers = run_wsgi_app(app, environ)
        assert status.startswith("200"), status
        return b"".join(body)

    return call


def main() -> None:
    """Print the table."""
    with studio(_fill) as (app, url):
        cursor = bare_cursor(url)
        cursor.execute("SELECT id FROM person")
        with app.app_context():
            token = session_tokens(cursor.fetchone()[0])[0]
        for name, query in (("of nothing", "zzzzz"), ("of some names", "sh12"), ("of what all descriptions say", "hero")):

            def bare(word: str = query) -> list[Any]:
                cursor.execute(BARE, (word,))
                return list(cursor.fetchall())

            print(line(f"POST /data/search {name}", *side_by_side(searcher(app, query, token), bare, rounds=30, warm_up=5), goal=3), flush=True)


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    main()
