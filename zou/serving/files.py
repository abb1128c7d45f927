"""Sending files from disk without a thread and without reading them into memory.

The application names a file instead of sending it: header `X-Zou-File` (absolute path) and, for a 206, `X-Zou-File-Range: first-last`. It does so only
where the environment says `zou.sendfile`. These headers never leave the server.
"""

import asyncio
import os
from pathlib import Path
from typing import Any, NamedTuple

FILE, RANGE = b"x-zou-file", b"x-zou-file-range"
CHUNK = 256 * 1024


class NamedFile(NamedTuple):
    """A file to send, from byte `first` to byte `last` (None: its end)."""

    path: Path
    first: int = 0
    last: int | None = None


def named_in(headers: list[tuple[bytes, bytes]]) -> NamedFile | None:
    """The file that a reply names, if it names one."""
    marks = {name: value for name, value in headers if name in (FILE, RANGE)}
    if FILE not in marks:
        return None
    path = Path(marks[FILE].decode("utf-8"))
    if RANGE not in marks:
        return NamedFile(path)
    first, last = marks[RANGE].decode().split("-")
    return NamedFile(path, int(first), int(last))


def without_marks(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers for the client."""
    return [header for header in headers if header[0] not in (FILE, RANGE)]


def with_length(headers: list[tuple[bytes, bytes]], source: Any, file: NamedFile) -> list[tuple[bytes, bytes]]:
    """The headers with the length that will be sent: frameworks set that of the empty body they have been given."""
    last = file.last if file.last is not None else os.fstat(source.fileno()).st_size - 1
    return [header for header in headers if header[0] != b"content-length"] + [(b"content-length", str(last - file.first + 1).encode())]


def small_part(file: NamedFile) -> bytes | None:
    """What is to be sent, where that is no more than a chunk: who is in a thread already reads it there. None for more, and where it cannot be read.

    By the system's own calls: each gives way to the other threads, and a file object makes half a dozen.
    """
    try:
        source = os.open(file.path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        last = file.last if file.last is not None else os.fstat(source).st_size - 1
        size = last - file.first + 1
        if size > CHUNK:
            return None
        part = os.pread(source, size, file.first) if size else b""
        return part if len(part) == size else None
    except OSError:
        return None
    finally:
        os.close(source)


async def send_file(scope: Any, send: Any, status: int, headers: list[tuple[bytes, bytes]], file: NamedFile) -> None:
    """Answer with a file. By path where the server can do that by itself, else in chunks read beside the event loop."""
    try:
        source = await asyncio.to_thread(file.path.open, "rb")
    except OSError:
        await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})
        return
    with source:
        await send({"type": "http.response.start", "status": status, "headers": with_length(headers, source, file)})
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
        elif status == 200 and "http.response.pathsend" in (scope.get("extensions") or {}):
            await send({"type": "http.response.pathsend", "path": str(file.path)})
        else:
            await _send_chunks(send, source, file)


async def _send_chunks(send: Any, source: Any, file: NamedFile) -> None:
    source.seek(file.first)
    left = None if file.last is None else file.last - file.first + 1
    while left != 0:
        chunk = await asyncio.to_thread(source.read, CHUNK if left is None else min(CHUNK, left))
        if not chunk:
            break
        left = None if left is None else left - len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b"", "more_body": False})
