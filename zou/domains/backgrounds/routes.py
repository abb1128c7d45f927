"""The files of preview backgrounds over HTTP."""

from typing import Any

from flask import Response
from werkzeug.exceptions import MethodNotAllowed

from zou.access.policies import admin, signed_in
from zou.crud.columns import as_row
from zou.crud.table import COLLECTIONS
from zou.domains.backgrounds import service
from zou.domains.uploads.service import sent_file
from zou.kit.http import Resource, Room, allow, reads
from zou.models import PreviewBackgroundFile

room = Room("backgrounds")


@room.route("/pictures/preview-background-files/<uuid:preview_background_file_id>")
class Upload(Resource):
    """Where the file of a background is sent."""

    @allow(admin)
    @reads
    def post(self, preview_background_file: PreviewBackgroundFile) -> Any:
        """Take the file, a Radiance picture: field `file` of multipart/form-data, or the finished upload that the JSON's `upload_id` names."""
        with sent_file() as file:
            background = service.take(preview_background_file.id, file)
        return as_row(COLLECTIONS["preview-background-files"], background), 201


@room.route("/pictures/preview-background-files/<uuid:preview_background_file_id>.<string:extension>")
class Background(Resource):
    """Backgrounds."""

    @allow(signed_in)
    def get(self, preview_background_file: PreviewBackgroundFile, extension: str) -> Response:
        """The file as it was uploaded."""
        return service.send(preview_background_file, extension)


@room.route("/pictures/thumbnails/preview-background-files/<uuid:preview_background_file_id>.png")
class Thumbnail(Resource):
    """Backgrounds in small."""

    @allow(signed_in)
    def get(self, preview_background_file: PreviewBackgroundFile) -> Response:
        """The thumbnail."""
        return service.send_thumbnail(preview_background_file)

    @allow(signed_in)
    @reads
    def post(self) -> Any:
        """Thumbnails are made of the backgrounds, never sent."""
        raise MethodNotAllowed(valid_methods=["GET", "HEAD"])
