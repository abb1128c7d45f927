"""Workers that are killed in the middle of a movie: nothing half is left, and the work is taken up again."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.conftest import fresh_database
from tests.e2e.server import wait_for
from tests.e2e.test_stream import House
from tests.kit.media import movie
from zou.standalone.valkey import EmbeddedValkey

NAME = "movies-1"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[House]:
    """A studio with a server that gives its jobs to workers."""
    folder = tmp_path_factory.mktemp("workers")
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(fresh_database(f"zou_workers_{worker_id}_{os.getpid()}"))
        valkey = stack.enter_context(EmbeddedValkey(folder / "valkey", durable=False))
        house = House(folder, database, valkey, stack)
        # The slowest preset: there has to be a middle to be killed in.
        house.environment.update(ENABLE_JOB_QUEUE="true", TMP_DIR=str(folder / "tmp"), MOVIE_ENCODING_PRESET="slower")
        with house.app.app_context():
            yield house


class Worker:
    """A worker process of the movies' queue."""

    def __init__(self, house: House) -> None:
        self.log = (house.folder / "worker.log").open("ab")
        command = [sys.executable, "-m", "zou.standalone.worker", NAME, "movies"]
        self.process = subprocess.Popen(command, env=house.environment, stdout=self.log, stderr=self.log)

    def children(self) -> list[psutil.Process]:
        """The processes that it has started, and those that they have."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.process.pid).children(recursive=True)
        return []

    def encoder(self) -> psutil.Process | None:
        """Its ffmpeg, once that writes."""
        for child in self.children():
            with contextlib.suppress(psutil.Error):
                if "ffmpeg" in child.name():
                    return child
        return None

    def kill(self) -> None:
        """kill -9 of the worker alone; returns when all that it has started is gone."""
        children = self.children()
        self.process.kill()
        self.process.wait()
        assert not psutil.wait_procs(children, timeout=20)[1], "a child survived its worker"
        self.log.close()


def rest(folder: Path) -> list[str]:
    """Names of all files under a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def upload(house: House, url: str, data: bytes) -> tuple[str, Any]:
    """Send a movie as a new preview; its id, and a function that reads a path as the same person."""
    studio = house.studio
    admin = studio.admin()
    production = studio.production(resolution="1280x720", fps="25")
    task = studio.task(studio.shot(production))
    status, token = studio.status(), house.token(admin)

    def call(method: str, path: str, **more: Any) -> requests.Response:
        return requests.request(method, url + path, headers={"Authorization": f"Bearer {token}"}, timeout=30, **more)

    note = call("POST", f"/actions/tasks/{task.id}/comment", json={"task_status_id": str(status.id), "comment": "see"}).json()
    preview = call("POST", f"/actions/tasks/{task.id}/comments/{note['id']}/add-preview", json={}).json()
    taken = call("POST", f"/pictures/preview-files/{preview['id']}", files={"file": ("a.mp4", io.BytesIO(data))})
    assert (taken.status_code, taken.json()["status"]) == (201, "processing"), taken.text
    return preview["id"], call


@pytest.mark.parametrize("victim", ["worker", "child"])
def test_a_movie_survives_kill_9_in_its_middle(house: House, victim: str) -> None:
    server = house.serve()
    ident, call = upload(house, server.url, movie("long.mp4", seconds=8, size="640x360", rate=25))
    worker = Worker(house)
    wait_for(lambda: worker.encoder() is not None)
    time.sleep(0.7)
    status = call("GET", f"/data/preview-files/{ident}").json()["status"]
    assert status == "processing"
    if victim == "worker":
        worker.kill()
        assert rest(house.folder / "previews") == []
        worker = Worker(house)
    else:
        horse = next(child for child in worker.children() if child.ppid() == worker.process.pid)
        os.kill(horse.pid, signal.SIGKILL)
    end = time.monotonic() + 150
    while call("GET", f"/data/preview-files/{ident}").json()["status"] == "processing":
        assert time.monotonic() < end, "nobody took the movie up again"
        time.sleep(0.5)
    shown = call("GET", f"/data/preview-files/{ident}").json()
    assert (shown["status"], shown["width"], shown["duration"]) == ("ready", 1280, 8.0)
    assert call("GET", f"/movies/low/preview-files/{ident}.mp4").status_code == 200
    worker.process.terminate()
    worker.process.wait(20)
    assert [name for name in rest(house.folder / "previews") if name.endswith(".part")] == []
    assert rest(house.folder / "tmp") == []
