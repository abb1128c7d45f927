"""The WSGI application behind an asynchronous server.

A request takes a thread only once its body is here in full, and gives it back before its reply has left: slow clients, long uploads and downloads occupy
no thread, so short requests never wait for them. Small bodies stay in memory, larger ones go to a temporary file.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any

from zou.serving import files

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

IN_MEMORY = 512 * 1024
WRITE_SIZE = 1024 * 1024
THREADS = 12


class ClientGone(Exception):
    """The client closed the connection before its request was complete."""


class WsgiBridge:
    """ASGI application that runs a WSGI application in a bounded number of threads.

    `max_body` (bytes, 0: no limit): a longer body is not stored; the application gets its length without its bytes, and so can refuse it.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], *, threads: int = THREADS, spool_dir: Path | None = None, max_body: int = 0) -> None:
        self.application = application
        self.spool_dir = spool_dir
        self.max_body = max_body
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        try:
            body, length = await self._read(scope, receive)
        except ClientGone:
            return
        try:
            reply = Reply(asyncio.get_running_loop(), send)
            environ = build_environ(scope, body, length)
            await reply.loop.run_in_executor(self.threads, reply.run, self.application, environ)
        finally:
            body.close()
        await reply.finish(scope)

    async def _read(self, scope: Scope, receive: Receive) -> tuple[IO[bytes], int]:
        """The whole body, in memory or in a file, and its length."""
        announced = next((int(value) for name, value in scope["headers"] if name == b"content-length" and value.isdigit()), 0)
        if self.max_body and announced > self.max_body:
            return io.BytesIO(), announced
        spool = Spool(self.spool_dir)
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                spool.file.close()
                raise ClientGone
            await spool.write(message.get("body", b""))
            if self.max_body and spool.length > self.max_body:
                spool.file.close()
                return io.BytesIO(), spool.length
            if not message.get("more_body", False):
                return await spool.rewound(), spool.length


class Spool:
    """Bytes as they come in: in memory while few, then in a temporary file."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.file: IO[bytes] = io.BytesIO()
        self.length = 0
        self._waiting = bytearray()
        self._on_disk = False

    async def write(self, chunk: bytes) -> None:
        """Append; returns once the bytes may be forgotten by the caller."""
        self.length += len(chunk)
        if not self._on_disk and self.length <= IN_MEMORY:
            self.file.write(chunk)
            return
        self._waiting += chunk
        if len(self._waiting) >= WRITE_SIZE:
            await self._flush()

    async def _flush(self) -> None:
        block, self._waiting = bytes(self._waiting), bytearray()
        await asyncio.to_thread(self._write_to_disk, block)

    def _write_to_disk(self, block: bytes) -> None:
        if not self._on_disk:
            if self.folder:
                self.folder.mkdir(parents=True, exist_ok=True)
            begun = self.file
            self.file, self._on_disk = tempfile.TemporaryFile(dir=self.folder), True  # noqa: SIM115 - closed by the bridge
            self.file.write(begun.getbuffer())  # type: ignore[attr-defined]
        self.file.write(block)

    async def rewound(self) -> IO[bytes]:
        """The file, complete, at its start."""
        if self._waiting:
            await self._flush()
        self.file.seek(0)
        return self.file


class Reply:
    """What the application answers, carried from its thread to the event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.loop = loop
        self.send = send
        self.status = 500
        self.headers: Headers = []
        self.body = b""
        self._begun = False

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
        if not self._begun and (file := files.named_in(self.headers)):
            await files.send_file(scope, self.send, self.status, files.without_marks(self.headers), file)
        else:
            await self._begin_and_send(self.body, more=False)


def write_is_not_supported(_: bytes) -> None:
    """What start_response returns."""
    raise NotImplementedError("the application must return its body")


def build_environ(scope: Scope, body: IO[bytes], length: int) -> dict[str, Any]:
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
    }
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        if name == "CONTENT_LENGTH":
            continue
        key = name if name == "CONTENT_TYPE" else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        environ[key] = f"{environ[key]}{'; ' if name == 'COOKIE' else ','}{value}" if key in environ else value
    return environ
