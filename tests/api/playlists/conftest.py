"""A production with shots, tasks and previews."""

import itertools
from dataclasses import dataclass
from typing import Any

import pytest

from tests.kit.media import form
from zou import models as m
from zou.storage.files import files
from zou.storage.names import MOVIE_PLAYLIST

_names = itertools.count(1)


@dataclass
class Scene:
    """A production to make playlists in."""

    studio: Any
    project: m.Project
    people: dict[str, m.Person]

    def __getattr__(self, role: str) -> m.Person:
        return self.people[role]

    def preview(self, task: m.Task, revision: int = 1, position: int = 1, **values: Any) -> m.PreviewFile:
        """A ready preview of the task, without a file."""
        defaults = {"name": f"preview {next(_names)}", "status": "ready", "extension": "png", "width": 20, "height": 10}
        return self.studio.add(m.PreviewFile(**{**defaults, "task_id": task.id, "revision": revision, "position": position, **values}))

    def playlist(self, *pairs: Any, **values: Any) -> m.Playlist:
        """A playlist of these (entity, preview) pairs."""
        shots = [{"entity_id": str(entity.id), "preview_file_id": str(preview.id) if preview else None} for entity, preview in pairs]
        return self.studio.add(m.Playlist(**{"name": f"Playlist {next(_names)}", "project_id": self.project.id, "shots": shots, **values}))


@pytest.fixture
def scene(studio) -> Scene:
    production = studio.production(fps="24", resolution="320x180")
    return Scene(studio, production, studio.team(production=production))


@pytest.fixture
def filmed(api, studio, scene):
    """`filmed(name, data)` adds a shot with a preview of this file; the pair that a playlist takes."""
    admin, kind = api.as_(scene.admin), studio.task_type(name="Layout")

    def make(name, data, query=""):
        shot = studio.shot(scene.project, name=f"SH{name.partition('.')[0]}", sequence=studio.sequence(scene.project, name=f"SQ{name}"))
        preview = scene.preview(studio.task(shot, task_type=kind), status="processing", width=0, height=0)
        admin.post(f"/pictures/preview-files/{preview.id}{query}", **form(name, data)).created()
        return shot, preview

    return make


def build(api, who, playlist, **query):
    """Have the movie of a playlist made: the build, and the reply with the movie."""
    path = f"/data/playlists/{playlist.id}"
    made = api.as_(who).get(f"{path}/build/mp4", **query).ok()
    return made, api.as_(who).get(f"{path}/jobs/{made['id']}/build/mp4")


def is_stored(app, build_job_id):
    """Whether the store has a movie of the build."""
    with app.app_context():
        return files().store.info(MOVIE_PLAYLIST.of(build_job_id)) is not None
