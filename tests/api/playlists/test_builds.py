"""Movies and archives of playlists."""

import io
import zipfile

import av
import pytest

from tests.api.playlists.conftest import build, is_stored
from tests.kit.media import form, movie, png
from zou import models as m
from zou.db.session import db
from zou.jobs.run import run_job
from zou.media import joins
from zou.storage.files import files
from zou.storage.names import MOVIE_HIGH, MOVIE_LOW


def look(data):
    """Frames, size, seconds of the picture and of the sound of a movie, all of them decoded."""
    with av.open(io.BytesIO(data)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        frames = sum(1 for _ in container.decode(video))
        return frames, (video.width, video.height), float(video.duration * video.time_base), round(float(sound.duration * sound.time_base), 1)


def test_movies_of_any_size_rate_and_sound_are_joined_whole(api, scene, filmed):
    pairs = [
        filmed("1.mp4", movie("1.mp4", seconds=1, sound=True)),
        filmed("2.mp4", movie("2.mp4", seconds=0.5)),
        filmed("3.mov", movie("3.mov", seconds=1, size="200x200", rate=12), "?normalize=false"),
    ]
    playlist = scene.playlist(*pairs, name="Big Day")
    with api.events("build-job:new", "build-job:update") as events:
        made, reply = build(api, scene.manager, playlist)
    assert (made["status"], made["job_type"], made["type"]) == ("succeeded", "movie", "BuildJob")
    assert "1 of 3" in made["message"]
    assert look(reply.data) == (60, (320, 180), 2.5, 2.5)
    assert reply.headers["Content-Disposition"].endswith("_big_day.mp4")
    keys = {"build_job_id": made["id"], "playlist_id": str(playlist.id), "project_id": str(scene.project.id)}
    assert events == [
        ("build-job:new", {**keys, "created_at": made["created_at"]}),
        ("build-job:update", {**keys, "status": "succeeded", "message": made["message"]}),
    ]


def test_movies_that_fit_are_taken_as_they_are(api, scene, filmed):
    playlist = scene.playlist(filmed("1.mp4", movie("1.mp4", seconds=1, sound=True)), filmed("2.mp4", movie("2.mp4")), filmed("still.png", png()))
    made, reply = build(api, scene.manager, playlist)
    assert made["message"] is None
    assert look(reply.data)[:3] == (36, (320, 180), 1.5)


@pytest.mark.parametrize("query", ["full", "stills"])
def test_stills_are_held_where_they_are_asked_for(api, scene, filmed, query):
    playlist = scene.playlist(filmed("a.png", png(30, 20)), filmed("2.mp4", movie("2.mp4")))
    _, reply = build(api, scene.manager, playlist, **{query: "true"})
    seconds = joins.STILL_SECONDS + 0.5
    assert look(reply.data)[:3] == (seconds * 24, (320, 180), seconds)


def test_a_playlist_of_stills_is_a_movie_and_an_empty_one_is_refused(api, scene, filmed):
    _, reply = build(api, scene.manager, scene.playlist(filmed("a.png", png())))
    assert look(reply.data)[2] == joins.STILL_SECONDS
    for playlist in (scene.playlist(), scene.playlist(shots=None), scene.playlist(filmed("a.pdf", b"%PDF"))):
        assert api.as_(scene.manager).get(f"/data/playlists/{playlist.id}/build/mp4").status == 400


def test_the_same_content_is_not_encoded_twice(api, scene, filmed, monkeypatch):
    playlist = scene.playlist(filmed("1.mp4", movie("1.mp4")))
    first, movie_of_first = build(api, scene.manager, playlist, full="true")

    def refuse(*_args, **_options):
        raise AssertionError("encoded again")

    monkeypatch.setattr("zou.domains.playlist_builds.making.make", refuse)
    second, movie_of_second = build(api, scene.manager, playlist, full="true")
    assert (second["status"], second["id"] != first["id"], movie_of_second.data) == ("succeeded", True, movie_of_first.data)
    api.as_(scene.manager).delete(f"/data/playlists/{playlist.id}/jobs/{first['id']}").gone()
    assert api.as_(scene.manager).get(f"/data/playlists/{playlist.id}/jobs/{second['id']}/build/mp4").status == 200
    api.as_(scene.manager).put(f"/data/playlists/{playlist.id}", {"shots": playlist.shots * 2}).ok()
    changed, _ = build(api, scene.manager, playlist, full="true")
    assert (changed["status"], "encoded again" in changed["message"]) == ("failed", True)


def test_workers_make_one_movie_of_a_playlist_at_a_time(api, app, scene, filmed, monkeypatch):
    playlist = scene.playlist(filmed("1.mp4", movie("1.mp4")))
    path, manager = f"/data/playlists/{playlist.id}", api.as_(scene.manager)
    monkeypatch.setitem(app.config, "ENABLE_JOB_QUEUE", True)
    monkeypatch.setattr(app.config["SETTINGS"], "mail_enabled", True)
    made = manager.get(f"{path}/build/mp4").ok()
    assert (made["status"], made["progress"]) == ("running", None)
    assert manager.get(f"{path}/build/mp4").status == 409
    job = db.session.query(m.BackgroundJob).filter_by(name="build_playlist_movie").one()
    run_job(str(job.id))
    mail = db.session.query(m.BackgroundJob).filter_by(name="send_mail").one().args
    assert (mail["person_id"], mail["context"]["link"].endswith(f"/api{path}/jobs/{made['id']}/build/mp4")) == (str(scene.manager.id), True)
    assert manager.get(f"{path}/jobs/{made['id']}").ok()["status"] == "succeeded"
    assert manager.get(f"{path}/build/mp4").ok()["id"] != made["id"]


def test_a_build_that_is_removed_while_it_is_made_leaves_nothing(api, app, scene, filmed, monkeypatch):
    playlist = scene.playlist(filmed("1.mp4", movie("1.mp4")))
    path, manager = f"/data/playlists/{playlist.id}", api.as_(scene.manager)
    monkeypatch.setitem(app.config, "ENABLE_JOB_QUEUE", True)
    made = manager.get(f"{path}/build/mp4").ok()
    job = db.session.query(m.BackgroundJob).filter_by(name="build_playlist_movie").one()
    manager.delete(f"{path}/jobs/{made['id']}").gone()
    run_job(str(job.id))
    assert not is_stored(app, made["id"])


def test_a_movie_that_cannot_be_read_fails_its_build_with_a_reason(api, app, scene, filmed):
    pair = filmed("1.mp4", movie("1.mp4"))
    with app.app_context():
        for kind in (MOVIE_HIGH, MOVIE_LOW):
            files().store.local_path(kind.of(pair[1].id)).write_bytes(b"no movie")
    playlist = scene.playlist(pair)
    with api.events("build-job:update") as events:
        made = api.as_(scene.manager).get(f"/data/playlists/{playlist.id}/build/mp4").ok()
    assert (made["status"], bool(made["message"]), bool(made["ended_at"])) == ("failed", True, True)
    assert [data["status"] for _, data in events] == ["failed"]


def test_who_builds_and_downloads(api, app, studio, scene, filmed):
    playlist = scene.playlist(filmed("1.mp4", movie("1.mp4")))
    made, _ = build(api, scene.manager, playlist)
    path = f"/data/playlists/{playlist.id}"
    roles = ("admin", "manager", "supervisor", "user", "client", "vendor")

    def statuses(address):
        return [api.as_(scene.people[role]).get(f"{path}{address}").status for role in roles]

    assert statuses("/build/mp4") == [200, 200, 403, 403, 403, 403]
    assert statuses(f"/jobs/{made['id']}") == [200, 200, 403, 403, 403, 403]
    assert statuses(f"/jobs/{made['id']}/build/mp4") == [200, 200, 200, 403, 403, 403]
    assert statuses("/download/zip") == [200, 200, 200, 403, 403, 403]
    playlist.for_client = True
    studio.add(playlist)
    assert [statuses(address)[4] for address in ("/build/mp4", f"/jobs/{made['id']}", f"/jobs/{made['id']}/build/mp4", "/download/zip")] == [403, 200, 200, 200]
    assert api.as_(scene.client).delete(f"{path}/jobs/{made['id']}").status == 403
    other = scene.playlist()
    assert api.as_(scene.admin).get(f"/data/playlists/{other.id}/jobs/{made['id']}").status == 404
    assert api.as_(scene.admin).get(f"/data/playlists/build-jobs/{made['id']}").ok()["status"] == "succeeded"
    assert [api.as_(scene.people[role]).get(f"/data/projects/{scene.project.id}/build-jobs").status for role in ("admin", "manager")] == [200, 403]
    running = studio.add(m.BuildJob(playlist_id=playlist.id))
    assert api.as_(scene.admin).get(f"{path}/jobs/{running.id}/build/mp4").status == 400
    with api.events() as events:
        api.as_(scene.manager).delete(f"{path}/jobs/{made['id']}").gone()
    assert [name for name, _ in events] == ["build-job:delete"]
    assert api.as_(scene.admin).get(f"{path}/jobs/{made['id']}/build/mp4").status == 404
    assert not is_stored(app, made["id"])


def test_an_archive_holds_every_ready_file_of_the_revisions_shown(api, studio, scene, filmed):
    shot, preview = filmed("1.mp4", movie("1.mp4"))
    task = studio.task(shot, task_type=studio.task_type(name="Extra"))
    picture = scene.preview(task, status="processing")
    api.as_(scene.admin).post(f"/pictures/preview-files/{picture.id}", **form("p.png", png())).created()
    scene.preview(task, position=2, status="broken", extension="mp4")
    scene.preview(task, position=3)  # ready, but nothing of it is in the store
    playlist = scene.playlist((shot, preview), (shot, picture), (shot, preview))
    reply = api.as_(scene.supervisor).get(f"/data/playlists/{playlist.id}/download/zip")
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        stem = names[0].removesuffix("_layout_v1.mp4")
        assert names == [f"{stem}_layout_v1.mp4", f"{stem}_extra_v1.png", f"1_{stem}_layout_v1.mp4"]
        assert archive.read(names[0]) == api.as_(scene.admin).get(f"/movies/originals/preview-files/{preview.id}.mp4").data
