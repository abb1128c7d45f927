"""Walks through a studio by real clients: gazu, plain HTTP and Socket.IO, against a running server.

    python -m tests.e2e.walk                                              a server of its own, on a folder that is thrown away
    python -m tests.e2e.walk --url http://127.0.0.1:8080 --email admin@example.com --password …

They print what they see: one production from end to end, a day in a studio, a review with a guest. They end with an error at the first thing that is not
as it should be.
"""

import argparse
import io
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import gazu
from PIL import Image

from tests.e2e.day import Day
from tests.e2e.review import Review
from tests.e2e.running import Running
from tests.e2e.walking import Row, Say, Walking, movie, picture, until

ROLES = ("admin", "manager", "supervisor", "user", "client", "vendor")


class Walk(Walking):
    """Everything once, as an administrator: sessions, a team, entities, comments, a picture, a movie."""

    def parts(self) -> Iterable[Callable[[], None]]:
        """From the first log in to strangers."""
        return (self.sessions, self.team, self.entities, self.comment, self.picture, self.movie, self.rights)

    def sessions(self) -> None:
        """Log in, refresh, log out: a revoked token is refused."""
        tokens = self.log_in(self.email, self.password)
        refreshed = self.call("GET", "/auth/refresh-token", token=tokens["refresh_token"]).json()["access_token"]
        assert self.call("GET", "/auth/authenticated", token=refreshed).status_code == 200
        assert self.call("GET", "/auth/logout", token=refreshed).json()["logout"]
        assert self.call("GET", "/data/persons", token=refreshed).status_code == 401
        assert self.call("GET", "/data/persons").status_code == 401
        self.enter()
        self.say(f"logged in as {self.email}; a refreshed token works, a revoked one is refused")

    def team(self) -> None:
        """A person of each role, and a production with its team and types."""
        self.produce("Walk", {role: role for role in ROLES})
        self.listener = self.listen("supervisor")
        self.say(f"made the production {self.project['name']} with a team of {len(self.people)}; a supervisor listens")

    def entities(self) -> None:
        """Assets, a sequence, shots, their tasks, an assignment."""
        self.asset = gazu.asset.new_asset(self.project, self.asset_type, "Hero", client=self.gazu)
        self.listener.once("asset:new", asset_id=self.asset["id"])
        self.shots, tasks = self.shoot(3, by=self.gazu)
        for shot in self.shots:
            self.listener.once("shot:new", shot_id=shot["id"])
        gazu.task.new_task(self.asset, self.asset_work, client=self.gazu)
        self.task = tasks[0]
        for task in tasks:
            self.listener.once("task:new", task_id=task["id"])
        gazu.task.assign_task(self.task, self.people["user"], client=self.gazu)
        self.listener.once("task:assign", task_id=self.task["id"], person_id=self.people["user"]["id"])
        self.say("made an asset, a sequence, three shots and four tasks; the artist has one of them")

    def comment(self) -> None:
        """A comment that changes the status, readable when its event comes."""
        seen: dict[str, Any] = {}
        token = self.token_of("supervisor")

        def look(data: dict[str, Any]) -> None:
            def read() -> None:
                seen["reply"] = self.call("GET", f"/data/comments/{data['comment_id']}", token=token).status_code

            threading.Thread(target=read).start()

        self.listener.client.on("comment:new", look, namespace="/events")
        self.noted = gazu.task.add_comment(self.task, self.statuses["wip"], comment="Blocking has begun.", client=self.gazu)
        until(lambda: "reply" in seen, "comment:new did not come")
        assert seen["reply"] == 200, f"the comment answered {seen['reply']} when its event came"
        self.listener.once("task:status-changed", task_id=self.task["id"], new_task_status_id=self.statuses["wip"]["id"])
        assert gazu.task.get_task(self.task["id"], client=self.gazu)["task_status_id"] == self.statuses["wip"]["id"]
        self.say("commented: the task is in progress, the event came once, and the comment could be read then")

    def picture(self) -> None:
        """A PNG published with a comment: thumbnails, ready, the shot shows it."""
        preview = self.published(picture, "frame.png")
        assert (preview["width"], preview["height"]) == (640, 360), preview
        gazu.task.set_main_preview(preview, client=self.gazu)
        self.listener.once("preview-file:set-main", preview_file_id=preview["id"])
        shot = gazu.shot.get_shot(self.shots[0]["id"], client=self.gazu)
        assert shot["preview_file_id"] == preview["id"], shot
        reply = self.call("GET", f"/pictures/thumbnails/preview-files/{preview['id']}.png", token=self.token)
        with Image.open(io.BytesIO(reply.content)) as thumbnail:
            pixel = thumbnail.convert("RGB").getpixel((thumbnail.width // 2, thumbnail.height // 2))
        assert max(abs(a - b) for a, b in zip(pixel, (200, 40, 40), strict=True)) < 12, pixel
        self.say(f"published a picture: ready, its thumbnail ({thumbnail.width}x{thumbnail.height}) is the shot's")

    def movie(self) -> None:
        """An MP4 published with a comment: a worker makes the movies, and they play from any byte."""
        preview = self.published(movie(), "take.mp4")
        low = self.call("GET", f"/movies/low/preview-files/{preview['id']}.mp4", token=self.token, stream=True)
        assert low.status_code == 200, low.text
        part = self.call("GET", f"/movies/low/preview-files/{preview['id']}.mp4", token=self.token, headers={"Range": "bytes=100-199"})
        assert (part.status_code, len(part.content)) == (206, 100), part.status_code
        tiles = self.call("GET", f"/movies/tiles/preview-files/{preview['id']}.png", token=self.token)
        self.say(f"published a movie: {preview['duration']} s, ready, {low.headers.get('Content-Length')} bytes in low definition; tiles {tiles.status_code}")

    def published(self, content: Callable[[Path], None], name: str) -> Row:
        """The preview of a file that is published with a comment, once it is ready."""
        _comment, preview = self.publish(self.task, content, name, by=self.gazu)
        self.listener.once("preview-file:add-file", preview_file_id=preview["id"])
        return preview

    def rights(self) -> None:
        """Strangers to the production are refused; the team is not."""
        self.hire("stranger", "user")
        theirs, mine = self.token_of("stranger"), self.token_of("user")
        for path in (f"/data/projects/{self.project['id']}", f"/data/shots/{self.shots[0]['id']}", f"/data/tasks/{self.task['id']}/comments"):
            assert self.call("GET", path, token=mine).status_code == 200, path
            assert self.call("GET", path, token=theirs).status_code == 403, path
        self.say("a stranger is refused where the team reads")


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
        play(args.url, args.email, args.password, say)
        return
    with tempfile.TemporaryDirectory(prefix="zou-walk-", ignore_cleanup_errors=True) as folder:
        password = secrets.token_urlsafe(12)
        with Running(Path(folder) / "data", "--admin-email", args.email, "--admin-password", password) as up:
            say(f"a server is up at http://localhost:{up.port}")
            play(f"http://localhost:{up.port}", args.email, password, say)


def play(url: str, email: str, password: str, say: Say) -> None:
    """All walks, one after the other."""
    for walk in (Walk, Day, Review):
        say(f"--- {(walk.__doc__ or '').splitlines()[0]}")
        walk(url, email, password, say).run()


if __name__ == "__main__":
    main()
