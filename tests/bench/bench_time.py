"""Time, to-do lists, open tasks and quotas against the bare SQL that gives the same rows: python -m tests.bench.bench_time"""

import os

import sqlalchemy as sa

from tests.bench.bench_crud import bare, caller
from tests.bench.dataset import fill, ident
from tests.bench.studio import bare_cursor, studio
from tests.bench.timing import line, side_by_side
from zou.access.tokens import session_tokens

TIME_SPENTS = 60_000
# Each spends time on tasks of their own, on days of one year.
FILL = f"""
UPDATE task_status SET is_done = (short_name = 's1'), is_feedback_request = (short_name = 's2');
UPDATE task SET end_date = due_date, done_date = due_date WHERE task_status_id IN (SELECT id FROM task_status WHERE is_done OR is_feedback_request);
INSERT INTO time_spent (id, duration, date, task_id, person_id, created_at, updated_at)
    SELECT gen_random_uuid(), 60 + number %% 300, '2026-01-01'::date + ((number * 7 + day * 31) %% 250)::int, task_id, person_id, now(), now()
    FROM (SELECT task_id, person_id, row_number() OVER () AS number FROM task_person_link) link, generate_series(1, 3) day LIMIT {TIME_SPENTS};
UPDATE task SET duration = coalesce((SELECT sum(duration) FROM time_spent WHERE task_id = task.id), 0);
"""
_TASK = """t.name, t.description, t.priority, t.difficulty, t.duration, t.estimation, t.completion_rate, t.retake_count, t.sort_order, t.start_date, t.due_date,
    t.real_start_date, t.end_date, t.done_date, t.last_comment_date, t.nb_assets_ready, t.data, t.nb_drawings, t.shotgun_id, t.last_preview_file_id,
    t.project_id, t.task_type_id, t.task_status_id, t.entity_id, t.assigner_id, t.id, t.created_at, t.updated_at,
    ARRAY(SELECT person_id FROM task_person_link WHERE task_id = t.id) AS assignees,
    p.name AS project_name, e.name AS entity_name, e.description AS entity_description, e.data AS entity_data, e.preview_file_id AS entity_preview_file_id,
    e.source_id AS entity_source_id, et.name AS entity_type_name, e.canceled AS entity_canceled, s.name AS sequence_name, ep.id AS episode_id,
    ep.name AS episode_name, tt.for_entity AS task_type_for_entity, tt.name AS task_type_name, ts.name AS task_status_name, tt.color AS task_type_color,
    ts.color AS task_status_color, ts.short_name AS task_status_short_name"""
_FROM = """FROM task t JOIN project p ON p.id = t.project_id JOIN entity e ON e.id = t.entity_id JOIN entity_type et ON et.id = e.entity_type_id
    JOIN task_type tt ON tt.id = t.task_type_id JOIN task_status ts ON ts.id = t.task_status_id
    LEFT JOIN entity s ON s.id = e.parent_id LEFT JOIN entity ep ON ep.id = s.parent_id"""
_NAMES = "p.name, ep.name, s.name, et.name, e.name, tt.name"
_LAST = """(SELECT json_build_object('text', c.text, 'date', c.created_at, 'person_id', c.person_id) FROM comment c JOIN person a ON a.id = c.person_id
    WHERE c.object_id = t.id AND a.role <> 'client' ORDER BY c.created_at DESC LIMIT 1) AS last_comment"""
_SPENT = "ts.duration, ts.date, ts.task_id, ts.person_id, ts.id, ts.created_at, ts.updated_at"


def _fill(url: str) -> None:
    """The large production with a year of time spent."""
    fill(url)
    with sa.create_engine(url).begin() as connection:
        connection.exec_driver_sql(FILL, {})
        connection.exec_driver_sql("ANALYZE")


def cases(project: str, person: str, step: str) -> list[tuple[str, str, list[str]]]:
    """Name, path and the bare statements of what is measured."""
    mine = f"EXISTS (SELECT 1 FROM task_person_link WHERE task_id = t.id AND person_id = '{person}')"
    open_tasks = f"WHERE t.project_id = '{project}' AND tt.for_entity <> 'Concept'"
    of_project = f"FROM time_spent ts JOIN task t ON t.id = ts.task_id WHERE t.project_id = '{project}'"
    return [
        ("to-do list of a person", f"/data/persons/{person}/tasks", [f"SELECT {_TASK}, {_LAST} {_FROM} WHERE {mine} AND NOT ts.is_done ORDER BY {_NAMES}"]),
        (
            "tasks to check (5,000 of 23,400 tasks)",
            "/data/user/tasks-to-check",
            [f"SELECT {_TASK}, {_LAST} {_FROM} WHERE ts.is_feedback_request ORDER BY {_NAMES}"],
        ),
        (
            "open tasks, a page of 23,400",
            f"/data/tasks/open-tasks?project_id={project}",
            [
                f"SELECT t.task_status_id, count(*), sum(t.duration), sum(t.estimation) {_FROM} {open_tasks} GROUP BY 1",
                f"SELECT {_TASK} {_FROM} {open_tasks} ORDER BY {_NAMES} LIMIT 100",
            ],
        ),
        (
            "statistics of open tasks",
            "/data/tasks/open-tasks/stats",
            [
                "SELECT t.project_id, t.task_type_id, t.task_status_id, count(*), count(*) FILTER (WHERE ts.is_done), sum(t.duration), sum(t.estimation) "
                "FROM task t JOIN task_type tt ON tt.id = t.task_type_id JOIN task_status ts ON ts.id = t.task_status_id "
                "WHERE tt.for_entity <> 'Concept' GROUP BY 1, 2, 3"
            ],
        ),
        (
            "time of a production (60,000 rows)",
            f"/data/projects/{project}/time-spents",
            [f"SELECT {_SPENT}, 'TimeSpent' AS type {of_project} ORDER BY ts.date, ts.created_at, ts.id"],
        ),
        (
            "day table of a month",
            f"/data/persons/time-spents/day-table/2026/3?project_id={project}",
            [
                f"SELECT extract(day FROM ts.date)::int, ts.person_id, sum(ts.duration) {of_project} "
                "AND ts.date BETWEEN '2026-03-01' AND '2026-03-31' GROUP BY 1, 2"
            ],
        ),
        (
            "year table of the studio",
            "/data/persons/time-spents/year-table",
            ["SELECT extract(year FROM ts.date)::int, ts.person_id, sum(ts.duration) FROM time_spent ts GROUP BY 1, 2"],
        ),
        (
            "a person's year by task",
            f"/data/persons/{person}/time-spents/year/2026",
            [
                f"SELECT t.id, t.task_type_id, t.project_id, p.name, e.name, et.name, s.name, ep.name, sum(x.duration) {_FROM} "
                f"JOIN time_spent x ON x.task_id = t.id WHERE x.person_id = '{person}' GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
            ],
        ),
        (
            "weighted quotas of a task type",
            f"/data/projects/{project}/quotas/{step}",
            [
                f"SELECT ts.person_id, ts.date, sum(e.nb_frames * ts.duration / t.duration), sum(ts.duration / t.duration) {of_project[:51]} "
                f"JOIN entity e ON e.id = t.entity_id WHERE t.project_id = '{project}' AND t.task_type_id = '{step}' AND t.end_date IS NOT NULL "
                "AND t.duration > 0 GROUP BY 1, 2"
            ],
        ),
    ]


def main() -> None:
    """Print the table."""
    with studio(_fill) as (app, url):
        cursor = bare_cursor(url)
        with app.app_context():
            token = session_tokens(ident("person", 1))[0]
        for name, path, statements in cases(ident("project", 1), ident("person", 7), ident("step", 2)):
            times = side_by_side(caller(app, path, token), bare(cursor, statements), rounds=15, warm_up=3)
            print(line(name, *times, goal=2), flush=True)


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    main()
