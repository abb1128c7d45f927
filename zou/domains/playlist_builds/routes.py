"""Movies and archives of playlists over HTTP."""

from typing import Any
from uuid import UUID

from flask import Response

from zou.access import me
from zou.access.playlists import build_reader, playlist_downloader, playlist_manager
from zou.access.policies import Params, Policy
from zou.crud.columns import plain_columns
from zou.db.find import find
from zou.db.rows import Row
from zou.db.unit import writing
from zou.domains.playlist_builds import archive, service
from zou.domains.playlist_builds.schemas import BuildQuery
from zou.domains.playlists.service import remove_builds
from zou.kit.errors import BadRequest, NotFound
from zou.kit.http import Resource, Room, allow, no_content, query, reads
from zou.models import BuildJob, Playlist
from zou.storage.files import files
from zou.storage.names import MOVIE_PLAYLIST
from zou.storage.serving import MOVIE, Sending, disposition, send_stored

room = Room("playlist_builds")


def of_build(inner: Policy) -> Policy:
    """The same policy for paths that name a build: of its playlist, which the path may leave out. The handler gets it as `build`."""

    def check(params: Params) -> Params:
        build = find(BuildJob, params["build_job_id"]) if "playlist_id" not in params else None
        granted = inner.check({**params, "playlist_id": params.get("playlist_id") or build.playlist_id})  # type: ignore[misc, union-attr]
        build = build or find(BuildJob, params["build_job_id"])
        if build.playlist_id != granted["playlist"].id:  # type: ignore[index]
            raise NotFound(f"No build of this playlist has the id {build.id}.")
        return {**granted, "build": build}  # type: ignore[dict-item]

    return Policy(f"of_build({inner.name})", check)


def shown(build: BuildJob) -> Row:
    """A build as it leaves; how far it has come while it is being made."""
    row: Row = {key: getattr(build, key) for key in plain_columns(BuildJob)} | {"type": "BuildJob"}
    if build.status == "running":
        row["progress"] = service.progress_of(build.id)
    return row


def start(playlist_id: UUID, query: BuildQuery) -> Row:
    """Start a build in a unit of work of its own; what has become of it when that is committed."""
    with writing():
        ident = service.start(playlist_id, full=query.full, stills=query.stills)
    return shown(find(BuildJob, ident))


@room.route("/data/playlists/<uuid:playlist_id>/build/mp4")
class BuildMovie(Resource):
    """The movie of a playlist."""

    @allow(playlist_manager)
    @query(BuildQuery)
    def get(self, playlist_id: UUID, query: BuildQuery) -> Row:
        """Start making the movie."""
        return start(playlist_id, query)


@room.route("/data/playlists/<uuid:playlist_id>/build-movie")
class BuildMovieByPost(Resource):
    """The movie of a playlist."""

    @allow(playlist_manager)
    @reads
    @query(BuildQuery)
    def post(self, playlist_id: UUID, query: BuildQuery) -> Row:
        """Start making the movie."""
        return start(playlist_id, query)


@room.route("/data/playlists/<uuid:playlist_id>/jobs/<uuid:build_job_id>", "/data/playlists/build-jobs/<uuid:build_job_id>")
class Build(Resource):
    """A build of a playlist."""

    @allow(of_build(build_reader))
    def get(self, build: BuildJob) -> Row:
        """The build, and how far it has come."""
        return shown(build)

    @allow(of_build(playlist_manager))
    def delete(self, playlist: Playlist, build: BuildJob) -> Any:
        """Remove the build and its movie."""
        remove_builds(playlist, BuildJob.id == build.id)
        return no_content()


@room.route(
    "/data/playlists/<uuid:playlist_id>/jobs/<uuid:build_job_id>/build/mp4", "/data/playlists/<uuid:playlist_id>/build-jobs/<uuid:build_job_id>/download"
)
class BuiltMovie(Resource):
    """The movie of a build."""

    @allow(of_build(playlist_downloader))
    def get(self, playlist: Playlist, build: BuildJob) -> Response:
        """The movie, to be saved."""
        if build.status != "succeeded":
            raise BadRequest(f"This movie cannot be had: its making {'has failed' if build.status == 'failed' else 'is not done'}.")
        name = f"{build.created_at:%Y%m%d_%H%M%S}_{archive.name_of(playlist, 'mp4')}"
        return send_stored([MOVIE_PLAYLIST.of(build.id)], "mp4", Sending(MOVIE, modified=build.updated_at, name=name, download=True))


@room.route("/data/playlists/<uuid:playlist_id>/download/zip")
class Archive(Resource):
    """The files of a playlist."""

    @allow(playlist_downloader)
    def get(self, playlist: Playlist) -> Response:
        """Every file of the previews shown, in one zip."""
        body = archive.stream(files().store, archive.members_of(playlist, role=me().role_in(playlist.project_id)))
        headers = {"Content-Disposition": disposition("attachment", archive.name_of(playlist, "zip")), "Cache-Control": "private, no-store"}
        return Response(body, content_type="application/zip", headers=headers)
