"""Starting builds, and what becomes of them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.access import me
from zou.db import execute, session
from zou.db.find import add, find
from zou.domains.playlist_builds import content
from zou.events import emit
from zou.jobs import enqueue
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, Conflict
from zou.mail.send import send_later
from zou.models import BackgroundJob, BuildJob, Person, Playlist, Project

BUILD = "build_playlist_movie"
#: The row of the workers' job that makes a build.
WORK = sa.and_(BackgroundJob.name == BUILD, BackgroundJob.args["build_job_id"].astext == sa.cast(BuildJob.id, sa.Text))


def start(playlist_id: UUID, *, full: bool, stills: bool) -> UUID:
    """Have the movie of a playlist made; the id of the build. `stills`: pictures are held, too.

    Raises Conflict while another is being made, BadRequest where there is nothing to show. Emits build-job:new.
    """
    playlist = find(Playlist, playlist_id, lock=True)
    parts = content.parts_of(playlist, stills=stills or full)
    if not parts:
        raise BadRequest("The playlist shows no movie and no picture that is ready.")
    if current_app.config.get("ENABLE_JOB_QUEUE"):
        _require_none_running(playlist)
    build = add(BuildJob(playlist_id=playlist.id, status="running", job_type="movie"))
    told: dict[str, Any] = {"build_job_id": build.id, "playlist_id": playlist.id, "created_at": build.created_at.isoformat(timespec="seconds")}
    emit("build-job:new", **told, project_id=playlist.project_id)
    wanted: dict[str, Any] = {"full": full, "stills": stills or full, "content": content.key_of(parts, playlist.project_id, full=full)}
    enqueue(BUILD, build_job_id=build.id, person_id=me().id, **wanted)
    return build.id


def _require_none_running(playlist: Playlist) -> None:
    """Raise Conflict while a worker has a build of the playlist to make. Builds that nobody makes any more are given up."""
    running = sa.select(BuildJob).where(BuildJob.playlist_id == playlist.id, BuildJob.status == "running")
    for build in execute(running).scalars().all():
        if execute(sa.select(BackgroundJob.id).where(_works_on(build.id), BackgroundJob.status.in_(("queued", "running")))).first():
            raise Conflict("A movie of this playlist is being made.")
        end(build, playlist, succeeded=False, message="Nobody makes this movie any more.")


def _works_on(build_job_id: UUID) -> sa.ColumnElement[bool]:
    return sa.and_(BackgroundJob.name == BUILD, BackgroundJob.args["build_job_id"].astext == str(build_job_id))


def same_content(build: Any, key: str) -> UUID | None:
    """A build of the same playlist that has succeeded with the same content: its movie can be taken."""
    statement = sa.select(BuildJob.id).join(BackgroundJob, WORK)
    same = (BuildJob.playlist_id == build.playlist_id, BuildJob.status == "succeeded", BackgroundJob.args["content"].astext == key)
    return execute(statement.where(*same).order_by(BuildJob.created_at.desc()).limit(1)).scalar()


def progress_of(build_job_id: UUID) -> float | None:
    """How far a build has come, from 0 to 1; None where nobody knows."""
    return execute(sa.select(BackgroundJob.progress).where(_works_on(build_job_id))).scalar()


def end(build: BuildJob, playlist: Playlist, *, succeeded: bool, message: str | None) -> None:
    """Write what has become of a build. Emits build-job:update."""
    build.status, build.message = "succeeded" if succeeded else "failed", message
    build.ended_at = build.updated_at = utcnow()
    session.flush()
    told: dict[str, Any] = {"build_job_id": build.id, "playlist_id": playlist.id, "status": build.status, "message": message}
    emit("build-job:update", **told, project_id=playlist.project_id)


def tell_by_mail(build: BuildJob, playlist: Playlist, person_id: str) -> None:
    """Send who asked for the movie its address."""
    person = session.get(Person, UUID(person_id))
    if person is None:
        return
    address = f"{current_app.config['SETTINGS'].public_url()}/api/data/playlists/{playlist.id}/jobs/{build.id}/build/mp4"
    production = session.get(Project, playlist.project_id)
    send_later("playlist_movie", person, link=address, playlist=playlist.name, production=production.name if production else "")
