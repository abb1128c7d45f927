"""The tus protocol 1.0 (core, creation, creation with upload, checksum, termination, expiration) at /uploads.

A finished upload becomes a preview's file by `POST /pictures/preview-files/<id>` with the JSON `{"upload_id": …}`.
"""

from typing import Any
from uuid import UUID

from flask import Response, after_this_request, request
from werkzeug.http import http_date

from zou.access.policies import public, signed_in
from zou.db.unit import release
from zou.domains.uploads import service
from zou.domains.uploads.service import Upload
from zou.kit.errors import ApiError, BadRequest
from zou.kit.http import Resource, Room, allow, reads
from zou.storage.files import files

room = Room("uploads")
VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
PIECES = "application/offset+octet-stream"
EXPOSED = (
    "Location, Tus-Checksum-Algorithm, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, Upload-Length, Upload-Metadata, Upload-Offset"
)


class TusResource(Resource):
    """A resource of the protocol, whose every reply says so."""

    def dispatch_request(self, *args: Any, **params: Any) -> Response:
        """Handle the request."""
        after_this_request(speaking_tus)
        return super().dispatch_request(*args, **params)

    @allow(public)
    @reads
    def options(self, upload_id: Any = None) -> Response:
        """What the server can do."""
        most = files().settings.max_content_length
        limit = {"Tus-Max-Size": str(most)} if most else {}
        told = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Checksum-Algorithm": ",".join(service.CHECKSUMS)}
        return Response((), status=204, headers=told | limit)


def speaking_tus(reply: Response) -> Response:
    """The reply with the headers that each of the protocol has."""
    reply.headers["Tus-Resumable"] = VERSION
    reply.headers["Cache-Control"] = "no-store"
    reply.headers["Access-Control-Expose-Headers"] = EXPOSED
    return reply


def answer(status: int, upload: Upload, **headers: str) -> Response:
    """A reply that tells where an upload stands."""
    told = {"Upload-Offset": str(upload.offset), "Upload-Length": str(upload.length), "Upload-Expires": http_date(upload.expires)}
    return Response((), status=status, headers=told | headers)


def require_version() -> None:
    """Raise ApiError 412 for a client of another version of the protocol."""
    if request.headers.get("Tus-Resumable") != VERSION:
        refusal = ApiError(f"This server speaks tus {VERSION}.", status=412)
        refusal.headers = {"Tus-Version": VERSION}
        raise refusal


def whole_header(name: str) -> int:
    """A number that the client must send in a header. Raises BadRequest."""
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadRequest(f"The header {name} must be a whole number.")
    return int(text)


def append(upload: Upload, offset: int) -> Upload:
    """Append the body of the request; the upload after it. Raises what `service.append` does."""
    sent = request.headers.get("Upload-Checksum")
    checksum = service.read_checksum(sent) if sent else None
    if arriving := request.environ.get("zou.arriving"):
        arriving.given_up = service.rival(upload)
    release()  # a slow client must not hold a connection to the database
    return service.append(upload, offset, request.stream, size=request.content_length, checksum=checksum)


@room.route("/uploads")
class Uploads(TusResource):
    """Where uploads begin."""

    @allow(signed_in)
    @reads
    def post(self) -> Response:
        """Begin an upload of `Upload-Length` bytes, with its first ones where a body is sent; its `filename` stands in `Upload-Metadata`."""
        require_version()
        upload = service.create(length=whole_header("Upload-Length"), metadata=request.headers.get("Upload-Metadata", ""))
        if request.mimetype == PIECES:
            try:
                upload = append(upload, 0)
            except BaseException:  # the client has not learnt yet where it could go on
                service.remove(upload)
                raise
        # Relative to this address as the client knows it: a proxy may have changed its host, its scheme and its path.
        return answer(201, upload, Location=str(upload.id) if request.path.endswith("/") else f"uploads/{upload.id}")


@room.route("/uploads/<uuid:upload_id>")
class OneUpload(TusResource):
    """An upload."""

    @allow(signed_in)
    def get(self, upload_id: UUID) -> Response:
        """How far it has come (HEAD)."""
        if request.method == "HEAD":
            require_version()
        upload = service.find_upload(upload_id)
        told = {"Upload-Metadata": upload.metadata} if upload.metadata else {}
        return answer(200, upload, **told)

    @allow(signed_in)
    @reads
    def patch(self, upload_id: UUID) -> Response:
        """Append the body at `Upload-Offset`."""
        require_version()
        if request.mimetype != PIECES:
            raise ApiError(f"Send the bytes as {PIECES}.", status=415)
        offset = whole_header("Upload-Offset")
        return answer(204, append(service.find_upload(upload_id), offset))

    @allow(signed_in)
    @reads
    def delete(self, upload_id: UUID) -> Response:
        """Give the upload up."""
        require_version()
        service.remove(service.find_upload(upload_id))
        return Response((), status=204)
