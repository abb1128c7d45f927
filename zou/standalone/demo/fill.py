"""Filling an empty database with the demonstration production, through the API."""

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask

from zou.db.session import session
from zou.models import Person, Project
from zou.standalone.demo import story
from zou.standalone.demo.caller import Caller
from zou.standalone.demo.pictures import draw_frame, make_movie

Step = Callable[[str], None]
DOMAIN = "lighthouse.example"


def is_empty(app: Flask) -> bool:
    """Whether the database holds no production yet."""
    with app.app_context():
        return session.execute(sa.select(Project.id).limit(1)).first() is None


def fill(app: Flask, *, password: str, step: Step = lambda _text: None) -> dict[str, Any]:
    """Make the production; the row of it. Everybody's password is `password`. `step` is told each of the `STEPS` when it begins.

    Previews are given to the workers as any upload is. Raises DemoFailed.
    """
    with app.app_context():
        admin_id = session.execute(sa.select(Person.id).where(Person.role == "admin", Person.active.is_(True)).order_by(Person.created_at)).scalars().first()
    demo = _Demo(Caller(app, admin_id), app, password)
    for text, part in STEPS.items():
        step(text)
        part(demo)
    return demo.project


class _Demo:
    """What has been made so far."""

    def __init__(self, admin: Caller, app: Flask, password: str) -> None:
        self.admin, self.app, self.password = admin, app, password
        self.project: dict[str, Any] = {}
        self.people: list[dict[str, Any]] = []
        self.assets: list[dict[str, Any]] = []
        self.shots: list[dict[str, Any]] = []
        self.tasks: list[tuple[dict[str, Any], str]] = []
        self.statuses = {status["short_name"]: status for status in admin.get("/data/task-status")}
        self.task_types = {(kind["name"], kind["for_entity"]): kind for kind in admin.get("/data/task-types")}
        self.asset_types = {kind["name"]: kind for kind in admin.get("/data/entity-types")}

    @property
    def base(self) -> str:
        """Path of the production."""
        return f"/data/projects/{self.project['id']}"


def _people(demo: _Demo) -> None:
    departments = {row["name"]: row["id"] for row in demo.admin.get("/data/departments")}
    for first, last, role, works_in in story.PEOPLE:
        email = f"{first}.{last}@{DOMAIN}".lower()
        ids = [departments[name] for name in works_in if name in departments]
        body = {"first_name": first, "last_name": last, "email": email, "role": role, "password": demo.password, "departments": ids}
        demo.people.append(demo.admin.post("/data/persons", body))


def _production(demo: _Demo) -> None:
    today = dt.date.today()
    dates = {"start_date": str(today - dt.timedelta(days=60)), "end_date": str(today + dt.timedelta(days=120))}
    demo.project = demo.admin.post("/data/projects", {**story.PRODUCTION, **dates})
    for person in demo.people:
        demo.admin.post(f"{demo.base}/team", {"person_id": person["id"]})
    for name in dict.fromkeys(kind for kind, _name, _text in story.ASSETS):
        demo.admin.post(f"{demo.base}/settings/asset-types", {"asset_type_id": demo.asset_types[name]["id"]})
    for key in [(name, "Asset") for name in story.ASSET_TASKS] + [(name, "Shot") for name in story.SHOT_TASKS]:
        demo.admin.post(f"{demo.base}/settings/task-types", {"task_type_id": demo.task_types[key]["id"]})
    for short_name in ("todo", "ready", "wip", "wfa", "retake", "done"):
        demo.admin.post(f"{demo.base}/settings/task-status", {"task_status_id": demo.statuses[short_name]["id"]})


def _assets(demo: _Demo) -> None:
    for kind, name, text in story.ASSETS:
        demo.assets.append(demo.admin.post(f"{demo.base}/asset-types/{demo.asset_types[kind]['id']}/assets/new", {"name": name, "description": text}))


def _shots(demo: _Demo) -> None:
    frame_in = 1001
    for name, text, shots in story.SEQUENCES:
        sequence = demo.admin.post(f"{demo.base}/sequences", {"name": name, "description": text})
        for number, (frames, what) in enumerate(shots, start=1):
            data = {"frame_in": str(frame_in), "frame_out": str(frame_in + frames - 1)}
            body = {"name": f"SH{number * 10:03}", "sequence_id": sequence["id"], "nb_frames": frames, "description": what, "data": data}
            demo.shots.append(demo.admin.post(f"{demo.base}/shots", body))


def _casting(demo: _Demo) -> None:
    casting = {
        shot["id"]: [{"asset_id": demo.assets[index]["id"], "nb_occurences": 1, "label": "animate"} for index in cast]
        for shot, cast in zip(demo.shots, story.CASTING, strict=True)
    }
    demo.admin.put(f"{demo.base}/entities/casting", casting)


def _tasks(demo: _Demo) -> None:
    actions = f"/actions/projects/{demo.project['id']}/task-types"
    for names, kind, path, rows in ((story.ASSET_TASKS, "Asset", "assets", demo.assets), (story.SHOT_TASKS, "Shot", "shots", demo.shots)):
        for column, name in enumerate(names):
            made = demo.admin.post(f"{actions}/{demo.task_types[name, kind]['id']}/{path}/create-tasks", [row["id"] for row in rows])
            by_entity = {task["entity_id"]: task for task in made}
            for number, row in enumerate(rows):
                demo.tasks.append((by_entity[row["id"]], story.PROGRESS[number % len(story.PROGRESS)][column]))
    artists = [person for person in demo.people if person["role"] in ("user", "vendor")]
    for number, artist in enumerate(artists):
        ids = [task["id"] for task, _status in demo.tasks[number :: len(artists)]]
        demo.admin.put(f"/actions/persons/{artist['id']}/assign", {"task_ids": ids})


def _comments(demo: _Demo) -> None:
    managers = [Caller(demo.app, person["id"]) for person in demo.people if person["role"] == "manager"]
    for number, (task, status) in enumerate(demo.tasks):
        if status != "todo":
            body = {"task_status_id": demo.statuses[status]["id"], "comment": story.COMMENTS[status]}
            task["comment"] = (managers[0] if number % 2 else demo.admin).post(f"/actions/tasks/{task['id']}/comment", body)


def _previews(demo: _Demo) -> None:
    with tempfile.TemporaryDirectory(prefix="zou-demo-") as name:
        folder = Path(name)
        shown = [task for task, status in demo.tasks if "comment" in task and status in ("wfa", "done", "retake")]
        first_of_entity = list({task["entity_id"]: task for task in shown}.values())
        for number, task in enumerate(first_of_entity):
            picture = folder / f"preview{number}.png"
            draw_frame(picture, hue=number / max(1, len(first_of_entity)), light=number * 0.07)
            _publish(demo, task, picture)
        movie = folder / "beam.mp4"
        make_movie(movie, folder)
        animation = demo.task_types["Animation", "Shot"]["id"]
        for task in [task for task in shown if task["task_type_id"] == animation][:2]:
            _publish(demo, task, movie)


def _publish(demo: _Demo, task: dict[str, Any], file: Path) -> None:
    preview = demo.admin.post(f"/actions/tasks/{task['id']}/comments/{task['comment']['id']}/add-preview", {})
    demo.admin.upload(f"/pictures/preview-files/{preview['id']}", file)
    demo.admin.put(f"/actions/preview-files/{preview['id']}/set-main-preview", {})


def _playlist(demo: _Demo) -> None:
    body = {"name": "Monday review", "project_id": demo.project["id"], "for_entity": "shot", "for_client": False}
    playlist = demo.admin.post("/data/playlists", body)
    demo.admin.post(f"/actions/playlists/{playlist['id']}/add-entities", {"entities": [{"entity_id": shot["id"]} for shot in demo.shots[:6]]})


STEPS: dict[str, Callable[[_Demo], None]] = {
    "people": _people,
    "production": _production,
    "assets": _assets,
    "sequences and shots": _shots,
    "casting": _casting,
    "tasks": _tasks,
    "comments": _comments,
    "previews": _previews,
    "playlist": _playlist,
}
