"""Real server processes for tests, and clients of their event stream."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import requests
import socketio

#: Seconds after which what a test waits for is taken not to come.
PATIENCE = 30.0


@contextlib.contextmanager
def serving(environment: dict[str, str], *, workdir: Any) -> Iterator["Server"]:
    """A server process with the API and the event stream on one port, as long as the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "zou.asgi:application",
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--timeout-graceful-shutdown",
        "1",
    ]
    with (workdir / f"server-{port}.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        server = Server(process, f"http://127.0.0.1:{port}")
        try:
            wait_for(server.answers)
            yield server
        finally:
            process.terminate()
            process.wait(20)


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], url: str) -> None:
        self.process, self.url = process, url

    def answers(self) -> bool:
        """Whether it answers."""
        assert self.process.poll() is None, "the server did not start"
        try:
            return requests.get(f"{self.url}/", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def call(self, method: str, path: str, token: str, body: Any = None) -> requests.Response:
        """Make a call with a token."""
        return requests.request(method, self.url + path, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=30)

    def listen(self, token: str | None) -> "Ear":
        """A connection of the event stream."""
        return Ear(self.url, token)


class Ear:
    """A connection of the event stream: what it got, and why it was refused."""

    def __init__(self, url: str, token: str | None, **options: Any) -> None:
        self.got: list[tuple[Any, ...]] = []
        self.refusal: Any = None
        self.client = socketio.Client(reconnection=False)
        self.client.on("*", lambda name, *args: self.got.append((name, *args)), namespace="/events")
        self.client.on("connect_error", self._refused, namespace="/events")
        options = options or ({"headers": {"Authorization": f"Bearer {token}"}} if token else {})
        with contextlib.suppress(socketio.exceptions.ConnectionError):
            self.client.connect(url, namespaces=["/events"], wait_timeout=PATIENCE, **options)

    def _refused(self, reason: Any = None) -> None:
        self.refusal = reason

    @property
    def connected(self) -> bool:
        """Whether the connection stands."""
        return "/events" in self.client.namespaces

    def emit(self, name: str, *args: Any) -> None:
        """Send a message."""
        self.client.emit(name, args, namespace="/events")

    def wait(self, name: str, check: Callable[..., bool] = lambda *_: True) -> tuple[Any, ...]:
        """The arguments of the first event of this name for which `check` holds; all up to it are forgotten."""

        def place() -> int | None:
            return next((number for number, (found, *args) in enumerate(list(self.got)) if found == name and check(*args)), None)

        wait_for(lambda: place() is not None, lambda: f"{name} did not come, but {self.got}")
        number = place()
        assert number is not None
        found = self.got[number]
        del self.got[: number + 1]
        return tuple(found[1:])

    def names(self) -> list[str]:
        """Names of what it got and has not forgotten."""
        return [name for name, *_ in self.got]

    def close(self) -> None:
        """End the connection."""
        self.client.disconnect()


def wait_for(ready: Callable[[], Any], told: Callable[[], str] = lambda: "it did not come") -> None:
    """Wait until `ready()`."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise AssertionError(told())
        time.sleep(0.02)
