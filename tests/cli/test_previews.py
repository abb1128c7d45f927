"""Commands about previews: what they choose, what they make, how they end."""

import datetime as dt
from uuid import uuid4

import pytest
import sqlalchemy as sa

from tests.api.previews.conftest import work  # noqa: F401
from tests.kit.media import movie, png
from zou.db.session import db
from zou.kit.dates import utcnow
from zou.kit.valkey import CACHE, connect
from zou.models import BackgroundJob, PreviewFile, PreviewFileStorageState, StoredFile
from zou.storage.files import files
from zou.storage.names import MOVIE_HIGH, MOVIE_LOW, PICTURE_THUMBNAIL, PICTURE_TILES

AGAIN, EXTRA = "renormalize-movie-preview-files", "generate-preview-extra"


@pytest.fixture
def place(app, zou, monkeypatch):
    """The commands use the files of the test's server."""
    settings = app.config["SETTINGS"]
    monkeypatch.setenv("PREVIEW_FOLDER", str(settings.preview_folder))
    monkeypatch.setenv("TMP_DIR", str(settings.tmp_dir))
    return app


def shown(work, row):  # noqa: F811
    return work.admin.get(f"/data/preview-files/{row['id']}").ok()


def write(row, model=PreviewFile, **values):
    db.session.execute(sa.update(model).where(model.id == row["id"]).values(**values))
    db.session.commit()


def stored(app, kind, row):
    with app.app_context():
        return files().store.info(kind.of(row["id"]))


def test_movies_are_encoded_again_or_told_missing_or_broken(place, zou, app, api, work, monkeypatch):  # noqa: F811
    monkeypatch.setattr(app.config["SETTINGS"], "preview_save_source_file", True)
    old, new = work.preview("1.mp4", movie("1.mp4")), work.preview("2.mp4", movie("2.mp4"))
    monkeypatch.setattr(app.config["SETTINGS"], "preview_save_source_file", False)
    bare, garbage = work.preview("3.mp4", movie("3.mp4")), work.preview("4.mp4", b"garbage")
    assert zou(AGAIN)[0] == 1
    unknown = str(uuid4())
    assert zou(AGAIN, "--preview-file-id", unknown) == (1, "", f"No preview file has the id {unknown}.")
    assert zou(AGAIN, "--all-processing")[::2] == (1, "Error: There is no such movie.")
    assert zou(AGAIN, "--all-broken", "--dry-run") == (0, "1 movies to encode.", "")
    work.admin.put(f"/data/projects/{work.production.id}", {"resolution": "640x360"}).ok()
    write(old, status="broken")
    write(garbage, created_at=utcnow() - dt.timedelta(days=2))
    with api.events("preview-file:update") as events:
        assert zou(AGAIN, "--project-id", str(work.production.id), "--hours", "1") == (0, "1 missing, 2 ready.", "")
    assert {data["status"] for _, data in events} == {"processing", "ready", "missing"}
    assert [(shown(work, row)["status"], shown(work, row)["width"]) for row in (old, new, bare)] == [("ready", 640), ("ready", 640), ("missing", 320)]
    assert "source" in shown(work, old)["data"]["movie_prefixes"]
    assert zou(AGAIN, "--all-broken") == (0, "1 missing.", "")


def test_an_old_movie_that_is_encoded_again_stays_an_old_one(place, zou, app, work, monkeypatch):  # noqa: F811
    monkeypatch.setattr(app.config["SETTINGS"], "preview_save_source_file", True)
    old, new = work.preview("1.mp4", movie("1.mp4")), work.preview("2.mp4", movie("2.mp4"))
    assert zou(AGAIN, "--preview-file-id", old["id"])[1] == "1 ready."
    assert work.admin.get(f"/data/tasks/{work.task.id}").ok()["last_preview_file_id"] == new["id"]


def test_sizes_thumbnails_and_tiles_are_made_where_they_are_asked_for(place, zou, app, studio, work):  # noqa: F811
    film, picture = work.preview("1.mp4", movie("1.mp4")), work.preview("p.png", png(40, 20))
    asset = work.preview("a.png", png(), on=studio.task(studio.asset(work.production)))
    for row in (film, picture, asset):
        write(row, width=1, height=1, duration=0)
    with app.app_context():
        for kind, row in ((PICTURE_TILES, film), (PICTURE_THUMBNAIL, picture)):
            files().store.delete(kind.of(row["id"]))
    name = ("--project", work.production.name.upper())
    assert zou(EXTRA)[0] == zou(EXTRA, "--with-tiles", "--only-missing-tiles")[0] == zou(EXTRA, "--with-tiles", "--only-shots", "--only-assets")[0] == 2
    assert zou(EXTRA, "--with-tiles", "--project", "nowhere") == (1, "", "No production is called nowhere.")
    assert zou(EXTRA, "--with-tiles", *name)[1] == "3 previews, 1 tile sheets made."
    assert zou(EXTRA, "--with-tiles", *name)[1] == "3 previews, 0 tile sheets made."
    assert stored(app, PICTURE_TILES, film)
    assert zou(EXTRA, "--with-metadata", "--with-thumbnails", "--only-shots", *name)[1] == "2 previews, 2 measured, 2 thumbnails made."
    assert [(shown(work, row)["width"], shown(work, row)["height"]) for row in (film, picture, asset)] == [(320, 180), (40, 20), (1, 1)]
    assert shown(work, film)["duration"] == 0.5
    assert stored(app, PICTURE_THUMBNAIL, picture)
    assert zou("reset-picture-files-metadata")[1] == "2 previews, 2 measured."
    with app.app_context():
        for kind in (MOVIE_HIGH, MOVIE_LOW):
            files().store.delete(kind.of(film["id"]))
    assert zou("reset-movie-files-metadata") == (1, "1 previews, 0 measured, 1 failed.", f"{film['id']}: There is no such file.")


def test_workers_make_missing_tiles_once_an_hour(place, zou, app, work, monkeypatch):  # noqa: F811
    connect(app.config["VALKEY_URL"](CACHE)).flushdb()
    rows = [work.preview(f"{number}.mp4", movie()) for number in range(3)]
    with app.app_context():
        for row in rows[1:]:
            files().store.delete(PICTURE_TILES.of(row["id"]))
    command = (EXTRA, "--only-missing-tiles")
    assert zou(*command)[::2] == (1, "Error: There are no workers: set ENABLE_JOB_QUEUE.")
    monkeypatch.setenv("ENABLE_JOB_QUEUE", "true")
    assert queued(zou, *command, "--limit", "1") == ("1 movies without tiles, 1 queued, 0 tried within the hour or waiting already.", [rows[2]["id"]])
    assert queued(zou, *command)[1] == [rows[2]["id"], rows[1]["id"]]
    assert queued(zou, *command) == ("2 movies without tiles, 0 queued, 2 tried within the hour or waiting already.", [rows[2]["id"], rows[1]["id"]])


def queued(zou, *command):
    """What the command says, and the movies whose tiles wait for a worker."""
    from zou.cli import context

    context.settings.cache_clear()
    context.app.cache_clear()
    status, out, err = zou(*command)
    assert (status, err) == (0, "")
    statement = sa.select(BackgroundJob.args["preview_file_id"].astext).where(BackgroundJob.name == "make_tiles").order_by(BackgroundJob.created_at)
    return out, list(db.session.execute(statement).scalars())


def test_the_storage_is_asked_what_it_has(place, zou, app, work):  # noqa: F811
    film, picture, document = work.preview("1.mp4", movie()), work.preview("p.png", png()), work.preview("d.pdf", b"%PDF")
    with app.app_context():
        files().store.delete(MOVIE_LOW.of(film["id"]))
        for row in (film, picture):
            files().store.delete(PICTURE_THUMBNAIL.of(row["id"]))
    db.session.execute(sa.delete(PreviewFileStorageState).where(PreviewFileStorageState.preview_file_id.in_([film["id"], document["id"]])))
    db.session.commit()
    said = "movies/lowdef: 1 missing\npictures/thumbnails: {} missing\n{} previews."
    assert zou("probe-preview-files", "--only-unknown", "--dry-run") == (0, said.format(1, 2), "")
    assert zou("probe-preview-files", "--only-unknown")[1] == said.format(1, 2)
    assert zou("probe-preview-files", "--only-unknown")[1] == "0 previews."
    assert zou("probe-preview-files")[1] == said.format(2, 3)
    assert zou("probe-preview-files", "--limit", "1")[1] == "1 previews."
    assert zou("probe-preview-files", "--project-id", str(uuid4()))[0] == 1
    states = sa.select(PreviewFileStorageState.prefix).where(PreviewFileStorageState.preview_file_id == film["id"], PreviewFileStorageState.state == "missing")
    assert set(db.session.execute(states).scalars()) == {"lowdef", "thumbnails"}


def test_drawings_move_to_their_frames(place, zou, api, work):  # noqa: F811
    film = work.preview("1.mp4", movie())

    def drawn(time, name):
        return {"time": time, "drawing": {"objects": [{"id": name}]}}

    write(film, annotations=[drawn(0.26, "b"), drawn(0.2400001, "c"), drawn(0, "a"), {"time": "x", "drawing": {"objects": [{"id": "odd"}]}}])
    command = ("normalize-annotation-times", "--project-id", str(work.production.id))
    assert zou(*command, "--dry-run")[1] == "1 of 1 movies with drawings to change."
    with api.events() as events:
        assert zou(*command)[1] == "1 of 1 movies with drawings changed."
    assert [name for name, _ in events] == ["preview-file:update"]
    kept = [(entry["time"], [thing["id"] for thing in entry["drawing"]["objects"]]) for entry in shown(work, film)["annotations"]]
    assert kept == [(0.0, ["a"]), (0.25, ["b", "c"]), ("x", ["odd"])]
    assert zou(*command)[1] == "0 of 1 movies with drawings changed."


def test_files_of_what_was_deleted_are_removed_after_a_while(place, zou, app, work):  # noqa: F811
    gone, kept = work.preview("d.pdf", b"%PDF"), work.preview("e.pdf", b"%PDF")
    work.admin.delete(f"/data/preview-files/{gone['id']}").gone()
    from zou.storage.names import DOCUMENT

    assert zou("purge-deleted-files")[1] == "0 files, 0 bytes removed."
    db.session.execute(sa.update(StoredFile).where(StoredFile.file_id == gone["id"]).values(deleted_at=utcnow() - dt.timedelta(days=31)))
    db.session.commit()
    assert zou("purge-deleted-files", "--dry-run")[1] == "1 files, 4 bytes to remove."
    assert stored(app, DOCUMENT, gone)
    assert zou("purge-deleted-files")[1] == "1 files, 4 bytes removed."
    assert (stored(app, DOCUMENT, gone), bool(stored(app, DOCUMENT, kept))) == (None, True)
