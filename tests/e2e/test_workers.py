"""Workers that are killed in the middle of a movie: nothing half is left, and the work is taken up again."""

import contextlib
import io
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.e2e.house import House, open_house
from tests.e2e.server import wait_for
from tests.kit.media import movie

NAME = "movies-1"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A studio with a server that gives its jobs to workers."""
    folder = tmp_path_factory.mktemp("workers")
    # The slowest preset: there has to be a middle to be killed in.
    with open_house(folder, ENABLE_JOB_QUEUE="true", TMP_DIR=str(folder / "tmp"), MOVIE_ENCODING_PRESET="slower") as house, house.app.app_context():
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


class Caller:
    """Calls as one person."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.token = url, token

    def __call__(self, method: str, path: str, header: dict[str, str] | None = None, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}", **(header or {})}
        return requests.request(method, self.url + path, headers=headers, timeout=600, **more)


def another(call: Caller, preview_file_id: str) -> str:
    """The id of another preview of the same comment, without a file."""
    row = call("GET", f"/data/preview-files/{preview_file_id}").json()
    path = f"/actions/tasks/{row['task_id']}/comments/{row['comments'][0]}/add-preview"
    return call("POST", path, json={}).json()["id"]


def upload(house: House, url: str, data: bytes) -> tuple[str, Caller]:
    """Send a movie as a new preview; its id, and a caller who is the same person."""
    studio = house.studio
    admin = studio.admin()
    production = studio.production(resolution="1280x720", fps="25")
    task = studio.task(studio.shot(production))
    status, token = studio.status(), house.token(admin)

    call = Caller(url, token)
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


class Zeros(io.RawIOBase):
    """A file of zeros that is nowhere."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = min(self.left, size if size >= 0 else self.left)
        self.left -= count
        return bytes(count)


def body(size: int, name: str, boundary: str = "limit") -> Iterator[bytes]:
    """A form with one file of zeros, piece by piece."""
    yield f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    zeros = Zeros(size)
    while piece := zeros.read(1 << 20):
        yield piece
    yield f"\r\n--{boundary}--\r\n".encode()


#: Bytes of the large upload; ZOU_TEST_UPLOAD_MB makes it larger.
LARGE = int(os.environ.get("ZOU_TEST_UPLOAD_MB", "300")) << 20
FORM = {"Content-Type": "multipart/form-data; boundary=limit"}


def test_a_large_upload_goes_past_the_memory(house: House) -> None:
    server = house.serve()
    ident, call = upload(house, server.url, movie("a.mp4"))
    preview = another(call, ident)
    small = another(call, ident)
    call("POST", f"/pictures/preview-files/{small}", data=body(2 << 20, "warm.zip"), header=FORM)
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    made = call("POST", f"/pictures/preview-files/{preview}", data=body(LARGE, "scene.zip"), header=FORM)
    assert (made.status_code, made.json()["file_size"], made.json()["status"]) == (201, LARGE, "ready")
    grown = (process.memory_info().rss - before) >> 20
    print(f"{LARGE >> 20} MB were received; the server grew by {grown} MB")
    assert grown < 30


def test_a_client_that_hangs_up_leaves_nothing(house: House) -> None:
    server = house.serve()
    ident, call = upload(house, server.url, movie("a.mp4"))
    preview = another(call, ident)
    token = call.token
    before = rest(house.folder / "tmp" / "pending-uploads")
    with contextlib.closing(socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])))) as line:
        head = f"POST /pictures/preview-files/{preview} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Length: 99999999\r\n"
        line.sendall(head.encode() + f"Content-Type: {FORM['Content-Type']}\r\n\r\n".encode())
        for piece in itertools.islice(body(9 << 20, "scene.zip"), 6):
            line.sendall(piece)
        time.sleep(0.5)
    wait_for(lambda: not [name for name in open_files(server) if "pending-uploads" in name])
    assert rest(house.folder / "tmp" / "pending-uploads") == before
    shown = call("GET", f"/data/preview-files/{preview}").json()
    assert (shown["status"], shown["original_name"]) == ("processing", None)
    assert call("POST", f"/pictures/preview-files/{preview}", files={"file": ("a.zip", b"whole")}).json()["status"] == "ready"


def open_files(server: Any) -> list[str]:
    """Names of the files that a server has open, the nameless ones' folders included."""
    folder = Path(f"/proc/{server.process.pid}/fd")
    found = []
    for link in folder.iterdir():
        with contextlib.suppress(OSError):
            found.append(str(link.readlink()))
    return found
