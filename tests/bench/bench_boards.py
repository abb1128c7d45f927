"""The boards of a large production: cold, from memory, unchanged, after one change: python -m tests.bench.bench_boards"""

import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import orjson
import psutil
from werkzeug.test import EnvironBuilder, run_wsgi_app

from tests.bench.dataset import fill, ident
from tests.bench.studio import bare_cursor, studio
from tests.bench.timing import line, side_by_side
from zou.access.policies import signed_in
from zou.access.tokens import session_tokens
from zou.kit import json
from zou.kit.http import Resource, Room, allow

PROJECT = ident("project", 1)
_KIND = "(SELECT id FROM entity_type WHERE name = 'Shot')"
_TASK = (
    "id entity_id task_type_id task_status_id duration estimation priority retake_count nb_assets_ready nb_drawings difficulty start_date due_date end_date"
    " real_start_date done_date last_comment_date last_preview_file_id data"
)
_SHOT = "id name description canceled nb_frames nb_entities_out is_casting_standby entity_type_id project_id parent_id source_id preview_file_id data"


@contextlib.contextmanager
def server() -> Iterator[tuple[Any, Any]]:
    """The application on a large production, and a cursor on its database."""
    with studio(_fill) as (app, url):
        yield app, bare_cursor(url)


def _fill(url: str) -> None:
    started = time.perf_counter()
    fill(url)
    print(f"dataset made in {time.perf_counter() - started:.1f} s")


def bare(cursor: Any) -> bytes:
    """The shots with their tasks by the fastest plain statements and orjson."""
    cursor.execute(
        f"SELECT {', '.join('e.' + name for name in _SHOT.split())}, s.name, s.parent_id FROM entity e JOIN entity s ON s.id = e.parent_id"
        f" WHERE e.project_id = %s AND e.entity_type_id = {_KIND}",
        (PROJECT,),
    )
    shots = cursor.fetchall()
    cursor.execute(
        f"SELECT {', '.join('t.' + name for name in _TASK.split())} FROM task t JOIN entity e ON e.id = t.entity_id"
        f" WHERE e.project_id = %s AND e.entity_type_id = {_KIND}",
        (PROJECT,),
    )
    tasks = cursor.fetchall()
    cursor.execute("SELECT l.task_id, l.person_id FROM task_person_link l JOIN task t ON t.id = l.task_id WHERE t.project_id = %s", (PROJECT,))
    who: dict[Any, list[Any]] = {}
    for task, person in cursor.fetchall():
        who.setdefault(task, []).append(person)
    names, by_shot = _TASK.split(), {}
    for values in tasks:
        task = dict(zip(names, values, strict=True))
        task["is_subscribed"], task["assignees"] = False, who.get(task["id"], [])
        by_shot.setdefault(task["entity_id"], []).append(task)
    keys = [*_SHOT.split(), "sequence_name", "episode_id"]
    rows = [{**dict(zip(keys, values, strict=True)), "tasks": by_shot.get(values[0], [])} for values in shots]
    return orjson.dumps(rows, option=orjson.OPT_OMIT_MICROSECONDS)


def caller(app: Any, path: str, **headers: str) -> Callable[[], tuple[bytes, Any]]:
    """A function that makes one GET request through WSGI and gives body and headers."""
    path, _, query = path.partition("?")
    environ = EnvironBuilder(path=path, query_string=query, headers=headers).get_environ()

    def call() -> tuple[bytes, Any]:
        body, status, found = run_wsgi_app(app, dict(environ), buffered=True)
        assert status[:3] in ("200", "304"), status
        return b"".join(body), found

    return call


STORED: dict[str, bytes] = {}
room = Room("bench")


@room.route("/bench/<string:name>")
class Stored(Resource):
    """Bytes out of memory, for who has a token: as little as a server can do."""

    @allow(signed_in)
    def get(self, name: str) -> Any:
        """The bytes."""
        return json.Raw(STORED[name])


def main() -> None:
    """Print the ratios."""
    with server() as (app, cursor):
        room.mount(app)
        with app.app_context():
            token = f"Bearer {session_tokens(UUID(ident('person', 2)))[0]}"

        def forget() -> None:
            app.extensions.pop("boards", None)

        def change() -> None:
            cursor.execute("UPDATE task SET priority = 1 - priority WHERE id = %s", (ident("task", 4000),))

        for name, form in (("objects", ""), ("compact", "&compact=true"), ("compact stream", "&stream=true&compact=true")):
            url = f"/data/shots/with-tasks?project_id={PROJECT}{form}"
            get = caller(app, url, Authorization=token)
            body, headers = get()
            STORED[name.replace(" ", "-")] = body
            stored = caller(app, f"/bench/{name.replace(' ', '-')}", Authorization=token)
            known = caller(app, url, Authorization=token, **{"If-None-Match": headers["ETag"]})
            packed = caller(app, url, Authorization=token, **{"Accept-Encoding": "gzip"})

            def cold(get: Any = get) -> None:
                forget()
                get()

            def changed(get: Any = get) -> None:
                change()
                get()

            print(f"-- shots, {name}: {len(body) / 1e6:.1f} MB, {len(packed()[0]) / 1e6:.1f} MB as gzip")
            print(line("cold, against plain SQL and orjson", *side_by_side(cold, lambda: bare(cursor), rounds=5, warm_up=1), 1.5))
            get()
            print(line("from memory, against stored bytes", *side_by_side(get, stored, rounds=30, warm_up=3), 5))
            print(line("the same as gzip", *side_by_side(packed, stored, rounds=30, warm_up=3), 5))
            print(line("unchanged (304), against stored bytes", *side_by_side(known, stored, rounds=30, warm_up=3), 5))
            after = side_by_side(changed, lambda: None, rounds=7, warm_up=1)[0]
            whole = side_by_side(cold, lambda: None, rounds=5, warm_up=1)[0]
            print(line("after one change, against cold", after, whole, after / whole, 0.33))
        print(f"memory of the process, the benchmark's own included: {psutil.Process().memory_info().rss / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
