"""Uploads that can be resumed: files of the temporary folder that grow piece by piece until they are whole."""

import base64
import binascii
import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from uuid import UUID, uuid4

from flask import request
from werkzeug.datastructures import FileStorage

from zou.access import me
from zou.domains.uploads.schemas import FinishedUpload
from zou.kit import json
from zou.kit.atomic import replacing
from zou.kit.errors import ApiError, BadRequest, Conflict, NotFound
from zou.kit.ids import parse_id
from zou.kit.validation import read_form, read_json
from zou.storage.files import files
from zou.storage.uploads import uploaded_file

FOLDER = "uploads"
#: Seconds after its last piece after which an upload is given up.
LIFETIME = 24 * 3600
PIECE = 1 << 20
#: Tenths of a second that a request waits for another to give the upload up.
WAITS = 30
CHECKSUMS = ("sha1", "sha256", "md5")


@dataclass(frozen=True)
class Upload:
    """An upload: its bytes so far are those of `path`, `offset` in number, `length` it will have. `expires`: seconds since 1970; `metadata`: as sent."""

    id: UUID
    path: Path
    owner_id: UUID
    length: int
    metadata: str
    offset: int
    expires: float

    @property
    def name(self) -> str:
        """What the file is called."""
        told = read_metadata(self.metadata)
        return told.get("filename") or told.get("name") or ""


def read_metadata(text: str) -> dict[str, str]:
    """What a client says of a file: pairs of a key and a value in base64. Raises BadRequest."""
    found = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value.strip(), validate=True).decode().replace("\x00", "")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadRequest("The header Upload-Metadata must hold pairs of a key and a value in base64.") from error
    return found


def create(*, length: int, metadata: str) -> Upload:
    """Begin an upload of the caller. Raises BadRequest, ApiError 413 where it is longer than the server takes."""
    read_metadata(metadata)
    most = files().settings.max_content_length
    if most and length > most:
        raise ApiError("The file is too large.", status=413)
    sweep()
    ident = uuid4()
    path = _path(ident)
    path.touch()
    try:
        with replacing(path.with_suffix(".json")) as partial:
            partial.write_bytes(json.dumps({"owner_id": me().id, "length": length, "metadata": metadata}))
    except OSError:
        path.unlink()
        raise
    return find_upload(ident)


def find_upload(ident: Any) -> Upload:
    """The caller's upload of this id. Raises NotFound, also for others' and for those given up."""
    known = parse_id(ident)
    try:
        if known:
            path = _path(known)
            told, state = json.loads(path.with_suffix(".json").read_bytes()), path.stat()
            upload = Upload(known, path, UUID(told["owner_id"]), told["length"], told["metadata"], state.st_size, state.st_mtime + LIFETIME)
            if upload.owner_id == me().id and upload.expires > time.time():
                return upload
    except (FileNotFoundError, ValueError, KeyError):
        pass
    raise NotFound(f"No upload has the id {ident}.")


def read_checksum(text: str) -> tuple[str, bytes]:
    """The algorithm and the digest of a header Upload-Checksum. Raises BadRequest."""
    name, _, digest = text.partition(" ")
    try:
        if name in CHECKSUMS:
            return name, base64.b64decode(digest.strip(), validate=True)
    except binascii.Error:
        pass
    raise BadRequest(f"The header Upload-Checksum must hold one of {', '.join(CHECKSUMS)} and the digest in base64.")


def append(upload: Upload, offset: int, stream: IO[bytes], *, size: int | None = None, checksum: tuple[str, bytes] | None = None) -> Upload:
    """Append what `stream` gives, `size` bytes where that is known, at `offset`, which must be where the upload stands; the upload after it.

    What arrived before a client hung up, or the disk was full, stays, unless there is a `checksum`, which then cannot be verified.
    Raises Conflict, BadRequest (more than the upload's length), ApiError 423 and 460, OSError.
    """
    digest = hashlib.new(checksum[0], usedforsecurity=False) if checksum else None
    with _locked(upload) as out:
        here = os.fstat(out.fileno()).st_size
        if here != offset:
            raise Conflict(f"The upload stands at {here}.")
        if here + (size or 0) > upload.length:
            raise BadRequest("The upload is longer than was announced.")
        with _all_or_nothing(out, offset) if checksum else nullcontext():
            while piece := stream.read(PIECE):
                here += len(piece)
                if here > upload.length:
                    raise BadRequest("The upload is longer than was announced.")
                _write(out, piece)
                if digest:
                    digest.update(piece)
            if checksum and digest and digest.digest() != checksum[1]:
                raise ApiError("These are not the bytes that the checksum was made of.", status=460)
        return replace(upload, offset=here, expires=time.time() + LIFETIME)


@contextmanager
def _all_or_nothing(out: IO[bytes], size: int) -> Iterator[None]:
    """Bring the file back to its size where the block fails."""
    try:
        yield
    except BaseException:
        os.ftruncate(out.fileno(), size)
        raise


def _write(out: IO[bytes], piece: bytes) -> None:
    """Write all of it, or as much as there is room for."""
    rest = memoryview(piece)
    while rest:
        rest = rest[out.write(rest) :]


@contextmanager
def _locked(upload: Upload) -> Iterator[IO[bytes]]:
    """The upload's file, for writing at its end by nobody else: whoever waits for a client that is silent gives it up. Raises NotFound, ApiError 423."""
    try:
        out = upload.path.open("ab", buffering=0)
    except FileNotFoundError as error:
        raise NotFound(f"No upload has the id {upload.id}.") from error
    with out:
        for _ in range(WAITS):
            try:
                fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                with suppress(FileNotFoundError):
                    os.utime(upload.path.with_suffix(".json"))
                time.sleep(0.1)
            else:
                break
        else:
            raise ApiError("Another request is writing to this upload.", status=423)
        yield out


def rival(upload: Upload) -> Callable[[], bool]:
    """Tells whether another request has asked for the upload since this call, or the upload is gone."""
    card = upload.path.with_suffix(".json")

    def touched() -> int | None:
        with suppress(FileNotFoundError):
            return card.stat().st_mtime_ns
        return None

    begun = touched()
    return lambda: touched() != begun


def remove(upload: Upload) -> None:
    """Give an upload up."""
    upload.path.with_suffix(".json").unlink(missing_ok=True)
    upload.path.unlink(missing_ok=True)


@contextmanager
def sent_file() -> Iterator[FileStorage]:
    """The file of the request: field `file` of multipart/form-data, or the finished upload that the JSON's `upload_id` names.

    Such an upload is removed where the block ends well. Raises BadRequest, NotFound.
    """
    if not request.is_json:
        yield uploaded_file()
        return
    upload = find_upload(read_form(FinishedUpload, read_json()).upload_id)
    if upload.offset != upload.length:
        raise BadRequest(f"The upload is not complete: {upload.offset} of {upload.length} bytes are here.")
    with _open(upload) as stream:
        yield FileStorage(stream, filename=upload.name)
    remove(upload)


def _open(upload: Upload) -> IO[bytes]:
    try:
        return upload.path.open("rb")
    except FileNotFoundError as error:
        raise NotFound(f"No upload has the id {upload.id}.") from error


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
