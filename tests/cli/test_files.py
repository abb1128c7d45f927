"""Copying files between this disk and the object storage, for which another folder stands here."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.kit.media import form, png
from tests.kit.studio import Studio
from zou.db.session import db
from zou.kit.dates import utcnow
from zou.models import Person
from zou.storage.base import StoreFull
from zou.storage.files import files
from zou.storage.local import LocalStore
from zou.storage.names import DATABASE_DUMP, PICTURE_THUMBNAIL


class Remote(LocalStore):
    """A store that is not on this disk, as far as anybody can tell."""

    broken: str = ""

    def local_path(self, file):
        return None

    def put(self, file, source, *, move=False):
        if self.broken and file.id == self.broken:
            raise StoreFull("The storage is full.")
        return LocalStore(self.folder).put(file, source, move=move)

    def info(self, file):
        return LocalStore(self.folder).info(file)

    def files(self, bucket):
        return LocalStore(self.folder).files(bucket)

    def fetch(self, file, target):
        return LocalStore(self.folder).fetch(file, target)


@pytest.fixture
def people(app, api, transaction):
    """Two people with pictures in the folder, the second of long ago."""
    studio = Studio(app)
    admin, found = api.as_(studio.admin()), [studio.artist(), studio.artist()]
    for person in found:
        admin.post(f"/pictures/thumbnails/persons/{person.id}", **form("p.png", png())).created()
    db.session.execute(sa.update(Person).where(Person.id == found[1].id).values(updated_at=utcnow() - dt.timedelta(days=9)))
    db.session.commit()
    return [str(person.id) for person in found]


@pytest.fixture
def remote(app, zou, tmp_path, monkeypatch, people):
    """An object storage that the commands know, next to a folder with these files only."""
    with app.app_context():
        for ident in people:
            LocalStore(tmp_path / "here").put(PICTURE_THUMBNAIL.of(ident), files().store.local_path(PICTURE_THUMBNAIL.of(ident)))
    for name, value in {"PREVIEW_FOLDER": tmp_path / "here", "TMP_DIR": tmp_path / "tmp", "FS_BACKEND": "s3"}.items():
        monkeypatch.setenv(name, str(value))
    store = Remote(tmp_path / "there")
    monkeypatch.setattr("zou.storage.files.make_store", lambda _config: store)
    return store


def test_files_are_uploaded_where_they_are_lacking(zou, remote, people):
    command = "upload-files-to-cloud-storage"
    assert zou(command, "--dry-run") == (0, "2 files to copy.", "")
    assert zou(command, "--days", "1")[1].startswith("1 files copied, ")
    assert [remote.info(PICTURE_THUMBNAIL.of(ident)) is not None for ident in people] == [True, False]
    remote.broken = people[1]
    status, out, err = zou(command)
    assert (status, out, err) == (1, "0 files copied, 0 bytes, 1 failed.", f"pictures/thumbnails-{people[1]}: The storage is full.")
    remote.broken = ""
    assert zou(command)[1].startswith("1 files copied")
    assert zou(command)[1] == "0 files copied, 0 bytes."


def test_files_are_downloaded_where_they_are_lacking(zou, remote, people, tmp_path):
    dump = tmp_path / "dump"
    dump.write_bytes(b"dump")
    remote.put(DATABASE_DUMP.of("2026.sql.gz"), dump)
    assert zou("download-storage-files") == (0, "1 files copied, 4 bytes.", "")
    assert (tmp_path / "here" / "files" / "dbbackup" / "2026.sql.gz").read_bytes() == b"dump"
    assert zou("download-storage-files")[1] == "0 files copied, 0 bytes."


def test_without_object_storage_there_is_nothing_to_copy(zou, transaction):
    for command in ("upload-files-to-cloud-storage", "download-storage-files"):
        assert zou(command) == (1, "", "The files are on this disk: FS_BACKEND names no object storage.")


def test_assets_are_found_from_the_command_line(zou, app, transaction):
    studio = Studio(app)
    production = studio.production()
    hero = studio.asset(production, name="Hero of Old")
    studio.asset(production, name="Prop")
    assert zou("search-asset", "--query", "hero old") == (0, f"Hero of Old {hero.id}", "")
    assert zou("search-asset", "--query", "zzzz") == zou("search-asset") == (0, "No asset found", "")
    assert zou("reset-search-index")[0] == 0
