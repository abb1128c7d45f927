"""Requests at the same time, each with a transaction of its own, on a database of its own."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tests.kit.client import Api
from tests.kit.studio import Studio


def test_minutes_added_at_once_all_count_and_time_is_removed_once(real: Flask) -> None:
    studio = Studio(real)
    production = studio.production(team=[artist := studio.artist()])
    task = studio.task(studio.shot(production), assignees=[artist])
    mine, of_task = Api(real, person=artist), f"/data/tasks/{task.id}"
    path = f"/actions/tasks/{task.id}/time-spents/2024-03-05/persons/{artist.id}"
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: Api.as_(mine, None).call("POST", f"{path}/add", {"duration": 5}, headers=mine.headers).status, range(12)))
        assert statuses == [201] * 12 and mine.get(of_task).ok()["duration"] == 60
        gone = list(pool.map(lambda _: Api.as_(mine, None).call("DELETE", path, headers=mine.headers).status, range(4)))
    assert sorted(gone) == [201, 404, 404, 404] and mine.get(of_task).ok()["duration"] == 0
