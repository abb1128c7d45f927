"""`zou up`: start everything, in order, on one data folder; watch it; stop it, in the opposite order."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from zou.kit.queues import DEFAULT, MOVIES
from zou.settings import Settings
from zou.standalone.folder import DataFolder
from zou.standalone.postgres import EmbeddedPostgres
from zou.standalone.processes import StartError, last_line, start, stop, wait_until
from zou.standalone.valkey import EmbeddedValkey

#: Seconds that a job in progress gets to finish; it is run again at the next start otherwise.
WORKER_GRACE = 10
SERVER_GRACE = 15
LONGEST_PAUSE = 30.0
STABLE_AFTER = 60.0


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    data_dir: Path
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    job_workers: int = 1
    admin_email: str = "admin@example.com"
    admin_password: str | None = None
    frontend: Path | None = None
    demo: bool = False


class Service(Protocol):
    """Something that is started, may die, and is stopped."""

    process: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Start it, and wait until it is of use."""

    def stop(self) -> None:
        """End it."""


class Child:
    """A Python process of ours: `python -m module`."""

    def __init__(self, module: str, arguments: list[str], *, env: dict[str, str], log: Path, grace: float, fds: tuple[int, ...] = ()) -> None:
        self.command = [sys.executable, "-m", module, *arguments]
        self.env, self.log, self.grace, self.fds = env, log, grace, fds
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, without waiting."""
        # Killed at once when its parent is: what it leaves behind is taken up at the next start.
        self.process = start(self.command, log=self.log, env=self.env, death_signal=signal.SIGKILL, pass_fds=self.fds)

    def stop(self) -> None:
        """Ask it to end, wait, kill it."""
        if self.process:
            stop(self.process, patience=self.grace)
            self.process = None


class Watched:
    """A running service that is started again, after a pause that grows, when it dies."""

    def __init__(self, name: str, service: Service, say: Callable[[str], None]) -> None:
        self.name, self.service, self.say = name, service, say
        self.pause = 0.5
        self.started = time.monotonic()
        self.due: float | None = None

    def look(self) -> None:
        """Notice a death; start again when the pause is over."""
        now = time.monotonic()
        if self.due is None and (process := self.service.process) is not None and process.poll() is not None:
            self.pause = 0.5 if now - self.started > STABLE_AFTER else min(self.pause * 2, LONGEST_PAUSE)
            self.due = now + self.pause
            self.say(f"{self.name} ended (status {process.returncode}), starting it again in {self.pause:.0f} s")
        elif self.due is not None and now >= self.due:
            self.due, self.started = None, now
            try:
                self.service.start()
            except StartError as error:
                self.say(str(error))
                self.pause = min(self.pause * 2, LONGEST_PAUSE)
                self.due = now + self.pause


class Up:
    """One run of `zou up`."""

    def __init__(self, options: Options, settings: Settings, say: Callable[[str], None]) -> None:
        self.options, self.settings, self.say = options, settings, say
        self.asked_to_stop = threading.Event()
        self.watched: list[Watched] = []
        self.stack = ExitStack()

    def run(self) -> None:
        """Start everything, run until a signal, stop everything. StartError leaves nothing running."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.asked_to_stop.set())
        with self.stack:
            self._start()
            while not self.asked_to_stop.wait(0.2):
                for watched in self.watched:
                    watched.look()
            self.say("Stopping")
        self.say("Stopped")

    def _start(self) -> None:
        folder = self.stack.enter_context(DataFolder(self.options.data_dir))
        listener = self.stack.enter_context(listen(self.options.host, self.options.port))
        self.env = self._environment(folder)
        self._start_stores(folder)
        command_line = folder.write_environment({name: self.env[name] for name in self.env if name not in os.environ or name in self.given})
        admin = self._prepare(folder)
        self._start_processes(folder, listener.fileno())
        self._wait_for_reply(folder)
        if self.options.demo:
            self._demonstrate()
        self._tell(admin, command_line)

    def _environment(self, folder: DataFolder) -> dict[str, str]:
        """The environment of the processes: ours, completed by what stands in the data folder."""
        ours = {
            "SECRET_KEY": folder.secret_key() if "SECRET_KEY" not in os.environ else os.environ["SECRET_KEY"],
            "PREVIEW_FOLDER": str(folder.path / "previews"),
            "TMP_DIR": str(folder.path / "tmp"),
            "PLUGIN_FOLDER": str(folder.path / "plugins"),
            "EVENT_HANDLERS_FOLDER": str(folder.path / "event_handlers"),
            "ENABLE_JOB_QUEUE": "true",
            # A limit is for whoever sells seats; a studio's own machine has room for everybody.
            "USER_LIMIT": "1000000",
            "DOMAIN_NAME": f"{shown_host(self.options.host)}:{self.options.port}",
            "DOMAIN_PROTOCOL": "http",
            "EVENT_STREAM_HOST": shown_host(self.options.host),
            "EVENT_STREAM_PORT": str(self.options.port),
            "MAIL_ENABLED": "true" if "MAIL_SERVER" in os.environ else "false",
            # Without a mail server nothing is sent anyway, and a machine without network could add nobody.
            "MAIL_CHECK_DELIVERABILITY": "true" if "MAIL_SERVER" in os.environ else "false",
            "LOG_FORMAT": "text",
            # glibc gives each thread a heap of its own otherwise, and keeps what was freed in it.
            "MALLOC_ARENA_MAX": "2",
        }
        self.given = {name for name in ours if name not in os.environ}
        return {**ours, **os.environ}

    def _start_stores(self, folder: DataFolder) -> None:
        given = self.settings.model_fields_set
        if not given & {"database_url", "db_host"}:
            postgres = EmbeddedPostgres(folder.path / "postgres", log=folder.log("postgres"))
            self._start_service("PostgreSQL", postgres)
            self.env["DATABASE_URL"] = postgres.url
            self.given.add("DATABASE_URL")
        if not given & {"redis_base_url", "kv_host"}:
            valkey = EmbeddedValkey(folder.path / "valkey", log=folder.log("valkey"))
            self._start_service("Valkey", valkey)
            self.env["REDIS_URL"] = valkey.url
            self.given.add("REDIS_URL")

    def _start_service(self, name: str, service: Service) -> None:
        self.say(f"Starting {name}")
        self.stack.callback(service.stop)
        service.start()
        self.watched.append(Watched(name, service, self.say))
        self._give_up_if_asked()

    def _give_up_if_asked(self) -> None:
        if self.asked_to_stop.is_set():
            raise StartError("Stopped before it was ready.")

    def _prepare(self, folder: DataFolder) -> dict[str, str] | None:
        self.say("Preparing the database")
        command = [sys.executable, "-m", "zou.standalone.prepare", "--admin-email", self.options.admin_email]
        with folder.log("prepare").open("ab") as log:
            done = subprocess.run(
                command, input=f"{self.options.admin_password or ''}\n".encode(), stdout=subprocess.PIPE, stderr=log, env=self.env, check=False
            )
        self._give_up_if_asked()
        if done.returncode != 0:
            raise StartError(f"The database cannot be prepared{last_line(folder.log('prepare'))}.")
        made: dict[str, str] | None = json.loads(done.stdout.splitlines()[-1])
        if made:
            # Now, not when all is ready: a start that fails later must not swallow the only sight of it.
            password = "the password you gave" if self.options.admin_password else f"password {made['password']} (shown this once)"
            self.say(f"Made the first administrator: {made['email']}, {password}")
        return made

    def _demonstrate(self) -> None:
        """Make the demonstration production; its progress shows on the terminal."""
        password = secrets.token_urlsafe(9)
        command = [sys.executable, "-m", "zou.standalone.demo"]
        done = subprocess.run(command, input=f"{password}\n".encode(), stdout=subprocess.PIPE, env=self.env, check=False)
        self._give_up_if_asked()
        if done.returncode != 0:
            raise StartError("The demonstration could not be made.")
        if done.stdout.split()[-1:] == [b"made"]:
            self.say(f"Made a production to look at. Its people (maren.solberg@lighthouse.example and others) log in with {password} (shown this once)")
        else:
            self.say("There is a production already: no demonstration was made")

    def _start_processes(self, folder: DataFolder, fd: int) -> None:
        # Movies have workers of their own, so that pictures and mails never wait behind one.
        workers = [(f"worker-{number}", DEFAULT) for number in range(1, self.options.job_workers + 1)]
        workers += [(f"movies-{number}", MOVIES) for number in range(1, self.settings.movie_concurrency + 1)]
        for name, queue in workers:
            self._start_service(name, Child("zou.standalone.worker", [name, queue], env=self.env, log=folder.log(name), grace=WORKER_GRACE))
        for number in range(1, self.options.workers + 1):
            name = f"server-{number}"
            child = Child("zou.serving.server", self._server_arguments(folder, fd, number), env=self.env, log=folder.log(name), grace=SERVER_GRACE, fds=(fd,))
            self._start_service(name, child)

    def _server_arguments(self, folder: DataFolder, fd: int, number: int) -> list[str]:
        arguments = ["--fd", str(fd)]
        if self.options.frontend:
            arguments += ["--frontend", str(self.options.frontend)]
        if self.options.workers > 1:
            arguments += ["--own-events" if number == 1 else "--relay-events", str(folder.path / "events.sock")]
        return arguments

    def _wait_for_reply(self, folder: DataFolder) -> None:
        server = next(watched.service for watched in self.watched if watched.name == "server-1")
        assert server.process is not None
        wait_until(self._replies, server.process, patience=60, what="The server", log=folder.log("server-1"))

    def _replies(self) -> bool:
        self._give_up_if_asked()
        try:
            with socket.create_connection((shown_host(self.options.host), self.options.port), timeout=5) as connection:
                connection.sendall(b"GET /api/ HTTP/1.0\r\n\r\n")
                return connection.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def _tell(self, admin: dict[str, str] | None, command_line: Path) -> None:
        url = f"http://{shown_host(self.options.host)}:{self.options.port}"
        self.say("")
        self.say(f"Ready: {url}" + (" (API under /api)" if self.options.frontend else f" (API also under {url}/api)"))
        self.say(f"Log in as {admin['email']} with the password above" if admin else "Log in with an account of the studio")
        self.say(f"Other zou commands: . {command_line}")
        self.say("Stop with Ctrl-C")


def shown_host(host: str) -> str:
    """The address under which a listening server is reached from here."""
    return "localhost" if host in ("0.0.0.0", "::", "127.0.0.1") else host


def listen(host: str, port: int, patience: float = 3.0) -> socket.socket:
    """A listening socket. StartError where the port is taken (servers of a run that was just killed get a moment to go)."""
    deadline = time.monotonic() + patience
    while True:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.socket(family)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(2048)
            return listener
        except OSError as error:
            listener.close()
            if time.monotonic() > deadline or error.errno != 98:
                raise StartError(f"Port {port} on {host} cannot be used: {error.strerror or error}.") from error
            time.sleep(0.2)


def printer() -> Callable[[str], None]:
    """Prints a line at once: with colour on a terminal, plain elsewhere."""
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True)

    def say(line: str) -> None:
        style: Any = "bold green" if line.startswith("Ready") else "bold" if line.startswith("Log in") else None
        console.print(line, style=style, markup=False)
        sys.stdout.flush()

    return say
