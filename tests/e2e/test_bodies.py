"""Bodies that do not arrive whole, on a real server: connections that break, disks that are full."""

import contextlib
import os
import resource
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.house import House, open_house
from tests.e2e.server import Server, wait_for
from tests.e2e.test_workers import Caller, another, open_files, upload
from tests.kit.media import png

PIECES = "application/offset+octet-stream"
DATA = os.urandom(3 << 20)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A studio with one server."""
    folder = tmp_path_factory.mktemp("bodies")
    with open_house(folder, ENABLE_JOB_QUEUE="true", TMP_DIR=str(folder / "tmp")) as house, house.app.app_context():
        yield house


@pytest.fixture(scope="module")
def server(house: House) -> Server:
    """The server."""
    return house.serve()


class Resuming:
    """A client that resumes an upload of `DATA`."""

    def __init__(self, house: House, server: Server) -> None:
        self.server, self.token = server, house.token(house.studio.admin())
        begun = self.call("POST", "/uploads", {"Upload-Length": str(len(DATA)), "Upload-Metadata": "filename YS56aXA="})
        assert begun.status_code == 201, begun.text
        self.path = "/" + begun.headers["Location"]
        self.id = self.path.rpartition("/")[2]

    def call(self, method: str, path: str, header: dict[str, str], **more: Any) -> Any:
        return Caller(self.server.url, self.token)(method, path, {"Tus-Resumable": "1.0.0", **header}, **more)

    def offset(self) -> int:
        """Where the upload stands."""
        return int(self.call("HEAD", self.path, {}).headers["Upload-Offset"])

    def go_on(self) -> Any:
        """Send what is missing; the reply."""
        here = self.offset()
        return self.call("PATCH", self.path, {"Upload-Offset": str(here), "Content-Type": PIECES}, data=DATA[here:])

    def begin_piece(self, stop: int) -> socket.socket:
        """A connection on which all is announced, and the bytes up to `stop` are sent."""
        start = self.offset()
        line = socket.create_connection(("127.0.0.1", int(self.server.url.rpartition(":")[2])))
        head = f"PATCH {self.path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {self.token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {start}\r\n"
        line.sendall(f"{head}Content-Type: {PIECES}\r\nContent-Length: {len(DATA) - start}\r\n\r\n".encode() + DATA[start:stop])
        wait_for(lambda: self.offset() == stop, lambda: f"the upload stands at {self.offset()}, not {stop}")
        return line


def test_what_came_before_a_connection_broke_is_kept(house: House, server: Server) -> None:
    client = Resuming(house, server)
    client.begin_piece(1_234_567).close()
    silent = client.begin_piece(2_000_000)
    assert client.offset() == 2_000_000
    with contextlib.closing(silent):  # a connection that nobody speaks on any more gives way
        assert client.go_on().status_code == 204
    assert (house.folder / "tmp" / "uploads" / client.id).read_bytes() == DATA


@contextlib.contextmanager
def full_disk(server: Server, size: int) -> Iterator[None]:
    """While the block runs, no file of the server grows above `size` bytes."""
    before = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, before)


def left(folder: Path) -> list[str]:
    """Files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_full_disk_is_told_and_leaves_nothing(house: House, server: Server) -> None:
    ident, call = upload(house, server.url, png())
    preview = another(call, ident)
    before = left(house.folder / "tmp"), left(house.folder / "previews")
    with full_disk(server, 1 << 20):
        refused = call("POST", f"/pictures/preview-files/{preview}", files={"file": ("a.zip", DATA)})
        assert (refused.status_code, refused.json()["error"]) == (507, True)
        assert Caller(server.url, "no token")("POST", f"/pictures/preview-files/{preview}", files={"file": ("a.zip", DATA)}).status_code == 422
    assert (left(house.folder / "tmp"), left(house.folder / "previews")) == before
    wait_for(lambda: not [name for name in open_files(server) if str(house.folder / "tmp") in name])
    shown = call("GET", f"/data/preview-files/{preview}").json()
    assert (shown["status"], shown["original_name"]) == ("processing", None)
    assert call("POST", f"/pictures/preview-files/{preview}", files={"file": ("a.zip", DATA)}).json()["status"] == "ready"


def test_a_resumable_upload_goes_on_where_the_disk_was_full(house: House, server: Server) -> None:
    client = Resuming(house, server)
    with full_disk(server, 1 << 20):
        assert client.go_on().status_code == 507
        assert client.offset() == 1 << 20
    assert client.go_on().status_code == 204
    assert (house.folder / "tmp" / "uploads" / client.id).read_bytes() == DATA
