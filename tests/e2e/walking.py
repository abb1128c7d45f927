"""What all walks share: people of each role with clients of their own, a production for them, an ear on the event stream, things to publish."""

import secrets
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import gazu
import requests
import socketio
from PIL import Image

Say = Callable[[str], None]
Row = dict[str, Any]
PASSWORD = "walk-through-it-all"


class Listener:
    """A Socket.IO client of the namespace /events: what it was told, in order."""

    def __init__(self, url: str, token: str) -> None:
        self.got: list[tuple[str, Row]] = []
        self.client = socketio.Client()
        self.client.on("*", lambda name, data=None: self.got.append((name, data or {})), namespace="/events")
        self.client.connect(url, headers={"Authorization": f"Bearer {token}"}, namespaces=["/events"], wait_timeout=10)

    def count(self, name: str, **keys: Any) -> int:
        """How often an event of this name with these keys came."""
        return sum(told == name and all(data.get(key) == value for key, value in keys.items()) for told, data in list(self.got))

    def once(self, name: str, **keys: Any) -> None:
        """Wait for the event, and see that it comes once."""
        until(lambda: self.count(name, **keys), lambda: f"{name} {keys} did not come; these did: {sorted({told for told, _data in self.got})}")
        assert self.count(name, **keys) == 1, f"{name} {keys} came {self.count(name, **keys)} times"


def until(happens: Callable[[], Any], otherwise: str | Callable[[], str], *, seconds: float = 30, pause: float = 0.02) -> Any:
    """Wait until `happens` returns something, and return that; `otherwise` says what is wrong when it never does."""
    end = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < end, otherwise if isinstance(otherwise, str) else otherwise()
        time.sleep(pause)
    return found


def refused(what: Callable[..., Any], *args: Any, **named: Any) -> None:
    """See that the server does not allow a call of gazu."""
    try:
        what(*args, **named)
    except gazu.exception.NotAllowedException:
        return
    raise AssertionError(f"{what.__name__}{args} was allowed")


def ids(rows: Iterable[Row]) -> set[str]:
    """The ids of rows."""
    return {row["id"] for row in rows}


class Walking:
    """What every walk can do. `say` is told what was seen; `gazu` is the administrator's client."""

    def __init__(self, url: str, email: str, password: str, say: Say) -> None:
        self.url, self.email, self.password, self.say = url.rstrip("/"), email, password, say
        self.tag = secrets.token_hex(3)
        self.gazu = gazu.client.create_client(f"{self.url}/api")
        self.people: dict[str, Row] = {}
        self.clients: dict[str, Any] = {}
        self.listeners: dict[str, Listener] = {}

    def parts(self) -> Iterable[Callable[[], None]]:
        """The steps of the walk, in order."""
        raise NotImplementedError

    def run(self) -> None:
        """The whole walk."""
        try:
            for part in self.parts():
                part()
        finally:
            for listener in self.listeners.values():
                listener.client.disconnect()

    def call(self, method: str, path: str, *, token: str | None = None, **more: Any) -> requests.Response:
        """A plain HTTP call under /api."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return requests.request(method, f"{self.url}/api{path}", headers={**headers, **more.pop("headers", {})}, timeout=60, **more)

    def log_in(self, email: str, password: str) -> Row:
        """Log in as anybody; the reply."""
        reply = self.call("POST", "/auth/login", json={"email": email, "password": password})
        assert reply.status_code == 200, reply.text
        return reply.json()

    def enter(self) -> None:
        """Log in as the administrator, and read the studio's tables."""
        gazu.log_in(self.email, self.password, client=self.gazu)
        self.token = self.gazu.access_token
        self.statuses = {status["short_name"]: status for status in gazu.task.all_task_statuses(client=self.gazu)}
        self.asset_type = gazu.asset.get_asset_type_by_name("Character", client=self.gazu)
        kinds = gazu.task.all_task_types(client=self.gazu)
        self.shot_work = next(kind for kind in kinds if kind["name"] == "Animation" and kind["for_entity"] == "Shot")
        self.asset_work = next(kind for kind in kinds if kind["name"] == "Modeling" and kind["for_entity"] == "Asset")

    def hire(self, who: str, role: str) -> Row:
        """A new person who can log in, called by `who` from then on."""
        email = f"{who}.{self.tag}@walk.studio"
        person = self.people[who] = gazu.person.new_person(who.title(), f"Walker {self.tag}", email, role=role, client=self.gazu)
        gazu.person.change_password_for_person(person, PASSWORD, client=self.gazu)
        return person

    def produce(self, title: str, team: dict[str, str], **wishes: Any) -> None:
        """A production with its types and statuses, and a team: a person of each name and role."""
        project = self.project = gazu.project.new_project(f"{title} {self.tag}", production_type="short", client=self.gazu)
        if wishes:
            gazu.project.update_project({"id": project["id"], **wishes}, client=self.gazu)
        for who, role in team.items():
            gazu.project.add_person_to_team(project, self.hire(who, role), client=self.gazu)
        gazu.project.add_asset_type(project, self.asset_type, client=self.gazu)
        for kind in (self.shot_work, self.asset_work):
            gazu.project.add_task_type(project, kind, 1, client=self.gazu)
        for status in self.statuses.values():
            gazu.project.add_task_status(project, status, client=self.gazu)

    def as_(self, who: str) -> Any:
        """A gazu client that is logged in as this person."""
        if who not in self.clients:
            client = gazu.client.create_client(f"{self.url}/api")
            gazu.log_in(self.people[who]["email"], PASSWORD, client=client)
            self.clients[who] = client
        return self.clients[who]

    def token_of(self, who: str) -> str:
        """The token of a person, for plain HTTP."""
        return str(self.as_(who).access_token)

    def listen(self, who: str) -> Listener:
        """Have a person listen until the walk ends."""
        self.listeners[who] = Listener(self.url, self.token_of(who))
        return self.listeners[who]

    def shoot(self, count: int, *, by: Any) -> tuple[list[Row], list[Row]]:
        """Shots of 48 frames in a sequence, and their animation tasks."""
        sequence = gazu.shot.new_sequence(self.project, "SQ01", client=by)
        shots = [gazu.shot.new_shot(self.project, sequence, f"SH{number:02}", nb_frames=48, client=by) for number in range(1, count + 1)]
        return shots, [gazu.task.new_task(shot, self.shot_work, client=by) for shot in shots]

    def publish(self, task: Row, content: Callable[[Path], None], name: str, *, by: Any, text: str = "", status: str = "wfa") -> tuple[Row, Row]:
        """Publish a file with a comment; the comment, and the preview when it is ready."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / name
            content(file)
            comment = gazu.task.add_comment(task, self.statuses[status], comment=text or f"Here is {name}.", client=by)
            made = gazu.task.add_preview(task, comment, preview_file_path=str(file), client=by)

        def done() -> Row | None:
            row = gazu.client.get(f"data/preview-files/{made['id']}", client=by)
            return None if row["status"] == "processing" else row

        preview = until(done, f"{name} is still being processed", seconds=120, pause=0.1)
        assert preview["status"] == "ready", preview
        return comment, preview


def picture(target: Path) -> None:
    """A red picture of 640x360."""
    Image.new("RGB", (640, 360), (200, 40, 40)).save(target)


def movie(seconds: int = 1) -> Callable[[Path], None]:
    """A movie of 320x180, 24 frames a second."""

    def make(target: Path) -> None:
        import imageio_ffmpeg

        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", f"testsrc=duration={seconds}:size=320x180:rate=24"]
        subprocess.run([*command, "-pix_fmt", "yuv420p", str(target)], check=True, timeout=60)

    return make
