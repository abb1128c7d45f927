"""Event handlers: a studio's own Python code, called after the events that it names.

EVENT_HANDLERS_FOLDER holds a package `event_handlers` whose `event_map` says, by the name of an event, what has `handle_event(data)`.
"""

import importlib
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g

from zou.db.unit import BEFORE_COMMIT
from zou.jobs import enqueue, job

PACKAGE = "event_handlers"


def load(app: Flask, folder: Path) -> None:
    """Give `app` the handlers of `folder`; none where there is no such package. What fails inside of it stops the start."""
    app.extensions[PACKAGE] = {}
    folder = folder.absolute()
    if not folder.is_dir():
        return
    # The folder holds the package, or is the package.
    parent = folder.parent if (folder / "__init__.py").exists() and folder.name == PACKAGE and not (folder / PACKAGE).is_dir() else folder
    if str(parent) not in sys.path:
        sys.path.insert(0, str(parent))
    if find_spec(PACKAGE) is not None:
        app.extensions[PACKAGE] = dict(importlib.import_module(PACKAGE).event_map)


def call_handlers() -> None:
    """Have the handlers of the unit of work's events called once it is committed: in a worker, without a queue in this process."""
    handlers = current_app.extensions.get(PACKAGE)
    for event in g.get("outbox", ()):
        if handlers and event["name"] in handlers:
            data = {**event["data"], "id": str(event["event_id"])} if event["event_id"] else event["data"]
            enqueue("event-handler", event=event["name"], data=data)


@job("event-handler", attempts=1)
def handle(event: str, data: dict[str, Any]) -> None:
    """Call the handler of an event. Its exceptions are logged and kept with the job; no client sees them."""
    handler = current_app.extensions[PACKAGE].get(event)
    if handler is not None:
        handler.handle_event(data)


BEFORE_COMMIT.append(call_handlers)
