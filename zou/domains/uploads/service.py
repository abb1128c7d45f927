"""Uploads that can be resumed: files of the temporary folder that grow piece by piece until they are whole."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from werkzeug.datastructures import FileStorage

from zou.access import me
from zou.kit import json
from zou.kit.atomic import replacing
from zou.kit.errors import ApiError, BadRequest, Conflict, NotFound
from zou.kit.ids import parse_id
from zou.storage.files import files

FOLDER = "uploads"
#: Seconds after its last piece after which an upload is given up.
LIFETIME = 24 * 3600
PIECE = 1 << 20


@dataclass(frozen=True)
class Upload:
    """An upload: its bytes so far are those of `path`, `length` it will have."""

    id: UUID
    path: Path
    owner_id: UUID
    length: int
    name: str

    @property
    def offset(self) -> int:
        """Bytes that have arrived."""
        return self.path.stat().st_size

    @property
    def expires(self) -> float:
        """When it is given up, in seconds since 1970."""
        return self.path.stat().st_mtime + LIFETIME


def create(*, length: int, name: str) -> Upload:
    """Begin an upload of the caller. Raises ApiError 413 where it is longer than the server takes."""
    most = files().settings.max_content_length
    if most and length > most:
        raise ApiError("The file is too large.", status=413)
    sweep()
    upload = Upload(id := uuid4(), _path(id), me().id, length, name)
    with replacing(upload.path.with_suffix(".json")) as partial:
        partial.write_bytes(json.dumps({"owner_id": upload.owner_id, "length": length, "name": name}))
    upload.path.touch()
    return upload


def find_upload(ident: Any) -> Upload:
    """The caller's upload of this id. Raises NotFound, also for others' and for those given up."""
    known = parse_id(ident)
    path = _path(known) if known else None
    try:
        told = json.loads(path.with_suffix(".json").read_bytes()) if path else None
        if told and UUID(told["owner_id"]) == me().id:
            upload = Upload(known, path, me().id, told["length"], told["name"])  # type: ignore[arg-type]
            if upload.expires > time.time():
                return upload
    except (OSError, ValueError):
        pass
    raise NotFound(f"No upload has the id {ident}.")


def append(upload: Upload, offset: int, stream: IO[bytes]) -> int:
    """Append what `stream` gives at `offset`, which must be where the upload stands; where it stands then.

    What arrived before a client hung up, or the disk was full, stays. Raises Conflict, BadRequest (more than the upload's length), ApiError 423.
    """
    with upload.path.open("ab") as out:
        _lock(out)
        if out.tell() != offset:
            raise Conflict(f"The upload stands at {out.tell()}.")
        try:
            while piece := stream.read(PIECE):
                if out.tell() + len(piece) > upload.length:
                    raise BadRequest("The upload is longer than was announced.")
                out.write(piece)
        finally:
            out.flush()
        return out.tell()


def _lock(file: IO[bytes]) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise ApiError("Another request is writing to this upload.", status=423) from error


def remove(upload: Upload) -> None:
    """Give an upload up."""
    upload.path.unlink(missing_ok=True)
    upload.path.with_suffix(".json").unlink(missing_ok=True)


@contextmanager
def finished(ident: Any) -> Iterator[FileStorage]:
    """A whole upload as if it came with the request; it is removed where the block ends well. Raises NotFound, BadRequest."""
    upload = find_upload(ident)
    if upload.offset != upload.length:
        raise BadRequest(f"The upload is not complete: {upload.offset} of {upload.length} bytes are here.")
    with upload.path.open("rb") as stream:
        yield FileStorage(stream, filename=upload.name)
    remove(upload)


def sweep() -> None:
    """Remove uploads that were given up."""
    late = time.time() - LIFETIME
    for path in files().folder(FOLDER).iterdir():
        bytes_of_it = path.with_suffix("")
        with suppress(OSError):
            if (bytes_of_it if bytes_of_it.exists() else path).stat().st_mtime < late:
                path.unlink()


def _path(ident: UUID) -> Path:
    return files().folder(FOLDER) / str(ident)
