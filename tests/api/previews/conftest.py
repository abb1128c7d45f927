"""A production with its team, a task and its first comment."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests.kit.media import form


@pytest.fixture
def work(api, studio):
    """`work.preview()` adds a preview, with a file where one is given."""
    production = studio.production(resolution="320x180", fps="24")
    team = studio.team(production=production)
    shot = studio.shot(production, name="SH01", sequence=studio.sequence(production, name="SQ01"))
    task = studio.task(shot, task_type=studio.task_type(name="Anim Ok"))
    admin = api.as_(team["admin"])

    def comment(on=task):
        return admin.post(f"/actions/tasks/{on.id}/comment", {"task_status_id": str(studio.status().id), "comment": "see"}).created()

    def preview(name: str | None = None, data: bytes = b"", *, note: Any = None, on: Any = task, query: str = "", **body: Any) -> dict[str, Any]:
        note = note or comment(on)
        row = admin.post(f"/actions/tasks/{on.id}/comments/{note['id']}/add-preview", body).created()
        if name is None:
            return row
        return admin.post(f"/pictures/preview-files/{row['id']}{query}", **form(name, data)).created()

    return SimpleNamespace(production=production, team=team, shot=shot, task=task, admin=admin, comment=comment, preview=preview)
