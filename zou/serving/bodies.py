"""Bodies of requests on their way to the application: collected first, or read while they arrive."""

import asyncio
import io
import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

IN_MEMORY = 512 * 1024
WRITE_SIZE = 1024 * 1024
#: Seconds of silence after which the client of a body that is being read is taken to be gone.
PATIENCE = 60


class Spool:
    """Bytes as they come in: in memory while few, then in a temporary file."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.file: IO[bytes] = io.BytesIO()
        self.length = 0
        self._waiting = bytearray()
        self._on_disk = False

    async def write(self, chunk: bytes) -> None:
        """Append; returns once the bytes may be forgotten by the caller. Raises OSError."""
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
        """The file, complete, at its start. Raises OSError."""
        if self._waiting:
            await self._flush()
        self.file.seek(0)
        return self.file

    def drop(self) -> None:
        """Forget the bytes."""
        with suppress(OSError):  # a full disk refuses even what the file still holds back
            self.file.close()


class Unread(io.RawIOBase):
    """A body that could not be taken in: reading it raises `error`, so that only who reads it learns of it."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def readable(self) -> bool:
        return True

    def readinto(self, _buffer: Any) -> int:
        raise self.error


class Arriving(io.RawIOBase):
    """A body that a thread reads while it arrives.

    Where the client goes away, is silent for `PATIENCE` seconds, or `given_up()` says so, reading raises what `gone` makes: what came before has been read.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive, gone: Callable[[], Exception]) -> None:
        self.loop, self.receive, self.gone = loop, receive, gone
        self.given_up: Callable[[], bool] = lambda: False
        self._here = memoryview(b"")
        self._complete = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Take what is here, waiting only where that is nothing."""
        while not self._here and not self._complete:
            message = self._next()
            if message["type"] == "http.disconnect":
                raise self.gone()
            self._here = memoryview(message.get("body", b""))
            self._complete = not message.get("more_body", False)
        size = min(len(buffer), len(self._here))
        buffer[:size], self._here = self._here[:size], self._here[size:]
        return size

    def _next(self) -> MutableMapping[str, Any]:
        coming = asyncio.run_coroutine_threadsafe(_awaited(self.receive), self.loop)
        with suppress(CancelledError):  # the server stops
            for _ in range(PATIENCE):
                with suppress(TimeoutError):
                    return coming.result(timeout=1)
                if self.given_up():
                    break
            coming.cancel()
        raise self.gone()


async def _awaited(receive: Receive) -> MutableMapping[str, Any]:
    return await receive()
