"""A large production, made in seconds by set-based SQL: 3,000 shots of 7 tasks, 600 assets, 100 persons, 90,000 comments, 30,000 castings."""

import sqlalchemy as sa

SHOTS, SHOT_STEPS, ASSETS, ASSET_STEPS, PERSONS, COMMENTS, CASTINGS, SEQUENCES = 3_000, 7, 600, 4, 100, 90_000, 30_000, 100

# Only what differs from row to row is worked out for each; ids by number let the later statements find what the earlier ones made.
FILL = """
CREATE FUNCTION pg_temp.ident(kind text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5(kind || n)::uuid $$;
INSERT INTO project_status (id, name, color, created_at, updated_at) VALUES (pg_temp.ident('open', 1), 'Open', '#000000', now(), now());
INSERT INTO project (id, name, project_status_id, revision_padding, production_style, production_type, created_at, updated_at)
    SELECT pg_temp.ident('project', n), CASE n WHEN 1 THEN 'Feature' ELSE 'Small one' END, pg_temp.ident('open', 1), 0, '2d3d', 'short', now(), now()
    FROM generate_series(1, 2) n;
INSERT INTO entity_type (id, name, created_at, updated_at)
    SELECT pg_temp.ident(name, 1), name, now(), now()
    FROM unnest(ARRAY['Shot', 'Sequence', 'Episode', 'Edit', 'Concept', 'Scene', 'Character', 'Prop', 'Set']) name;
INSERT INTO task_type (id, name, for_entity, priority, created_at, updated_at)
    SELECT pg_temp.ident('step', n), 'Step ' || n, CASE WHEN n <= %(shot_steps)s THEN 'Shot' ELSE 'Asset' END, n, now(), now()
    FROM generate_series(1, %(shot_steps)s + %(asset_steps)s) n;
INSERT INTO task_status (id, name, short_name, color, created_at, updated_at)
    SELECT pg_temp.ident('status', n), 'Status ' || n, 's' || n, '#ffffff', now(), now() FROM generate_series(1, 5) n;
INSERT INTO person (id, first_name, last_name, email, role, active, contract_type, created_at, updated_at)
    SELECT pg_temp.ident('person', n), 'Ada', 'Number ' || n, 'p' || n || '@studio.test',
           CASE n WHEN 1 THEN 'admin' WHEN 2 THEN 'manager' WHEN 3 THEN 'client' WHEN 4 THEN 'vendor' ELSE 'user' END, true, 'open-ended', now(), now()
    FROM generate_series(1, %(persons)s) n;
INSERT INTO project_person_link (project_id, person_id) SELECT pg_temp.ident('project', 1), id FROM person;
INSERT INTO entity (id, name, project_id, entity_type_id, status, created_at, updated_at)
    SELECT pg_temp.ident('sequence', n), 'SQ' || lpad(n::text, 4, '0'), pg_temp.ident('project', 1), pg_temp.ident('Sequence', 1), 'running', now(), now()
    FROM generate_series(1, %(sequences)s) n;
INSERT INTO entity (id, name, description, project_id, entity_type_id, parent_id, status, nb_frames, canceled, is_casting_standby, data, created_at, updated_at)
    SELECT pg_temp.ident('shot', n), 'SH' || lpad(n::text, 5, '0'), 'The hero walks through the door, take ' || n, pg_temp.ident('project', 1),
           pg_temp.ident('Shot', 1), pg_temp.ident('sequence', 1 + n %% %(sequences)s), 'running', 24 + n %% 100, false, false,
           jsonb_build_object('frame_in', '101', 'frame_out', (124 + n %% 100)::text, 'fps', '24', 'lens', '35mm', 'difficulty', n %% 5), now(), now()
    FROM generate_series(1, %(shots)s) n;
INSERT INTO entity (id, name, description, project_id, entity_type_id, status, canceled, is_casting_standby, is_shared, data, created_at, updated_at)
    SELECT pg_temp.ident('asset', n), 'Asset ' || n, 'A thing', pg_temp.ident('project', 1),
           pg_temp.ident((ARRAY['Character', 'Prop', 'Set'])[1 + n %% 3], 1), 'running', false, false, false, jsonb_build_object('size', n), now(), now()
    FROM generate_series(1, %(assets)s) n;
INSERT INTO task (id, name, project_id, entity_id, task_type_id, task_status_id, assigner_id, priority, difficulty, duration, estimation,
                  retake_count, nb_drawings, nb_assets_ready, start_date, due_date, real_start_date, last_comment_date, created_at, updated_at)
    SELECT pg_temp.ident('task', n), 'main', pg_temp.ident('project', 1),
           CASE WHEN n <= %(shots)s * %(shot_steps)s THEN pg_temp.ident('shot', 1 + (n - 1) / %(shot_steps)s)
                ELSE pg_temp.ident('asset', 1 + (n - 1 - %(shots)s * %(shot_steps)s) / %(asset_steps)s) END,
           CASE WHEN n <= %(shots)s * %(shot_steps)s THEN pg_temp.ident('step', 1 + (n - 1) %% %(shot_steps)s)
                ELSE pg_temp.ident('step', 1 + %(shot_steps)s + (n - 1) %% %(asset_steps)s) END,
           pg_temp.ident('status', 1 + n %% 5), pg_temp.ident('person', 2), n %% 3, 1 + n %% 5, n %% 900, 480, n %% 4, 0, n %% 6,
           '2026-01-05'::date + (n %% 200)::int, '2026-01-12'::date + (n %% 200)::int, now(), now(), now(), now() - n * interval '1 second'
    FROM generate_series(1, %(shots)s * %(shot_steps)s + %(assets)s * %(asset_steps)s) n;
INSERT INTO task_person_link (task_id, person_id)
    SELECT pg_temp.ident('task', n), pg_temp.ident('person', 4 + n %% (%(persons)s - 4))
    FROM generate_series(1, %(shots)s * %(shot_steps)s + %(assets)s * %(asset_steps)s) n;
INSERT INTO entity_link (id, entity_in_id, entity_out_id, nb_occurences, label, created_at, updated_at)
    SELECT gen_random_uuid(), pg_temp.ident('shot', 1 + n / 10), pg_temp.ident('asset', 1 + (n * 37 + n / 10) %% %(assets)s), 1, '', now(), now()
    FROM generate_series(0, %(castings)s - 1) n ON CONFLICT DO NOTHING;
INSERT INTO comment (id, object_id, object_type, text, person_id, task_status_id, created_at, updated_at)
    SELECT gen_random_uuid(), pg_temp.ident('task', 1 + n %% (%(shots)s * %(shot_steps)s)), 'Task', 'A word on frame ' || n,
           pg_temp.ident('person', 2 + n %% (%(persons)s - 2)), pg_temp.ident('status', 1 + n %% 5), now(), now() FROM generate_series(1, %(comments)s) n;
INSERT INTO subscription (id, person_id, task_id, created_at, updated_at)
    SELECT gen_random_uuid(), pg_temp.ident('person', 2), pg_temp.ident('task', n * 7), now(), now() FROM generate_series(1, 100) n;
"""
SIZES = {
    "shots": SHOTS,
    "shot_steps": SHOT_STEPS,
    "assets": ASSETS,
    "asset_steps": ASSET_STEPS,
    "persons": PERSONS,
    "comments": COMMENTS,
    "castings": CASTINGS,
    "sequences": SEQUENCES,
}


def fill(url: str, **sizes: int) -> None:
    """Fill the empty, migrated database at `url`. `sizes` replace those of `SIZES`."""
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql(FILL, {**SIZES, **sizes})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def ident(kind: str, number: int) -> str:
    """The id of the `number`th of its kind: project, shot, asset, sequence, task, person, step, status."""
    import hashlib
    import uuid

    return str(uuid.UUID(hashlib.md5(f"{kind}{number}".encode()).hexdigest()))
