"""Event handlers: the studio's own code that is called after events."""

import sys
from types import SimpleNamespace

import pytest

from zou.events.handlers import PACKAGE, load


@pytest.fixture
def handled(app, monkeypatch):
    """What handlers of three events were called with; that of `project:update` fails."""
    calls = []

    def fail(data):
        raise RuntimeError(data)

    handlers = {name: SimpleNamespace(handle_event=lambda data, name=name: calls.append((name, data))) for name in ("task:update", "main:test")}
    monkeypatch.setitem(app.extensions, PACKAGE, {**handlers, "project:update": SimpleNamespace(handle_event=fail)})
    return calls


def test_a_handler_is_called_with_the_data_and_the_id_of_the_event(api, studio, handled):
    task, manager = studio.task(studio.shot(studio.production())), api.as_(studio.admin())
    manager.put("/actions/tasks/set-priority", {"task_ids": [str(task.id)], "priority": 2}).ok()
    manager.get("/status/test-event").ok()
    logged = manager.get("/data/events/last", name="task:update").ok()[0]
    assert handled == [("task:update", {"task_id": str(task.id), "project_id": str(task.project_id), "id": logged["id"]}), ("main:test", {})]


def test_a_handler_that_fails_hurts_nobody(api, studio, handled):
    production = studio.production()
    api.as_(studio.admin()).put(f"/data/projects/{production.id}", {"description": "kept"}).ok()
    assert api.as_(studio.admin()).get(f"/data/projects/{production.id}").ok()["description"] == "kept"


def test_handlers_are_found_in_their_folder(app, monkeypatch, tmp_path):
    monkeypatch.setitem(app.extensions, PACKAGE, {})
    load(app, tmp_path)
    assert app.extensions[PACKAGE] == {}
    folder = tmp_path / PACKAGE
    folder.mkdir()
    (folder / "__init__.py").write_text("from event_handlers import shots\n\nevent_map = {'shot:new': shots}\n")
    (folder / "shots.py").write_text("def handle_event(data):\n    return data\n")
    monkeypatch.setattr(sys, "path", list(sys.path))
    for module in (PACKAGE, f"{PACKAGE}.shots"):
        monkeypatch.setitem(sys.modules, module, None)  # so that it is taken out again
        del sys.modules[module]
    load(app, tmp_path)
    assert app.extensions[PACKAGE]["shot:new"].handle_event(3) == 3
