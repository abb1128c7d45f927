"""Movies of playlists go after a while: old ones, and those that show what the playlist showed before."""

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from tests.api.playlists.conftest import build, is_stored
from tests.conftest import fresh_database, make_settings
from tests.kit.media import movie
from zou import models as m
from zou.app import create_app
from zou.db.session import db
from zou.jobs import periodic
from zou.jobs.registry import JOBS
from zou.kit.dates import utcnow


@pytest.fixture
def made(api, studio, scene, filmed):
    """`made(days)` is the movie of the playlist, made so many days ago; (build, its age in rows) in `made.playlist`."""
    playlist = scene.playlist(filmed("1.mp4", movie("1.mp4")))

    def make(days, **query):
        found, _ = build(api, scene.manager, playlist, **query)
        age(found["id"], days)
        return found["id"]

    make.playlist = playlist
    return make


def age(ident, days, model=m.BuildJob):
    db.session.execute(sa.update(model).where(model.id == ident).values(created_at=utcnow() - dt.timedelta(days=days)))
    db.session.commit()


def left(api, scene, playlist):
    return {row["id"] for row in api.as_(scene.manager).get(f"/data/projects/{scene.project.id}/playlists/{playlist.id}").ok()["build_jobs"]}


def clean(app):
    """What the workers do by themselves."""
    with app.app_context():
        for row in periodic.start_due():
            assert row == "remove_old_playlist_movies"
        db.session.execute(sa.update(m.BackgroundJob).where(m.BackgroundJob.name.like("remove_old%")).values(created_at=utcnow() - dt.timedelta(days=1)))
        db.session.commit()


def test_old_movies_go_with_their_rows_and_their_bytes(api, app, scene, made):
    old, young = made(31), made(29)
    failed = scene.studio.add(m.BuildJob(playlist_id=made.playlist.id, status="failed"))
    age(failed.id, 31)
    with api.events() as events:
        clean(app)
    assert left(api, scene, made.playlist) == {young}
    assert [is_stored(app, ident) for ident in (old, young)] == [False, True]
    told = {"playlist_id": str(made.playlist.id), "project_id": str(scene.project.id)}
    assert sorted(events, key=str) == sorted([("build-job:delete", {"build_job_id": ident, **told}) for ident in (old, str(failed.id))], key=str)
    assert api.as_(scene.manager).get(f"/data/playlists/{made.playlist.id}/jobs/{young}/build/mp4").status == 200
    with api.events() as events:
        clean(app)
    assert events == []


def test_movies_of_what_a_playlist_showed_before_go_earlier(api, app, scene, made):
    before, full = made(8), made(8, full="true")
    clean(app)
    assert left(api, scene, made.playlist) == {before, full}
    api.as_(scene.manager).put(f"/data/playlists/{made.playlist.id}", {"shots": made.playlist.shots * 2}).ok()
    recent = made(6)
    api.as_(scene.manager).put(f"/data/playlists/{made.playlist.id}", {"shots": made.playlist.shots[:1]}).ok()
    same_again = made(8)
    clean(app)
    assert left(api, scene, made.playlist) == {before, full, recent, same_again}
    api.as_(scene.manager).put(f"/data/playlists/{made.playlist.id}", {"shots": []}).ok()
    clean(app)
    assert left(api, scene, made.playlist) == {recent}
    assert not is_stored(app, before)


def test_movies_that_are_being_made_stay_and_forgotten_ones_go(api, app, scene, made, monkeypatch):
    monkeypatch.setitem(app.config, "ENABLE_JOB_QUEUE", True)
    waiting = api.as_(scene.manager).get(f"/data/playlists/{made.playlist.id}/build/mp4").ok()["id"]
    forgotten = scene.studio.add(m.BuildJob(playlist_id=made.playlist.id, status="running"))
    monkeypatch.setitem(app.config, "ENABLE_JOB_QUEUE", False)
    for ident in (waiting, forgotten.id):
        age(ident, 400)
    clean(app)
    assert left(api, scene, made.playlist) == {waiting}


def test_the_studio_says_how_long_movies_stay(api, app, scene, made, monkeypatch):
    settings = app.config["SETTINGS"]
    old = made(4000)
    api.as_(scene.manager).put(f"/data/playlists/{made.playlist.id}", {"shots": []}).ok()
    monkeypatch.setattr(settings, "playlist_movie_days", 0)
    monkeypatch.setattr(settings, "superseded_playlist_movie_days", 0)
    clean(app)
    assert left(api, scene, made.playlist) == {old}
    monkeypatch.setattr(settings, "superseded_playlist_movie_days", 1)
    clean(app)
    assert left(api, scene, made.playlist) == set()


def test_workers_that_look_at_once_start_a_job_once(servers, tmp_path, monkeypatch):
    runs = []
    with fresh_database(f"zou_periodic_{os.getpid()}") as url:
        app = create_app(make_settings({**servers, "DATABASE_URL": url}, tmp_path, db_pool_size=10))
        app.config.update(PUBLISH_EVENTS=False)
        name = "remove_old_playlist_movies"
        monkeypatch.setitem(JOBS, name, JOBS[name].__class__(name, lambda: runs.append(name), every=3600))

        def look(_number):
            with app.app_context():
                try:
                    return periodic.start_due()
                finally:
                    db.session.remove()

        def rows(**values):
            with app.app_context(), db.engine.begin() as connection:
                connection.execute(sa.update(m.BackgroundJob).values(**values))

        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(look, range(8))) == [[]] * 7 + [[name]]
            rows(created_at=utcnow() - dt.timedelta(hours=2), status="running")
            assert look(0) == []  # its last run has not ended
            rows(created_at=utcnow() - dt.timedelta(hours=2), status="failed")
            assert sorted(pool.map(look, range(8))) == [[]] * 7 + [[name]]
        assert runs == [name] * 2
        with app.app_context():
            db.engine.dispose()
