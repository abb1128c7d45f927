"""The tus protocol 1.0 (core, creation, termination, expiration) at /uploads.

A finished upload becomes a preview's file by `POST /pictures/preview-files/<id>` with the JSON `{"upload_id": …}`.
"""

import base64
import binascii
from typing import Any
from uuid import UUID

from flask import Response, request
from werkzeug.http import http_date

from zou.access.policies import public, signed_in
from zou.domains.uploads import service
from zou.domains.uploads.service import Upload
from zou.kit.errors import ApiError, BadRequest
from zou.kit.http import Resource, Room, allow, reads
from zou.storage.files import files

room = Room("uploads")
VERSION = "1.0.0"
PIECES = "application/offset+octet-stream"
EXPOSED = "Location, Tus-Extension, Tus-Max-Size, Tus-Resumable, Tus-Version, Upload-Expires, Upload-Length, Upload-Offset"


def answer(status: int, upload: Upload | None = None, **headers: Any) -> Response:
    """A reply of the protocol."""
    made = {"Tus-Resumable": VERSION, "Access-Control-Expose-Headers": EXPOSED, "Cache-Control": "no-store"}
    if upload is not None:
        made |= {"Upload-Offset": str(upload.offset), "Upload-Length": str(upload.length), "Upload-Expires": http_date(upload.expires)}
    made |= {name.replace("_", "-"): str(value) for name, value in headers.items()}
    return Response((), status=status, headers=made)


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


def metadata() -> dict[str, str]:
    """What the client says of the file. Raises BadRequest."""
    found = {}
    for pair in filter(None, (part.strip() for part in request.headers.get("Upload-Metadata", "").split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode().replace("\x00", "")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadRequest("The header Upload-Metadata must hold pairs of a key and a value in base64.") from error
    return found


@room.route("/uploads")
class Uploads(Resource):
    """Where uploads begin."""

    @allow(public)
    @reads
    def options(self) -> Response:
        """What the server can do."""
        most = files().settings.max_content_length
        limit: dict[str, Any] = {"Tus_Max_Size": most} if most else {}
        return answer(204, Tus_Version=VERSION, Tus_Extension="creation,termination,expiration", **limit)

    @allow(signed_in)
    @reads
    def post(self) -> Response:
        """Begin an upload of `Upload-Length` bytes; its `filename` stands in `Upload-Metadata`."""
        require_version()
        told = metadata()
        upload = service.create(length=whole_header("Upload-Length"), name=told.get("filename") or told.get("name") or "")
        return answer(201, upload, Location=f"{request.base_url.rstrip('/')}/{upload.id}")


@room.route("/uploads/<uuid:upload_id>")
class OneUpload(Resource):
    """An upload."""

    @allow(signed_in)
    def get(self, upload_id: UUID) -> Response:
        """How far it has come (HEAD)."""
        return answer(200, service.find_upload(upload_id))

    @allow(signed_in)
    @reads
    def patch(self, upload_id: UUID) -> Response:
        """Append the body at `Upload-Offset`."""
        require_version()
        if request.mimetype != PIECES:
            raise ApiError(f"Send the bytes as {PIECES}.", status=415)
        upload = service.find_upload(upload_id)
        service.append(upload, whole_header("Upload-Offset"), request.stream)
        return answer(204, upload)

    @allow(signed_in)
    @reads
    def delete(self, upload_id: UUID) -> Response:
        """Give the upload up."""
        require_version()
        service.remove(service.find_upload(upload_id))
        return answer(204)
