"""Taking plugins into the application at its start."""

import importlib
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import flask_restful
from flask import Blueprint, Flask

from zou.domains.plugins.manifest import MANIFEST, Manifest, read_manifest

log = logging.getLogger(__name__)

FRONTEND = Path("frontend") / "dist"


@dataclass(frozen=True)
class Plugin:
    """A plugin of the running server."""

    manifest: Manifest
    folder: Path

    @property
    def pages(self) -> Path | None:
        """The folder of its pages, None where it has none."""
        return self.folder / FRONTEND if self.manifest.has_frontend else None


def load(app: Flask, folder: Path) -> None:
    """Take every plugin of `folder` into `app`. One that fails is logged and left out."""
    loaded: dict[str, Plugin] = {}
    app.extensions["plugins"] = loaded
    folder = folder.absolute()
    if not folder.is_dir():
        return
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    for found in sorted(path.parent for path in folder.glob(f"*/{MANIFEST}")):
        try:
            manifest = read_manifest(found)
            mount(app, manifest, importlib.import_module(found.name))
        except Exception:
            # Code of others: whatever it raises, the server starts.
            log.exception("the plugin in %s is left out", found)
        else:
            loaded[manifest.id] = Plugin(manifest, found)


def mount(app: Flask, manifest: Manifest, package: Any) -> None:
    """Serve the plugin's `routes`, a list of (path, view class), under `/plugins/<id>`."""
    blueprint = Blueprint(f"plugin-{manifest.id}", package.__name__, url_prefix=f"/plugins/{manifest.id}")
    api = flask_restful.Api()
    for number, (path, view) in enumerate(getattr(package, "routes", ())):
        served = view.as_view(f"{view.__name__}-{number}")
        blueprint.add_url_rule(path, view_func=api.output(served) if issubclass(view, flask_restful.Resource) else served)
    app.register_blueprint(blueprint)
