"""The WSGI application behind an asynchronous server.

A request takes a thread only once its body is here in full, and gives it back before its reply has left: slow clients, long uploads and downloads occupy
no thread, so short requests never wait for them. Small bodies stay in memory, larger ones go to a temporary file. Bodies of which every byte counts, even if
no more follow, are read while they arrive, in threads of their own.
"""

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

from werkzeug.exceptions import ClientDisconnected

from zou.serving import files
from zou.serving.bodies import IN_MEMORY, Arriving, Spool, Unread
from zou.serving.threads import Threads
from zou.storage.base import failure_of

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

THREADS = 12
#: Bodies that are read while they arrive, at once.
READERS = 64


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""


class WsgiBridge:
    """ASGI application that runs a WSGI application in a bounded number of threads.

    `max_body` (bytes, 0: no limit): a longer body is not stored; the application gets its length without its bytes, and so can refuse it.
    `as_it_comes`: the content type of the bodies that the application reads while they arrive.
    """

    def __init__(
        self,
        application: Callable[..., Iterable[bytes]],
        *,
        threads: int = THREADS,
        spool_dir: Path | None = None,
        max_body: int = 0,
        as_it_comes: bytes | None = None,
    ) -> None:
        self.application = application
        self.spool_dir = spool_dir
        self.max_body = max_body
        self.as_it_comes = as_it_comes
        self.threads = Threads(threads, "request")
        self.readers = Threads(READERS, "upload")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        headers = dict(scope["headers"])
        length = int(headers[b"content-length"]) if headers.get(b"content-length", b"").isdigit() else 0
        loop, threads = asyncio.get_running_loop(), self.threads
        body: io.IOBase | Any
        if self.max_body and length > self.max_body:
            body = io.BytesIO()
        elif self.as_it_comes and headers.get(b"content-type", b"").partition(b";")[0].strip() == self.as_it_comes:
            body, threads = Arriving(loop, receive, ClientDisconnected), self.readers
        else:
            try:
                body, length = await self._read(receive)
            except ClientGone:
                return
        try:
            reply = Reply(loop, send)
            await threads.run(reply.run, self.application, build_environ(scope, body, length))
        finally:
            body.close()
        await reply.finish(scope)

    async def _read(self, receive: Receive) -> tuple[Any, int]:
        """The whole body, in memory or in a file, and its length. Raises ClientGone."""
        spool = Spool(self.spool_dir)
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                await spool.write(message.get("body", b""))
                if self.max_body and spool.length > self.max_body:
                    spool.drop()
                    return io.BytesIO(), spool.length
                if not message.get("more_body", False):
                    return await spool.rewound(), spool.length
        except OSError as error:
            spool.drop()
            return Unread(failure_of(error, "what was sent")), spool.length
        except BaseException:
            spool.drop()
            raise


class Reply:
    """What the application answers, carried from its thread to the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.loop = loop
        self.send = send
        self.status = 500
        self.headers: Headers = []
        self.body = b""
        self._begun = False
        self._file: files.NamedFile | None = None

    def run(self, application: Callable[..., Iterable[bytes]], environ: dict[str, Any]) -> None:
        """In a thread: call the application and collect its reply; a long generated one is sent on the way."""
        waiting: list[bytes] = []
        size = 0
        chunks = application(environ, self.start_response)
        try:
            for chunk in chunks:
                waiting.append(chunk)
                size += len(chunk)
                if len(waiting) > 1 and size > IN_MEMORY:
                    asyncio.run_coroutine_threadsafe(self._begin_and_send(b"".join(waiting)), self.loop).result()
                    waiting, size = [], 0
        finally:
            if close := getattr(chunks, "close", None):
                close()
        self.body = waiting[0] if len(waiting) == 1 else b"".join(waiting)
        if not self._begun:
            self._take_file()

    def _take_file(self) -> None:
        """Read the file that stands for the body, where it is small."""
        self._file = files.named_in(self.headers)
        if self._file is None:
            return
        self.headers = files.without_marks(self.headers)
        if (part := files.small_part(self._file)) is not None:
            self.body, self._file = part, None
            self.headers = [header for header in self.headers if header[0] != b"content-length"] + [(b"content-length", str(len(part)).encode())]

    def start_response(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], None]:
        """WSGI's start_response, without its old `write`."""
        if exc_info and self._begun:
            raise exc_info[1].with_traceback(exc_info[2])
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return write_is_not_supported

    async def _begin_and_send(self, body: bytes, more: bool = True) -> None:
        if not self._begun:
            self._begun = True
            await self.send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await self.send({"type": "http.response.body", "body": body, "more_body": more})

    async def finish(self, scope: Scope) -> None:
        """Send what has not been sent: the rest of the body, or the file that stands for it."""
        if self._file is not None:
            await files.send_file(scope, self.send, self.status, self.headers, self._file)
        else:
            await self._begin_and_send(self.body, more=False)


def write_is_not_supported(_: bytes) -> None:
    """What start_response returns."""
    raise NotImplementedError("the application must return its body")


def build_environ(scope: Scope, body: Any, length: int) -> dict[str, Any]:
    """The WSGI environment of an ASGI request."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    query = scope.get("query_string", b"").decode("latin-1")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": scope.get("raw_path", b"").decode("latin-1") + (f"?{query}" if query else ""),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 80),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "CONTENT_LENGTH": str(length) if length else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "zou.sendfile": True,
        "zou.arriving": body if isinstance(body, Arriving) else None,
    }
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name == "CONTENT_LENGTH":
            continue
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        environ[key] = f"{environ[key]}{'; ' if name == 'COOKIE' else ','}{value}" if key in environ else value
    return environ
