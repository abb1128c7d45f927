"""Stored files over HTTP: caching, conditions, ranges, and who sends the bytes.

A local file is sent by the web server in front (X-Accel-Redirect), else by the ASGI server around this application (X-Zou-File),
else by the application itself. A remote one is sent from a copy on this machine; while there is none, a range of a movie is passed on.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote
from uuid import UUID

import sqlalchemy as sa
from flask import Response, current_app, request
from sqlalchemy.dialects.postgresql import insert
from werkzeug.http import dump_options_header, http_date, is_resource_modified, parse_range_header, quote_etag
from werkzeug.wsgi import FileWrapper

from zou.db import execute
from zou.kit.dates import utcnow
from zou.kit.errors import ApiError, NotFound
from zou.models import PreviewFileStorageState, StoredFile
from zou.storage.base import CHUNK, FileMissing
from zou.storage.files import files
from zou.storage.names import FileKey
from zou.storage.register import committing

PICTURE, MOVIE, BYTES, PDF = "image/png", "video/mp4", "application/octet-stream", "application/pdf"


@dataclass(frozen=True)
class Sending:
    """How a file is sent: its type, the date of its row, its name where it has one, and whether it is to be saved rather than shown."""

    content_type: str
    modified: dt.datetime | None = None
    name: str | None = None
    download: bool = False
    cache: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers that tell this."""
        age = current_app.config["SETTINGS"].client_cache_max_age
        made = {"Content-Type": self.content_type, "Cache-Control": self.cache or f"private, max-age={age}", "Accept-Ranges": "bytes"}
        if self.modified is not None:
            made["Last-Modified"] = _http_date(self.modified)
        if self.name is not None:
            made["Content-Disposition"] = disposition("attachment" if self.download else "inline", self.name)
        return made


@lru_cache(maxsize=10_000)
def _http_date(moment: dt.datetime) -> str:
    """A moment, naive and in UTC, as headers have it. The same rows are asked for again and again."""
    return http_date(moment.replace(tzinfo=dt.UTC, microsecond=0))


@dataclass(frozen=True)
class Found:
    """A stored file that exists: its path where it can be read here, its size, its tag."""

    file: FileKey
    path: Path | None
    size: int
    etag: str


def disposition(how: str, name: str) -> str:
    """The header that gives a file its name, whatever characters that has."""
    try:
        name.encode("ascii")
    except UnicodeEncodeError:
        simple = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
        return dump_options_header(how, {"filename": simple, "filename*": f"UTF-8''{quote(name, safe='!#$&+-.^_`|~')}"})
    return dump_options_header(how, {"filename": name})


def send_stored(candidates: Sequence[FileKey], extension: str, sending: Sending, *, preview_file_id: UUID | None = None) -> Response:
    """The reply with the first of `candidates` that is stored; `extension` is that of a local copy. Raises NotFound where there is none."""
    found = find_stored(candidates, extension, preview_file_id=preview_file_id)
    if found.path is None:
        passed_on = _pass_on(found, extension, sending)
        if passed_on is not None:
            return passed_on
        found = fetched(found, extension, preview_file_id)
    assert found.path is not None
    return send_path(found.path, sending, size=found.size, etag=found.etag)


def find_stored(candidates: Sequence[FileKey], extension: str, *, preview_file_id: UUID | None = None) -> Found:
    """The first of `candidates` that is stored. Raises NotFound. A remote store is not asked for what it was found not to have."""
    here = files()
    known = None if not candidates or here.store.local_path(candidates[0]) else _register(candidates, preview_file_id)
    for file in candidates:
        found = _local(file) if known is None else _remote(file, extension, known, preview_file_id)
        if found is not None:
            return found
    raise NotFound("There is no such file.")


def path_of(candidates: Sequence[FileKey], extension: str, *, preview_file_id: UUID | None = None) -> Path:
    """A path to the first of `candidates` that is stored, fetched where it is remote. Raises NotFound."""
    found = find_stored(candidates, extension, preview_file_id=preview_file_id)
    path = found.path or fetched(found, extension, preview_file_id).path
    assert path is not None
    return path


def _local(file: FileKey) -> Found | None:
    store = files().store
    info = store.info(file)
    return Found(file, store.local_path(file), info.size, info.etag) if info else None


def _register(candidates: Sequence[FileKey], preview_file_id: UUID | None) -> dict[tuple[str, str], tuple[int | None, bool]]:
    """What the database knows of remote files: (bucket, key) → size, and whether they were missed a moment ago. One statement."""
    state = PreviewFileStorageState
    late = utcnow() - dt.timedelta(seconds=files().settings.preview_missing_file_recheck_delay)
    missed = sa.and_(state.preview_file_id == preview_file_id, state.bucket == StoredFile.bucket, state.prefix == StoredFile.prefix)
    rows = execute(
        sa.select(StoredFile.bucket, StoredFile.key, StoredFile.size, sa.exists().where(missed, state.state == "missing", state.updated_at > late))
        .where(StoredFile.key.in_([file.key for file in candidates]), StoredFile.deleted_at.is_(None))
        .union_all(
            sa.select(state.bucket, sa.func.concat(state.prefix, "-", str(preview_file_id)), sa.null(), sa.true()).where(
                state.preview_file_id == preview_file_id, state.state == "missing", state.updated_at > late
            )
        )
    )
    return {(bucket, key): (size, missing) for bucket, key, size, missing in rows}


def _remote(file: FileKey, extension: str, known: dict[tuple[str, str], tuple[int | None, bool]], preview_file_id: UUID | None) -> Found | None:
    here = files()
    size, missed = known.get((file.bucket, file.key), (None, False))
    if missed:
        return None
    if size is None:
        info = here.store.info(file)
        if info is None:
            _remember_missing(file, preview_file_id)
            return None
        size = info.size
    path = here.copies.find(file, extension, size)
    return Found(file, path, size, _tag(path, size))


def fetched(found: Found, extension: str, preview_file_id: UUID | None = None) -> Found:
    """A remote file with a copy of it here. Raises NotFound where the store has lost it."""
    try:
        path = files().copies.get(found.file, extension, found.size)
    except FileMissing as error:
        _remember_missing(found.file, preview_file_id)
        raise NotFound("There is no such file.") from error
    return Found(found.file, path, path.stat().st_size, _tag(path, found.size))


def _tag(path: Path | None, size: int) -> str:
    return f"{path.stat().st_mtime_ns:x}-{size:x}" if path else ""


def _remember_missing(file: FileKey, preview_file_id: UUID | None) -> None:
    """Spare the store the question for a while; whoever puts the file makes it known again."""
    if preview_file_id is None:
        return
    values = {"preview_file_id": preview_file_id, "bucket": file.bucket, "prefix": file.kind.prefix, "state": "missing"}
    statement = insert(PreviewFileStorageState).values(values)
    with committing() as connection:
        connection.execute(
            statement.on_conflict_do_update(index_elements=["preview_file_id", "bucket", "prefix"], set_={"state": "missing", "updated_at": utcnow()})
        )


def _pass_on(found: Found, extension: str, sending: Sending) -> Response | None:
    """One range of a remote file, straight from the store while a copy is fetched; None where the whole file has to come first."""
    here = files()
    if not here.store.passes_ranges or "If-Range" in request.headers:
        return None
    wanted = one_range(found.size)
    if wanted is None:
        return None
    here.copies.fetch_later(found.file, extension)
    start, stop = wanted
    headers = {key: value for key, value in sending.headers().items() if key != "Last-Modified"}
    headers |= {"Content-Range": f"bytes {start}-{stop - 1}/{found.size}", "Content-Length": str(stop - start)}
    body = () if request.method == "HEAD" else here.store.read(found.file, start, stop - start)
    return Response(body, status=206, headers=headers, direct_passthrough=True)


#: The headers of a conditional request (RFC 9110, 13.1).
_CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_RANGE"})


def send_path(path: Path, sending: Sending, *, size: int, etag: str) -> Response:
    """The reply with a file of this machine's disk, as the request's conditions and its range want it. Raises ApiError 412, 416."""
    headers = {**sending.headers(), "ETag": quote_etag(etag)}
    conditional = not _CONDITIONS.isdisjoint(request.environ)
    if conditional and request.if_match and not request.if_match.contains(etag):
        raise ApiError("The file is another one by now.", status=412)
    if conditional and not is_resource_modified(request.environ, etag=etag, last_modified=sending.modified):
        return Response(status=304, headers={key: value for key, value in headers.items() if not key.startswith("Content-")})
    accelerated = _accelerated(path)
    if accelerated:
        return Response((), headers={**headers, "X-Accel-Redirect": accelerated})
    wanted = one_range(size) if _may_be_part(etag, sending.modified) else None
    start, stop = wanted or (0, size)
    status = 200
    if wanted:
        status = 206
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    if request.method == "HEAD":
        return Response((), status=status, headers=headers)
    if request.environ.get("zou.sendfile"):
        headers["X-Zou-File"] = str(path)
        if wanted:
            headers["X-Zou-File-Range"] = f"{start}-{stop - 1}"
        return Response((), status=status, headers=headers)
    return Response(_body(path, start, stop, size), status=status, headers=headers, direct_passthrough=True)


def send_made(path: Path, sending: Sending) -> Response:
    """The reply with a file that was made for this request; its name may be gone by the time it is sent."""
    headers = {key: value for key, value in sending.headers().items() if key != "Accept-Ranges"}
    headers["Content-Length"] = str(path.stat().st_size)
    return Response(FileWrapper(path.open("rb"), CHUNK), headers=headers, direct_passthrough=True)


def one_range(size: int) -> tuple[int, int] | None:
    """Start and stop of the one range that the request asks for; None for none or several, which means the whole. Raises ApiError 416."""
    asked = parse_range_header(request.headers.get("Range"))
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    first = asked.ranges[0][0]
    wanted = (max(0, size + first), size) if first < 0 and size else asked.range_for_length(size)
    if wanted is None:
        raise Unsatisfiable(size)
    return wanted


class Unsatisfiable(ApiError):
    """416: the file ends before the range begins."""

    status = 416

    def __init__(self, size: int) -> None:
        super().__init__("The file has no such range.")
        self.headers = {"Content-Range": f"bytes */{size}"}


def _may_be_part(etag: str, modified: dt.datetime | None) -> bool:
    """Whether a range may be answered with a part: no If-Range, or one that fits."""
    return "If-Range" not in request.headers or not is_resource_modified(request.environ, etag=etag, last_modified=modified, ignore_if_range=False)


def _accelerated(path: Path) -> str:
    """The address at which the web server in front finds the file; empty where it does not send files."""
    settings = files().settings
    if not settings.accel_redirect:
        return ""
    folder = settings.preview_folder.absolute()
    if not path.is_relative_to(folder):
        return ""
    return f"{settings.accel_redirect.rstrip('/')}/{quote(str(path.relative_to(folder)))}"


def _body(path: Path, start: int, stop: int, size: int) -> Any:
    source = path.open("rb")
    if (start, stop) == (0, size):
        wrapper = request.environ.get("wsgi.file_wrapper", FileWrapper)
        return wrapper(source, CHUNK)
    return _part(source, start, stop)


def _part(source: IO[bytes], start: int, stop: int) -> Iterator[bytes]:
    with source:
        source.seek(start)
        left = stop - start
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
