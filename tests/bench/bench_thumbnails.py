"""Thumbnails of previews against static files of the same size from the same server: replies a second over connections that are kept."""

import contextlib
import io
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
from PIL import Image

from tests.bench.load import load
from tests.bench.studio import studio
from tests.kit.studio import Studio
from zou.access.tokens import session_tokens
from zou.models import PreviewFile
from zou.storage.base import StoreConfig
from zou.storage.factory import make_store
from zou.storage.names import PICTURE_THUMBNAIL

CONNECTIONS, SECONDS, ROUNDS, PREVIEWS = 8, 2.0, 5, 40
GOAL = 2.0


def thumbnail(folder: Path) -> Path:
    """A picture as large as thumbnails are, with much in it."""
    path, out = folder / "thumbnail.png", io.BytesIO()
    Image.effect_noise((150, 100), 60).convert("RGB").save(out, "PNG")
    path.write_bytes(out.getvalue())
    return path


def previews(app: Any, folder: Path, picture: Path) -> tuple[str, list[str]]:
    """The token of an artist and the ids of previews of their production that have this thumbnail."""
    made, store = Studio(app), make_store(StoreConfig(folder=folder))
    with app.app_context():
        artist = made.artist()
        task = made.task(made.shot(made.production(team=[artist])))
        rows = [made.add(PreviewFile(name=f"p{number}", task_id=task.id, extension="png", status="ready", revision=number)) for number in range(PREVIEWS)]
        for row in rows:
            store.put(PICTURE_THUMBNAIL.of(row.id), picture)
        return session_tokens(artist.id)[0], [str(row.id) for row in rows]


@contextlib.contextmanager
def server(app: Any, folder: Path, frontend: Path) -> Iterator[int]:
    """The port of a server process as `zou up` starts it."""
    settings, listening = app.config["SETTINGS"], socket.create_server(("127.0.0.1", 0))
    environment = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_base_url,
        "SECRET_KEY": settings.secret_key,
        "PREVIEW_FOLDER": str(folder),
        "TMP_DIR": str(folder.parent / "tmp"),
        "MAIL_ENABLED": "false",
    }
    command = [sys.executable, "-m", "zou.serving.server", "--fd", str(listening.fileno()), "--frontend", str(frontend)]
    with listening, (folder.parent / "log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **environment}, pass_fds=[listening.fileno()], stdout=log, stderr=log)
        port = listening.getsockname()[1]
        try:
            while not answers(port):
                time.sleep(0.2)
                assert process.poll() is None, (folder.parent / "log").read_text()
            yield port
        finally:
            process.terminate()
            process.wait(20)


def answers(port: int) -> bool:
    """Whether the server answers."""
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"http://127.0.0.1:{port}/api/", timeout=5).ok
    return False


def ask(path: str, **headers: str) -> bytes:
    """A request for a path."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}\r\n".encode()


def rates(port: int, *asked: tuple[int, list[bytes]]) -> list[float]:
    """Replies a second to each kind of request, which has a status to expect: they take turns, so that all meet the same weather."""
    kept: list[list[float]] = [[] for _ in asked]
    for _ in range(ROUNDS):
        for (status, requested), found in zip(asked, kept, strict=True):
            found.append(load(port, CONNECTIONS, SECONDS, status, requested))
    return [statistics.median(found) for found in kept]


def line(name: str, mine: float, bare: float) -> None:
    """Print one comparison."""
    ratio = bare / mine
    print(f"{name:<50} {mine:9.0f} /s   static file {bare:7.0f} /s   ratio {ratio:5.2f}  goal {GOAL:4.1f}  {'ok' if ratio <= GOAL else 'ABOVE'}")


def main() -> None:
    """Print both comparisons: pictures sent, and pictures that the browser has already."""
    with tempfile.TemporaryDirectory(prefix="zou-bench-") as scratch, studio(lambda _: None) as (app, _):
        folder, frontend = Path(scratch) / "previews", Path(scratch) / "frontend"
        frontend.mkdir()
        (frontend / "index.html").write_text("the page")
        token, ids = previews(app, folder, thumbnail(frontend))
        with server(app, folder, frontend) as port:
            rights = {"Authorization": f"Bearer {token}"}
            paths = [f"/pictures/thumbnails/preview-files/{ident}.png" for ident in ids]
            tags = {path: requests.get(f"http://127.0.0.1:{port}{path}", headers=rights, timeout=5).headers["ETag"] for path in paths}
            since = requests.get(f"http://127.0.0.1:{port}/thumbnail.png", timeout=5).headers["Last-Modified"]
            known = [ask(path, **rights, If_None_Match=tags[path]) for path in paths]
            sent, unchanged, file, same = rates(
                port,
                (200, [ask(path, **rights) for path in paths]),
                (304, known),
                (200, [ask("/thumbnail.png")]),
                (304, [ask("/thumbnail.png", If_Modified_Since=since)]),
            )
            line("a thumbnail", sent, file)
            line("a thumbnail that the browser has (304)", unchanged, file)
            print(f"   (a static file that the browser has, for which nobody's rights are looked up: {same:.0f} /s)")
