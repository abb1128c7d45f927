"""A production with shots, tasks and previews."""

import itertools
from dataclasses import dataclass
from typing import Any

import pytest

from zou import models as m

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
