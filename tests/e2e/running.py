"""A `zou up` in a process of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import requests

COMMAND = [sys.executable, "-c", "from zou.cli.up import up; up()"]
SERVERS = ("DATABASE_URL", "DB_HOST", "REDIS_URL", "KV_URL", "KV_HOST", "SECRET_KEY")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """The environment without what would lead `zou up` to other servers."""
    return {name: value for name, value in os.environ.items() if name not in SERVERS}


def refused(*arguments: object) -> str:
    """Run a `zou up` that must give up at once with one sentence; returns it."""
    done = subprocess.run([*COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=60, env=clean_environment(), check=False)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr.strip()


class Running:
    """`zou up` on `folder`, ready. Ends with the `with` block."""

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder, self.port, self.arguments = folder, free_port(), arguments
        self.url = f"http://127.0.0.1:{self.port}"
        self.lines: list[str] = []
        self._news = threading.Condition()

    def __enter__(self) -> "Running":
        command = [*COMMAND, "--data-dir", self.folder, "--port", self.port, *self.arguments]
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=clean_environment())
        threading.Thread(target=self._read, daemon=True).start()
        self.wait_for("Stop with Ctrl-C")
        return self

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self.lines.append("<end>")
            self._news.notify_all()

    def wait_for(self, pattern: str) -> str:
        """The first line with `pattern`, once it is there."""
        with self._news:
            assert self._news.wait_for(lambda: self.line(pattern) or "<end>" in self.lines, timeout=90), self.lines
            found = self.line(pattern)
        assert found, self.lines
        return found

    def line(self, pattern: str) -> str | None:
        """The first line so far with `pattern`."""
        return next((line for line in self.lines if re.search(pattern, line)), None)

    def get(self, path: str, **options: object) -> requests.Response:
        """GET on the one port."""
        return requests.get(self.url + path, timeout=30, **options)  # type: ignore[arg-type]

    def child(self, name: str) -> int:
        """Process id of the child whose command line holds `name`."""
        import psutil

        return int(next(child.pid for child in psutil.Process(self.process.pid).children() if name in " ".join(child.cmdline())))

    def kill(self) -> None:
        """kill -9: nothing gets a chance to tidy up."""
        self.process.kill()
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(60)

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
