"""A walk through one production by real clients: gazu, plain HTTP and Socket.IO, against a running server.

    python -m tests.e2e.walk                                              a server of its own, on a folder that is thrown away
    python -m tests.e2e.walk --url http://127.0.0.1:8080 --email admin@example.com --password …

It prints what it sees, and ends with an error at the first thing that is not as it should be.
"""

import argparse
import secrets
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gazu
import requests
import socketio
from PIL import Image

from tests.e2e.running import Running

Say = Callable[[str], None]
ROLES = ("admin", "manager", "supervisor", "user", "client", "vendor")
PASSWORD = "walk-through-it-all"


class Listener:
    """A Socket.IO client of the namespace /events: what it was told, and when."""

    def __init__(self, url: str, token: str) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.client = socketio.Client()
        self.client.on("*", lambda name, data=None: self.got.append((name, data or {})), namespace="/events")
        self.client.connect(url, headers={"Authorization": f"Bearer {token}"}, namespaces=["/events"], wait_timeout=10)

    def count(self, name: str, **keys: Any) -> int:
        """How often an event of this name with these keys came."""
        return sum(told == name and all(data.get(key) == value for key, value in keys.items()) for told, data in list(self.got))

    def once(self, name: str, **keys: Any) -> None:
        """Wait for the event, and see that it comes once."""
        end = time.monotonic() + 20
        while not self.count(name, **keys):
            assert time.monotonic() < end, f"{name} {keys} did not come; these did: {sorted({told for told, _data in self.got})}"
            time.sleep(0.02)
        assert self.count(name, **keys) == 1, f"{name} {keys} came {self.count(name, **keys)} times"


class Walk:
    """One walk. `say` is told what was seen."""

    def __init__(self, url: str, email: str, password: str, say: Say) -> None:
        self.url, self.email, self.password, self.say = url.rstrip("/"), email, password, say
        self.tag = secrets.token_hex(3)
        self.gazu = gazu.client.create_client(f"{self.url}/api")
        self.people: dict[str, dict[str, Any]] = {}

    def run(self) -> None:
        """The whole walk."""
        for part in (self.sessions, self.team, self.entities, self.comment, self.picture, self.movie, self.rights):
            part()
        self.listener.client.disconnect()

    def call(self, method: str, path: str, *, token: str | None = None, **more: Any) -> requests.Response:
        """A plain HTTP call under /api."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, f"{self.url}/api{path}", headers=headers, timeout=60, **more)

    def log_in(self, email: str, password: str) -> dict[str, Any]:
        """Log in as anybody; the reply."""
        reply = self.call("POST", "/auth/login", json={"email": email, "password": password})
        assert reply.status_code == 200, reply.text
        return reply.json()

    def sessions(self) -> None:
        """Log in, refresh, log out: a revoked token is refused."""
        tokens = self.log_in(self.email, self.password)
        refreshed = self.call("GET", "/auth/refresh-token", token=tokens["refresh_token"]).json()["access_token"]
        assert self.call("GET", "/auth/authenticated", token=refreshed).status_code == 200
        assert self.call("GET", "/auth/logout", token=refreshed).json()["logout"]
        assert self.call("GET", "/data/persons", token=refreshed).status_code == 401
        assert self.call("GET", "/data/persons").status_code == 401
        gazu.log_in(self.email, self.password, client=self.gazu)
        self.token = self.log_in(self.email, self.password)["access_token"]
        self.say(f"logged in as {self.email}; a refreshed token works, a revoked one is refused")

    def team(self) -> None:
        """A person of each role, and a production with its team and types."""
        project = self.project = gazu.project.new_project(f"Walk {self.tag}", production_type="short", client=self.gazu)
        for role in ROLES:
            person = gazu.person.new_person(role.title(), f"Walker {self.tag}", f"{role}.{self.tag}@walk.studio", role=role, client=self.gazu)
            self.call("POST", f"/actions/persons/{person['id']}/change-password", token=self.token, json={"password": PASSWORD, "password_2": PASSWORD})
            gazu.project.add_person_to_team(project, person, client=self.gazu)
            self.people[role] = person
        self.asset_type = gazu.asset.get_asset_type_by_name("Character", client=self.gazu)
        kinds = gazu.task.all_task_types(client=self.gazu)
        self.shot_work = next(kind for kind in kinds if kind["name"] == "Animation" and kind["for_entity"] == "Shot")
        self.asset_work = next(kind for kind in kinds if kind["name"] == "Modeling" and kind["for_entity"] == "Asset")
        gazu.project.add_asset_type(project, self.asset_type, client=self.gazu)
        for kind in (self.shot_work, self.asset_work):
            gazu.project.add_task_type(project, kind, 1, client=self.gazu)
        self.statuses = {status["short_name"]: status for status in gazu.task.all_task_statuses(client=self.gazu)}
        for status in self.statuses.values():
            gazu.project.add_task_status(project, status, client=self.gazu)
        self.listener = Listener(self.url, self.log_in(self.people["supervisor"]["email"], PASSWORD)["access_token"])
        self.say(f"made the production {project['name']} with a team of {len(self.people)}; a supervisor listens")

    def entities(self) -> None:
        """Assets, a sequence, shots, their tasks, an assignment."""
        self.asset = gazu.asset.new_asset(self.project, self.asset_type, "Hero", client=self.gazu)
        self.listener.once("asset:new", asset_id=self.asset["id"])
        sequence = gazu.shot.new_sequence(self.project, "SQ01", client=self.gazu)
        self.shots = [gazu.shot.new_shot(self.project, sequence, f"SH{number:02}", nb_frames=48, client=self.gazu) for number in (1, 2, 3)]
        for shot in self.shots:
            self.listener.once("shot:new", shot_id=shot["id"])
        gazu.task.new_task(self.asset, self.asset_work, client=self.gazu)
        self.task = gazu.task.new_task(self.shots[0], self.shot_work, client=self.gazu)
        self.listener.once("task:new", task_id=self.task["id"])
        gazu.task.assign_task(self.task, self.people["user"], client=self.gazu)
        self.listener.once("task:assign", task_id=self.task["id"], person_id=self.people["user"]["id"])
        self.say("made an asset, a sequence, three shots and two tasks; the artist has one of them")

    def comment(self) -> None:
        """A comment that changes the status, readable when its event comes."""
        seen: dict[str, Any] = {}
        token = self.log_in(self.people["supervisor"]["email"], PASSWORD)["access_token"]

        def look(data: dict[str, Any]) -> None:
            def read() -> None:
                seen["reply"] = self.call("GET", f"/data/comments/{data['comment_id']}", token=token).status_code

            threading.Thread(target=read).start()

        self.listener.client.on("comment:new", look, namespace="/events")
        self.noted = gazu.task.add_comment(self.task, self.statuses["wip"], comment="Blocking has begun.", client=self.gazu)
        end = time.monotonic() + 10
        while "reply" not in seen:
            assert time.monotonic() < end, "comment:new did not come"
            time.sleep(0.02)
        assert seen["reply"] == 200, f"the comment answered {seen['reply']} when its event came"
        self.listener.once("task:status-changed", task_id=self.task["id"], new_task_status_id=self.statuses["wip"]["id"])
        assert gazu.task.get_task(self.task["id"], client=self.gazu)["task_status_id"] == self.statuses["wip"]["id"]
        self.say("commented: the task is in progress, the event came once, and the comment could be read then")

    def picture(self) -> None:
        """A PNG published with a comment: thumbnails, ready, the shot shows it."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "frame.png"
            Image.new("RGB", (640, 360), (200, 40, 40)).save(file)
            preview = self.publish(file, "wfa")
        assert (preview["width"], preview["height"]) == (640, 360), preview
        gazu.task.set_main_preview(preview, client=self.gazu)
        self.listener.once("preview-file:set-main", preview_file_id=preview["id"])
        shot = gazu.shot.get_shot(self.shots[0]["id"], client=self.gazu)
        assert shot["preview_file_id"] == preview["id"], shot
        reply = self.call("GET", f"/pictures/thumbnails/preview-files/{preview['id']}.png", token=self.token)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "thumbnail.png"
            file.write_bytes(reply.content)
            with Image.open(file) as thumbnail:
                pixel = thumbnail.convert("RGB").getpixel((thumbnail.width // 2, thumbnail.height // 2))
        assert max(abs(a - b) for a, b in zip(pixel, (200, 40, 40), strict=True)) < 12, pixel
        self.say(f"published a picture: ready, its thumbnail ({thumbnail.width}x{thumbnail.height}) is the shot's")

    def movie(self) -> None:
        """An MP4 published with a comment: a worker makes the movies, and they play from any byte."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "take.mp4"
            make_movie(file)
            preview = self.publish(file, "wfa")
        low = self.call("GET", f"/movies/low/preview-files/{preview['id']}.mp4", token=self.token, stream=True)
        assert low.status_code == 200, low.text
        part = requests.get(low.url, headers={"Authorization": f"Bearer {self.token}", "Range": "bytes=100-199"}, timeout=30)
        assert (part.status_code, len(part.content)) == (206, 100), part.status_code
        tiles = self.call("GET", f"/movies/tiles/preview-files/{preview['id']}.png", token=self.token)
        self.say(f"published a movie: {preview['duration']} s, ready, {low.headers.get('Content-Length')} bytes in low definition; tiles {tiles.status_code}")

    def publish(self, file: Path, status: str) -> dict[str, Any]:
        """Publish a file with a comment; its preview when it is ready."""
        comment = gazu.task.add_comment(self.task, self.statuses[status], comment=f"Here is {file.name}.", client=self.gazu)
        preview = gazu.task.add_preview(self.task, comment, preview_file_path=str(file), client=self.gazu)
        self.listener.once("preview-file:add-file", preview_file_id=preview["id"])
        end = time.monotonic() + 120
        while True:
            row = self.call("GET", f"/data/preview-files/{preview['id']}", token=self.token).json()
            if row["status"] != "processing":
                break
            assert time.monotonic() < end, "the preview is still being processed"
            time.sleep(0.1)
        assert row["status"] == "ready", row
        return row

    def rights(self) -> None:
        """Strangers to the production are refused; the team is not."""
        stranger = gazu.person.new_person("Stranger", self.tag, f"stranger.{self.tag}@walk.studio", client=self.gazu)
        self.call("POST", f"/actions/persons/{stranger['id']}/change-password", token=self.token, json={"password": PASSWORD, "password_2": PASSWORD})
        theirs = self.log_in(stranger["email"], PASSWORD)["access_token"]
        mine = self.log_in(self.people["user"]["email"], PASSWORD)["access_token"]
        for path in (f"/data/projects/{self.project['id']}", f"/data/shots/{self.shots[0]['id']}", f"/data/tasks/{self.task['id']}/comments"):
            assert self.call("GET", path, token=mine).status_code == 200, path
            assert self.call("GET", path, token=theirs).status_code == 403, path
        self.say("a stranger is refused where the team reads")


def make_movie(target: Path) -> None:
    """A movie of one second, 320x180, 24 frames a second."""
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc=duration=1:size=320x180:rate=24"]
    subprocess.run([*command, "-pix_fmt", "yuv420p", str(target)], check=True, timeout=60)


def main() -> None:
    """Walk, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", help="a running server; one is started without")
    parser.add_argument("--email", default="admin@example.com")
    parser.add_argument("--password")
    args = parser.parse_args()
    start = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - start:6.1f} s  {text}", flush=True)

    if args.url:
        Walk(args.url, args.email, args.password, say).run()
        return
    with tempfile.TemporaryDirectory(prefix="zou-walk-", ignore_cleanup_errors=True) as folder:
        password = secrets.token_urlsafe(12)
        with Running(Path(folder) / "data", "--admin-email", args.email, "--admin-password", password) as up:
            say(f"a server is up at http://localhost:{up.port}")
            Walk(f"http://localhost:{up.port}", args.email, password, say).run()


if __name__ == "__main__":
    main()
