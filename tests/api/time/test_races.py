"""Requests at the same time, each with a transaction of its own, on a database of its own."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.conftest import fresh_database, make_settings
from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.app import create_app
from zou.db.session import db


def test_minutes_added_at_once_all_count_and_time_is_removed_once(servers: dict[str, str], tmp_path: Path) -> None:
    with fresh_database(f"zou_races_{os.getpid()}") as url:
        app = create_app(make_settings({**servers, "DATABASE_URL": url}, tmp_path))
        app.config.update(PUBLISH_EVENTS=False)
        with app.app_context():
            studio = Studio(app)
            production = studio.production(team=[artist := studio.artist()])
            task = studio.task(studio.shot(production), assignees=[artist])
            mine, of_task = Api(app, person=artist), f"/data/tasks/{task.id}"
            path = f"/actions/tasks/{task.id}/time-spents/2024-03-05/persons/{artist.id}"
        with ThreadPoolExecutor(4) as pool:
            statuses = list(pool.map(lambda _: Api.as_(mine, None).call("POST", f"{path}/add", {"duration": 5}, headers=mine.headers).status, range(12)))
            assert statuses == [201] * 12 and mine.get(of_task).ok()["duration"] == 60
            gone = list(pool.map(lambda _: Api.as_(mine, None).call("DELETE", path, headers=mine.headers).status, range(4)))
        assert sorted(gone) == [201, 404, 404, 404] and mine.get(of_task).ok()["duration"] == 0
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
