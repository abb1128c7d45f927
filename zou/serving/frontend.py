"""A built single page application on the same port as the API.

Under `/api` everything is the API. Outside of it the API goes on answering programs, and pages belong to the front end: files of the build are sent, a
browser that opens any other address gets `index.html`, and so does everybody for an address that the API does not know.
"""

import email.utils
import mimetypes
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from zou.serving.files import NamedFile, send_file

FOR_EVER = b"public, max-age=31536000, immutable"
ASSETS = "assets"


class Frontend:
    """Decides what of a path belongs to the build in `folder`, and sends it. `is_api(path)`: whether the API has a route there."""

    def __init__(self, folder: Path, is_api: Callable[[str], bool]) -> None:
        self.folder = folder.resolve()
        self.is_api = lru_cache(maxsize=10_000)(is_api)
        self._entries: tuple[int, frozenset[str]] = (-1, frozenset())

    def claims(self, scope: Any) -> bool:
        """Whether the request is the front end's rather than the API's."""
        if scope["method"] not in ("GET", "HEAD"):
            return False
        path, headers = scope["path"], dict(scope["headers"])
        if path == "/" or self._file(path) is not None or b"text/html" in headers.get(b"accept", b""):
            return b"application/json" not in headers.get(b"accept", b"")
        return not self.is_api(path)

    def _file(self, path: str) -> Path | None:
        if path.lstrip("/").partition("/")[0] not in self._names():
            return None
        found = (self.folder / path.lstrip("/")).resolve()
        return found if found.is_relative_to(self.folder) and found.is_file() else None

    def _names(self) -> frozenset[str]:
        """What stands in the folder itself, looked up again when that has changed: most requests are the API's, and must not search the disk."""
        version = self.folder.stat().st_mtime_ns
        if version != self._entries[0]:
            self._entries = (version, frozenset(path.name for path in self.folder.iterdir()))
        return self._entries[1]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Send the file of the build, or index.html."""
        path = scope["path"]
        found = self._file(path)
        hashed = path.startswith(f"/{ASSETS}/")
        if found is None and hashed:
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain"), (b"cache-control", b"no-store")]})
            await send({"type": "http.response.body", "body": b"Not found"})
            return
        file = found or self.folder / "index.html"
        page = file.name == "index.html"
        caching = FOR_EVER if hashed else b"no-store" if page else b"no-cache"
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = [(b"content-type", kind.encode()), (b"cache-control", caching)]
        if not page:
            modified = email.utils.formatdate(file.stat().st_mtime, usegmt=True).encode()
            headers.append((b"last-modified", modified))
            if dict(scope["headers"]).get(b"if-modified-since") == modified:
                await send({"type": "http.response.start", "status": 304, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
                return
        await send_file(scope, send, 200, headers, NamedFile(file))
