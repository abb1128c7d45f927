"""Making the movies of playlists in the workers."""

import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app

from zou.db import session
from zou.db.unit import unit_of_work
from zou.domains.playlist_builds import content, making, old, service
from zou.jobs import job
from zou.jobs.run import report_progress
from zou.kit.errors import NotFound
from zou.kit.queues import MOVIES
from zou.models import BuildJob, Playlist
from zou.storage.files import files, put
from zou.storage.names import MOVIE_PLAYLIST
from zou.storage.passing import scratch
from zou.storage.register import record
from zou.storage.serving import path_of

LONGEST = 24 * 3600


def give_up(args: dict[str, Any], reason: str) -> None:
    """Say that a build failed for good, and why."""
    _end(UUID(args["build_job_id"]), succeeded=False, message=reason[:500])


@job(service.BUILD, queue=MOVIES, timeout=LONGEST, failed=give_up)
def build_playlist_movie(build_job_id: str, person_id: str, full: bool, stills: bool, content: str) -> None:
    """Make the movie of a build that is running. Nothing where it is done, or gone."""
    from zou.media.errors import MediaBroken

    ident = UUID(build_job_id)
    with scratch() as folder:
        target = folder / "playlist.mp4"
        try:
            message = _make(ident, target, full=full, stills=stills, key=content)
        except MediaBroken as error:
            _end(ident, succeeded=False, message=error.reason)
            return
        if not target.exists():
            return
        file = MOVIE_PLAYLIST.of(ident)
        size = put(file, target, move=True)
        _end(ident, succeeded=True, message=message, person_id=person_id, written={file: size})


@job("remove_old_playlist_movies", timeout=3600, every=6 * 3600)
def remove_old_playlist_movies() -> None:
    """Remove the movies that are older than the settings let them be."""
    settings = current_app.config["SETTINGS"]
    old.remove_old(settings.playlist_movie_days, settings.superseded_playlist_movie_days, tell=report_progress)


def _make(ident: UUID, target: Path, *, full: bool, stills: bool, key: str) -> str | None:
    """Make the movie at `target`, or take the one of an earlier build of the same content; what is to be said of it."""
    with unit_of_work(writes=False):
        build = session.get(BuildJob, ident)
        playlist = session.get(Playlist, build.playlist_id) if build else None
        if build is None or playlist is None or build.status != "running":
            return None
        parts = content.parts_of(playlist, stills=stills)
        wishes = content.wishes_of(playlist.project_id)
        is_same = key == content.key_of(parts, playlist.project_id, full=full)
        earlier = _movie_of(service.same_content(build, key)) if is_same else None
    if earlier is not None:
        _second_name(earlier, target)
        return None
    with unit_of_work(writes=False):
        return making.make(parts, target, wishes, full=full, tell=report_progress)


def _movie_of(build_job_id: UUID | None) -> Path | None:
    if build_job_id is None:
        return None
    try:
        return path_of([MOVIE_PLAYLIST.of(build_job_id)], "mp4")
    except NotFound:
        return None


def _second_name(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except OSError:  # another disk
        shutil.copyfile(source, target)


def _end(ident: UUID, *, succeeded: bool, message: str | None, person_id: str | None = None, written: dict[Any, int] | None = None) -> None:
    """Write the end of a build, with its file. Nothing of it stays where the build was removed meanwhile."""
    with unit_of_work():
        build = session.get(BuildJob, ident, with_for_update={"key_share": True})
        playlist = session.get(Playlist, build.playlist_id) if build else None
        if build is None or playlist is None:
            for file in written or ():
                files().store.delete(file)
            return
        if build.status != "running":
            return
        record(written or {})
        service.end(build, playlist, succeeded=succeeded, message=message)
        if succeeded and person_id and current_app.config.get("ENABLE_JOB_QUEUE"):
            service.tell_by_mail(build, playlist, person_id)
