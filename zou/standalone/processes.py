"""Child processes that end with their parent, and what is known about processes of before."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

import psutil

LAUNCHER = Path(__file__).with_name("launch.py")
LONGEST_SOCKET_PATH = 90


class StartError(Exception):
    """Something cannot start; the message is one sentence for the person who typed the command."""


def start(
    command: Sequence[str | Path],
    *,
    log: Path | None = None,
    user: pwd.struct_passwd | None = None,
    death_signal: int = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` in a process group of its own, so that a Ctrl-C in the terminal reaches only the one who supervises it.

    It gets `death_signal` when the calling *thread* ends (Linux only): call from the main thread. Output is appended to `log`, or shared with the caller.
    """
    words = [str(word) for word in command]
    who = ["", "", ""] if user is None else [str(user.pw_uid), str(user.pw_gid), "" if reachable(user, [Path(words[0]), cwd]) else "reach"]
    launcher = [sys.executable, "-I", "-S", str(LAUNCHER), str(os.getpid()), str(int(death_signal)), *who]
    with contextlib.ExitStack() as files:
        output: IO[bytes] | None = files.enter_context(log.open("ab")) if log else None
        return subprocess.Popen(
            [*launcher, *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=dict(env) if env is not None else None,
            cwd=cwd,
            start_new_session=True,
            pass_fds=pass_fds,
        )


def reachable(user: pwd.struct_passwd, paths: Sequence[Path | None]) -> bool:
    """Whether `user` may pass through every folder above `paths`."""
    for path in filter(None, paths):
        for folder in path.absolute().parents:
            state = folder.stat()
            owner, group = state.st_uid == user.pw_uid, state.st_gid == user.pw_gid
            if not state.st_mode & (0o100 if owner else 0o010 if group else 0o001):
                return False
    return True


def unprivileged_user(folder: Path) -> pwd.struct_passwd | None:
    """The user for a program that refuses root: whoever owns `folder`, else `postgres`, else `nobody`. None where we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        with contextlib.suppress(KeyError):
            return pwd.getpwuid(owner)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise StartError("PostgreSQL does not run as root and there is neither a user postgres nor a user nobody on this machine.")


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, patience: float = 30) -> None:
    """Ask a child to end, wait `patience` seconds, then kill it. No error if it has ended already."""
    if process.poll() is None:
        process.send_signal(with_signal)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop_orphan(pid: int, *, is_ours: Callable[[psutil.Process], bool], with_signal: int = signal.SIGTERM, patience: float = 30) -> None:
    """End the process `pid` of an earlier run, provided `is_ours` recognises it (the number may belong to another program by now)."""
    with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
        process = psutil.Process(pid)
        if not is_ours(process):
            return
        process.send_signal(with_signal)
        try:
            process.wait(patience)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(10)


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], *, patience: float, what: str, log: Path | None = None) -> None:
    """Wait until `ready()`; StartError with the last line of `log` when the process ends before, or after `patience` seconds."""
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise StartError(f"{what} did not start{last_line(log)}.")
        time.sleep(0.02)


def last_line(log: Path | None) -> str:
    """`: <last line of the log>`, or nothing where there is none."""
    lines = log.read_text(errors="replace").strip().splitlines() if log and log.exists() else []
    return f": {lines[-1].strip().rstrip('.')} (see {log})" if lines else ""


class SocketFolder:
    """A folder for Unix sockets: `wanted` where its path is short enough for one, else a temporary one that `remove` deletes."""

    def __init__(self, wanted: Path) -> None:
        self.temporary = len(str(wanted.absolute())) > LONGEST_SOCKET_PATH
        if self.temporary:
            self.path = Path(tempfile.mkdtemp(prefix="zou-"))
        else:
            self.path = wanted.absolute()
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)

    def remove(self) -> None:
        """Delete the folder if it was made for this run alone."""
        if self.temporary:
            shutil.rmtree(self.path, ignore_errors=True)
