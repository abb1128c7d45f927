"""Previews over a remote store, a full disk, a busy process."""

import errno
from uuid import UUID

import pytest

from tests.kit.media import form, movie, png, seen
from zou.domains.previews.again import renormalise
from zou.kit.errors import NotFound
from zou.storage import StoreFull, register, uploads
from zou.storage.copies import LocalCopies
from zou.storage.local import LocalStore
from zou.storage.names import PICTURE_TILES
from zou.storage.serving import find_stored


class Remote(LocalStore):
    """A store that is asked over a wire: it has no paths, and counts what it is asked."""

    def __init__(self, folder):
        super().__init__(folder)
        self.asked = []

    def local_path(self, file):
        return None

    def _path(self, file):
        return LocalStore.local_path(self, file)

    def put(self, file, source, *, move=False):
        target = self._path(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        return target.stat().st_size

    def info(self, file):
        self.asked.append(("info", file.key))
        path = self._path(file)
        return LocalStore(self.folder).info(file) if path.exists() else None

    def read(self, file, start=0, length=None):
        self.asked.append(("read", file.key))
        return LocalStore(self.folder).read(file, start, length)

    def fetch(self, file, target):
        self.asked.append(("fetch", file.key))
        return LocalStore(self.folder).fetch(file, target)

    def delete(self, file):
        return LocalStore(self.folder).delete(file)


@pytest.fixture
def remote(app, tmp_path, monkeypatch):
    """The application's store, remote for the test."""
    files = app.extensions["files"]
    store = Remote(tmp_path / "far")
    monkeypatch.setitem(files.__dict__, "store", store)
    monkeypatch.setitem(files.__dict__, "copies", LocalCopies(store, tmp_path / "copies"))
    return store


def test_a_remote_movie_is_passed_on_by_range_until_a_copy_is_here(app, remote, work, monkeypatch):
    data = movie("far.mp4")
    row = work.preview("far.mp4", data, query="?normalize=false")
    path = f"/movies/low/preview-files/{row['id']}.mp4"
    monkeypatch.setattr(app.extensions["files"].copies, "fetch_later", lambda *_: True)
    remote.asked.clear()
    part = work.admin.call("GET", path, headers={"Range": "bytes=3-9"})
    assert (part.status, part.data, part.headers["Content-Range"]) == (206, data[3:10], f"bytes 3-9/{len(data)}")
    assert "ETag" not in part.headers
    whole = work.admin.get(path)
    assert (whole.status, whole.data) == (200, data)
    assert work.admin.call("GET", path, headers={"Range": "bytes=3-9", "If-Range": whole.headers["ETag"]}).data == data[3:10]
    again = [what for what, key in remote.asked if key == f"previews-{row['id']}"]
    assert again == ["read", "fetch"]


def test_a_remote_store_is_asked_once_for_what_it_has_not(app, remote, work):
    row = work.preview("a.png", png(30, 20))
    assert seen(work.admin.get(f"/pictures/thumbnails/preview-files/{row['id']}.png").data)[0] == (150, 100)
    remote.asked.clear()
    with app.app_context():  # not through HTTP: a refusal rolls the test's one transaction back, with what was remembered in it
        for _ in range(3):
            with pytest.raises(NotFound):
                find_stored([PICTURE_TILES.of(row["id"])], "png", preview_file_id=UUID(row["id"]))
    assert remote.asked == [("info", f"tiles-{row['id']}")]


def test_a_full_disk_leaves_the_preview_waiting(work, monkeypatch):
    row = work.preview()
    path = f"/pictures/preview-files/{row['id']}"

    def full(*_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    def full_store(*_args, **_more):
        raise StoreFull("No room left.")

    with monkeypatch.context() as patch:
        patch.setattr(uploads, "_linked", full)
        assert work.admin.post(path, **form("a.zip", b"bytes")).status == 507
    with monkeypatch.context() as patch:
        patch.setattr(LocalStore, "put", full_store)
        assert work.admin.post(path, **form("a.png", png())).status == 507
    shown = work.admin.get(f"/data/preview-files/{row['id']}").ok()
    assert (shown["status"], shown["original_name"]) == ("processing", None)
    assert work.admin.post(path, **form("a.png", png())).created()["status"] == "ready"


def test_what_could_not_be_removed_is_removed_the_next_time(app, work, monkeypatch):
    row = work.preview("a.pdf", b"%PDF")

    def away(*_args):
        raise StoreFull("away")

    with monkeypatch.context() as patch:
        patch.setattr(LocalStore, "delete", away)
        work.admin.call("DELETE", f"/data/preview-files/{row['id']}", query_string={"force": "true"}).gone()
    with app.app_context():
        assert register.purge() == 1
        assert register.purge() == 0


def test_a_movie_is_encoded_again_from_its_source(app, work, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "preview_save_source_file", True)
    data = movie("again.mp4")
    row = work.preview("again.mp4", data)
    assert work.admin.get(f"/movies/source/preview-files/{row['id']}.mp4").data == data
    work.admin.put(f"/data/projects/{work.production.id}", {"resolution": "640x360"}).ok()
    with app.app_context():
        assert renormalise(UUID(row["id"])) == "ready"
    shown = work.admin.get(f"/data/preview-files/{row['id']}").ok()
    assert (shown["status"], shown["width"], shown["data"]["movie_prefixes"]) == ("ready", 640, ["previews", "lowdef", "source"])
    monkeypatch.setattr(app.config["SETTINGS"], "preview_save_source_file", False)
    bare = work.preview("bare.mp4", data)
    with app.app_context():
        assert renormalise(UUID(bare["id"])) == "missing"
    assert work.admin.get(f"/data/preview-files/{bare['id']}").ok()["status"] == "missing"


def test_what_is_removed_leaves_no_copy_behind(app, remote, work):
    row = work.preview("far.mp4", movie("far.mp4"), query="?normalize=false")
    work.admin.get(f"/movies/low/preview-files/{row['id']}.mp4").ok()
    copies = app.extensions["files"].copies.folder
    assert list(copies.glob(f"*{row['id']}*"))
    work.admin.delete(f"/data/preview-files/{row['id']}?force=true").gone()
    assert not list(copies.glob(f"*{row['id']}*"))
