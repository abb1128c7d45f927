"""The files of previews over HTTP: pictures, movies, documents."""

from collections.abc import Sequence
from typing import Any

from flask import Response, request

from zou.access.policies import Policy
from zou.access.previews import foresee, picture_viewer, preview_reader
from zou.domains.previews.kinds import DOCUMENT, DOCUMENTS, HIGH_FIRST, LOW_FIRST, MOVIE, PICTURE, PICTURES, VARIANTS
from zou.domains.previews.names import download_name
from zou.domains.previews.tiles import queue_missing
from zou.kit import json
from zou.kit.errors import BadRequest, NotFound
from zou.kit.http import Resource, Room, allow
from zou.storage.names import MOVIE_SOURCE, PICTURE_TILES, Kind
from zou.storage.serving import BYTES, PDF, Sending, send_stored
from zou.storage.serving import MOVIE as MOVIE_TYPE
from zou.storage.serving import PICTURE as PICTURE_TYPE

#: Documents that a browser might run: they are saved, never shown.
RUNS = frozenset({"svg", "swf"})

room = Room("preview-sending")


class PreviewFileResource(Resource):
    """A file of a preview."""

    def foresee(self, params: dict[str, Any]) -> None:
        """The preview comes together with who asks."""
        foresee(params["preview_file_id"])


def send(preview: Any, kinds: Sequence[Kind], extension: str, content_type: str, *, name: str | None = None, download: bool = False) -> Response:
    """The reply with the first of the preview's files of these kinds that there is. Raises NotFound."""
    if preview.status == "processing":
        return being_made(preview)
    sending = Sending(content_type, modified=preview.updated_at, name=name, download=download)
    return send_stored([kind.of(preview.id) for kind in kinds], extension, sending, preview_file_id=preview.id)


def being_made(preview: Any) -> Response:
    """The reply for a file that is not there yet: 202 for who reads JSON, 404 for pictures' and movies' tags."""
    accepted = request.accept_mimetypes
    if accepted.quality("application/json") > accepted.quality(PICTURE_TYPE):
        told = json.dumps({"status": "processing", "preview_file_id": preview.id})
        return Response(told, status=202, content_type="application/json", headers={"Retry-After": "5", "Cache-Control": "no-store"})
    raise NotFound("The file of this preview is still being made.")


def send_movie(preview: Any, kinds: Sequence[Kind], *, download: bool = False) -> Response:
    """The reply with a movie of the preview. Raises NotFound."""
    name = download_name(preview, MOVIE) if download else None
    return send(preview, kinds, "mp4", MOVIE_TYPE, name=name, download=download)


def send_original(preview: Any, extension: str) -> Response:
    """The reply with the original of a picture, or with a document. Raises BadRequest (an extension that nothing has), NotFound."""
    extension = extension.lower()
    if extension not in PICTURES and extension not in DOCUMENTS:
        raise BadRequest(f"No preview has the extension {extension}.")
    if extension == PICTURE:
        return send(preview, [VARIANTS["originals"]], "png", PICTURE_TYPE)
    if preview.status != "processing" and extension != preview.extension:
        raise NotFound("The preview has no file of this extension.")
    runs = extension in RUNS
    return send(preview, [DOCUMENT], extension, document_type(extension), name=download_name(preview) if runs else "", download=runs)


def send_download(preview: Any) -> Response:
    """The reply with the preview's file to be saved: original, movie or document. Raises NotFound."""
    if preview.extension == MOVIE:
        return send_movie(preview, HIGH_FIRST, download=True)
    name = download_name(preview)
    if preview.extension == PICTURE:
        return send(preview, [VARIANTS["originals"]], "png", PICTURE_TYPE, name=name, download=True)
    return send(preview, [DOCUMENT], preview.extension, document_type(preview.extension), name=name, download=True)


def document_type(extension: str) -> str:
    """The content type of a document: nothing but PDF is named, so that a browser runs none."""
    return PDF if extension == "pdf" else BYTES


def _variant(name: str, policy: Policy) -> None:
    def get(_self: Resource, preview: Any) -> Response:
        """The picture."""
        return send(preview, [VARIANTS[name]], "png", PICTURE_TYPE)

    kind = type(f"Picture{name.title().replace('-', '')}", (PreviewFileResource,), {"get": allow(policy)(get), "__doc__": "Pictures of previews."})
    room.add(kind, f"/pictures/{name}/preview-files/<uuid:preview_file_id>.png")


_variant("thumbnails", picture_viewer)
_variant("thumbnails-square", picture_viewer)
_variant("previews", preview_reader)


@room.route("/pictures/originals/preview-files/<uuid:preview_file_id>.png")
class OriginalPicture(PreviewFileResource):
    """Originals of pictures, and first frames of movies."""

    @allow(picture_viewer)
    def get(self, preview: Any) -> Response:
        """The picture, as large as it was uploaded."""
        return send_original(preview, PICTURE)


@room.route("/pictures/originals/preview-files/<uuid:preview_file_id>.<string:extension>")
class Original(PreviewFileResource):
    """Documents."""

    @allow(preview_reader)
    def get(self, preview: Any, extension: str) -> Response:
        """The document as it was uploaded."""
        return send_original(preview, extension)


@room.route("/pictures/originals/preview-files/<uuid:preview_file_id>/download")
class Download(PreviewFileResource):
    """Files to be saved."""

    @allow(preview_reader)
    def get(self, preview: Any) -> Response:
        """The original, the movie or the document."""
        return send_download(preview)


@room.route("/movies/tiles/preview-files/<uuid:preview_file_id>.png")
class Tiles(PreviewFileResource):
    """Tile sheets of movies."""

    @allow(preview_reader)
    def get(self, preview: Any) -> Response:
        """The sheet; a missing one is made for the next time."""
        try:
            return send(preview, [PICTURE_TILES], "png", PICTURE_TYPE)
        except NotFound:
            queue_missing(preview)
            raise


def _movie(path: str, kinds: Sequence[Kind]) -> None:
    def get(_self: Resource, preview: Any) -> Response:
        """The movie."""
        return send_movie(preview, kinds)

    name = path.split("/")[2].title()
    room.add(type(f"Movie{name}", (PreviewFileResource,), {"get": allow(preview_reader)(get), "__doc__": "Movies of previews."}), path)


_movie("/movies/originals/preview-files/<uuid:preview_file_id>.mp4", HIGH_FIRST)
_movie("/movies/low/preview-files/<uuid:preview_file_id>.mp4", LOW_FIRST)
_movie("/movies/lowdef/preview-files/<uuid:preview_file_id>.mp4", LOW_FIRST)
_movie("/movies/source/preview-files/<uuid:preview_file_id>.mp4", (MOVIE_SOURCE,))


@room.route("/movies/originals/preview-files/<uuid:preview_file_id>/download")
class MovieDownload(PreviewFileResource):
    """Movies to be saved."""

    @allow(preview_reader)
    def get(self, preview: Any) -> Response:
        """The best movie there is."""
        return send_movie(preview, HIGH_FIRST, download=True)
