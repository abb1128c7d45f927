"""Uploads as they arrive: written to the disk while they come in, named only once they are whole.

The file has no name until then, so that nothing stays of a client that hangs up, or of a process that dies.
"""

import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Any

from flask import Request, request
from werkzeug.datastructures import FileStorage

from zou.kit.atomic import replacing
from zou.kit.errors import BadRequest
from zou.storage.files import files

PENDING = "pending-uploads"
#: Where resumable uploads are sent.
RESUMABLE = "/uploads"
#: Bytes of a request up to which its files are kept in memory.
SMALL = 256 * 1024


class UploadRequest(Request):
    """A request whose files go to the folder of the settings, never through memory.

    Resumable uploads may name their method in a header, for clients behind what lets only POST pass.
    """

    def __init__(self, environ: dict[str, Any], *more: Any, **others: Any) -> None:
        method = environ.get("HTTP_X_HTTP_METHOD_OVERRIDE")
        if method and environ.get("PATH_INFO", "").startswith(RESUMABLE):
            environ["REQUEST_METHOD"] = method.upper()
        super().__init__(environ, *more, **others)

    def _get_file_stream(self, total_content_length: int | None, *_more: Any, **_others: Any) -> IO[bytes]:
        if total_content_length is not None and total_content_length <= SMALL:
            return io.BytesIO()
        return nameless(files().folder(PENDING))


def nameless(folder: Path) -> IO[bytes]:
    """An open file in `folder` that has no name, and vanishes when it is closed without having been given one."""
    try:
        return os.fdopen(os.open(folder, os.O_TMPFILE | os.O_RDWR, 0o644), "w+b")
    except (AttributeError, OSError):  # another system, or a file system without nameless files
        return tempfile.TemporaryFile(dir=folder)


def uploaded_file(field: str = "file") -> FileStorage:
    """The request's file of this field, received whole. Raises BadRequest where there is none."""
    upload = request.files.get(field)
    if upload is None or not upload.filename:
        raise BadRequest(f"Send the file as multipart/form-data, in a field called {field}.")
    return upload


def size_of(upload: FileStorage) -> int:
    """Bytes of an upload."""
    here = upload.stream.tell()
    size = upload.stream.seek(0, os.SEEK_END)
    upload.stream.seek(here)
    return size


def name_parts(file_name: str | None) -> tuple[str, str]:
    """A file's name without its last extension, and that extension in lower case (empty where there is no dot)."""
    name = (file_name or "").replace("\x00", "")
    stem, dot, extension = name.rpartition(".")
    return (stem, extension.lower()) if dot else (name, "")


def save(upload: FileStorage, target: Path) -> int:
    """Give the upload its name on disk, without copying it where that is possible, whole or not at all; its size."""
    with replacing(target) as partial:
        upload.stream.flush()
        if not _linked(upload.stream, partial):
            upload.stream.seek(0)
            with partial.open("wb") as out:
                shutil.copyfileobj(upload.stream, out, 1 << 20)
        return partial.stat().st_size


def _linked(stream: Any, target: Path) -> bool:
    """Whether the nameless file of `stream` could be given this name."""
    try:
        descriptors = os.open("/proc/self/fd", os.O_RDONLY)
    except OSError:  # another system
        return False
    try:
        os.link(str(stream.fileno()), target, src_dir_fd=descriptors, follow_symlinks=True)
    except OSError:  # in memory, or on another disk
        return False
    finally:
        os.close(descriptors)
    return True


def uploads() -> list[Any]:
    """Every file of the request's form, whatever the fields are called."""
    return [file for _, file in request.files.items(multi=True)]
