"""Plugins and event handlers: a studio's own code in the server."""

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import make_settings
from tests.kit.client import Api
from tests.kit.studio import Studio
from zou.app import create_app
from zou.events import handlers

MANIFEST = """
id = "{id}"
name = "Dailies"
version = "1.2.0"
license = "MIT"
maintainer = "Someone <someone@studio.test>"
frontend_project_enabled = {pages}
"""


def plugin(folder: Path, ident: str, code: str, *, pages: str = "true") -> None:
    (folder / ident / "frontend" / "dist").mkdir(parents=True)
    (folder / ident / "manifest.toml").write_text(MANIFEST.format(id=ident, pages=pages))
    (folder / ident / "__init__.py").write_text(code)
    (folder / ident / "frontend" / "dist" / "index.html").write_text("<html>hello</html>")


def test_plugins_are_served_and_broken_ones_left_out(servers: dict[str, str], tmp_path: Path) -> None:
    routes = (
        "from flask.views import MethodView\nfrom flask_restful import Resource\n"
        "class Hello(MethodView):\n    def get(self, name): return {'hello': name}\n"
        "class Count(Resource):\n    def get(self): return {'count': 1}, 201\n"
        "routes = [('/hello/<name>', Hello), ('/count', Count)]\n"
    )
    plugin(tmp_path, "dailies_ok", routes)
    plugin(tmp_path, "dailies_broken", "raise RuntimeError('no')")
    plugin(tmp_path, "dailies_plain", "", pages="false")
    (tmp_path / "dailies_odd").mkdir()
    (tmp_path / "dailies_odd" / "manifest.toml").write_text("id = ")
    settings: Any = make_settings(servers, tmp_path / "files", plugin_folder=tmp_path)
    try:
        http = create_app(settings).test_client()
    finally:
        sys.path.remove(str(tmp_path))
    assert http.get("/plugins/dailies_ok/hello/you").json == {"hello": "you"}
    assert (http.get("/plugins/dailies_ok/count").status_code, http.get("/plugins/dailies_ok/count").json) == (201, {"count": 1})
    for path in ("frontend", "frontend/", "frontend/index.html"):
        page = http.get(f"/plugins/dailies_ok/{path}")
        assert (page.data, page.headers["Cache-Control"]) == (b"<html>hello</html>", "no-store")
    for path in ("dailies_ok/frontend/none.js", "dailies_ok/frontend/../../manifest.toml", "dailies_plain/frontend", "dailies_broken/frontend"):
        assert http.get(f"/plugins/{path}").status_code == 404


class Handler:
    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def handle_event(self, data: dict[str, Any]) -> None:
        self.told.append(data)
        raise RuntimeError("a handler's error reaches nobody")


def test_a_handler_is_told_after_its_event(api: Api, studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    handler = Handler()
    monkeypatch.setitem(api.app.extensions, handlers.PACKAGE, {"department:new": handler})
    admin = api.as_(studio.admin())
    made = admin.post("/data/departments", {"name": "Rigging", "color": "#000000"}).created()
    admin.put(f"/data/departments/{made['id']}", {"color": "#111111"}).ok()
    assert [data["department_id"] for data in handler.told] == [made["id"]]
    assert handler.told[0]["id"] in {row["id"] for row in admin.get("/data/events/last", name="department:new").ok()}
