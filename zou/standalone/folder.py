"""The data folder of `zou up`: who may use it, what stands where in it."""

import errno
import fcntl
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Self

from zou.standalone.processes import StartError

#: Raised by one when a folder written by this version can no longer be used by the versions before.
FORMAT = 1


class DataFolder:
    """The folder `path`, locked against a second `zou up` as long as the `with` block. StartError where it cannot be used."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock: int | None = None

    def __enter__(self) -> Self:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StartError(f"The data folder {self.path} cannot be written: {error.strerror}.") from error
        try:
            self._take_lock()
            self._check_format()
            for name in ("logs", "previews", "plugins", "event_handlers", "tmp"):
                (self.path / name).mkdir(exist_ok=True)
        except OSError as error:
            self.__exit__(None, None, None)
            raise StartError(f"The data folder {self.path} cannot be written: {error.strerror}.") from error
        except StartError:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _take_lock(self) -> None:
        """The kernel drops this lock with the process, however it ends."""
        assert self._lock is not None
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                raise
            raise StartError(f"Another zou up (process {(self.path / 'lock').read_text().strip() or 'unknown'}) is running on {self.path}.") from error
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, str(os.getpid()).encode(), 0)

    def _check_format(self) -> None:
        marker = self.path / "FORMAT"
        if not marker.exists():
            marker.write_text(f"{FORMAT}\n")
            return
        found = marker.read_text().strip()
        if not found.isdigit() or int(found) > FORMAT:
            raise StartError(f"The data folder {self.path} was written by a newer version (format {found}, this version knows {FORMAT}): upgrade zou.")

    def secret_key(self) -> str:
        """The key of this folder's tokens and cookies, made at the first call."""
        file = self.path / "secret-key"
        if not file.exists():
            draft = file.with_suffix(".new")
            draft.unlink(missing_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(handle, secrets.token_urlsafe(48).encode())
            os.fsync(handle)
            os.close(handle)
            draft.rename(file)
        return file.read_text().strip()

    def log(self, name: str) -> Path:
        """The log file of one of the processes."""
        return self.path / "logs" / f"{name}.log"

    def write_environment(self, variables: dict[str, str]) -> Path:
        """Write `environment`, to be sourced by a shell in which `zou` commands shall work on this folder. Readable by its owner alone."""
        file = self.path / "environment"
        draft = file.with_suffix(".new")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(handle, "".join(f"export {name}='{value}'\n" for name, value in variables.items()).encode())
        os.close(handle)
        draft.rename(file)
        return file
