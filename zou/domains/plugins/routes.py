"""The pages of plugins over HTTP."""

from typing import Any

from flask import current_app, send_from_directory

from zou.access.policies import public
from zou.kit.errors import NotFound
from zou.kit.http import Resource, Room, allow

room = Room("plugins")
INDEX = "index.html"


@room.route("/plugins/<string:plugin_id>/frontend", "/plugins/<string:plugin_id>/frontend/<path:file>")
class Frontend(Resource):
    """A plugin's pages."""

    @allow(public)
    def get(self, plugin_id: str, file: str = INDEX) -> Any:
        """A file of the plugin's pages, `index.html` where none is named. 404 for a plugin without pages. Never cached."""
        plugin = current_app.extensions.get("plugins", {}).get(plugin_id)
        if plugin is None or plugin.pages is None or not (plugin.pages / file).is_file():
            raise NotFound()
        reply = send_from_directory(plugin.pages, file, max_age=0, etag=False, conditional=False)
        reply.headers["Cache-Control"] = "no-store"
        return reply
