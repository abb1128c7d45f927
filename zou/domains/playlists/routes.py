"""Playlists over HTTP: lists, one with its previews, additions, temporary ones."""

from typing import Any
from uuid import UUID

from zou.access import me
from zou.access.playlists import playlist_editor, playlist_reader
from zou.access.policies import admin, team_member, team_member_not_vendor
from zou.crud.columns import as_row
from zou.db import Rows
from zou.db.rows import Row
from zou.domains.playlists import queries, service, temporary
from zou.domains.playlists.schemas import Addition, Additions, ListQuery, PageQuery, Temporary, TemporaryQuery
from zou.kit.errors import NotFound
from zou.kit.http import Resource, Room, allow, body, query, reads
from zou.models import Playlist

room = Room("playlists")


@room.route("/data/projects/<uuid:project_id>/playlists")
class ProjectPlaylists(Resource):
    """The playlists of a production."""

    @allow(team_member_not_vendor)
    @query(ListQuery)
    def get(self, project_id: UUID, query: ListQuery) -> Rows:
        """A page of the playlists that the caller may see, lean."""
        return queries.of_project(project_id, query)


@room.route("/data/projects/<uuid:project_id>/episodes/<episode>/playlists")
class EpisodePlaylists(Resource):
    """The playlists of an episode."""

    @allow(team_member_not_vendor)
    @query(ListQuery)
    def get(self, project_id: UUID, episode: str, query: ListQuery) -> Rows:
        """A page of the playlists of an episode; `main`: of none; `all`: of all episodes."""
        if episode not in (queries.MAIN, queries.ALL) and not queries.is_episode(episode, project_id):
            raise NotFound(f"No episode of this production has the id {episode}.")
        return queries.of_project(project_id, query, episode=episode)


@room.route("/data/projects/<uuid:project_id>/playlists/all")
class AllPlaylists(Resource):
    """Every playlist of a production."""

    @allow(admin)
    @query(PageQuery)
    def get(self, project: Any, query: PageQuery) -> Any:
        """The whole rows; a page of them where `page` says so."""
        return queries.all_of_project(project.id, query.page, query.limit)


@room.route("/data/projects/<uuid:project_id>/playlists/<uuid:playlist_id>")
class OnePlaylist(Resource):
    """A playlist as players need it."""

    @allow(playlist_reader)
    def get(self, playlist: Playlist) -> Row:
        """The playlist with its builds and, for each entry, the previews of its entity."""
        return queries.one(playlist, role=me().role_in(playlist.project_id))


@room.route("/data/projects/<uuid:project_id>/playlists/temp")
class TemporaryPlaylist(Resource):
    """A playlist that is not stored."""

    @allow(team_member)
    @body(Temporary)
    @query(TemporaryQuery)
    @reads
    def post(self, project_id: UUID, body: Temporary, query: TemporaryQuery) -> Rows:
        """What a player needs of these tasks and entities."""
        return temporary.of(body.task_ids, body.entity_ids, project_id=project_id, is_sorted=query.sort)


@room.route("/actions/playlists/<uuid:playlist_id>/add-entity")
class AddEntity(Resource):
    """Adding an entity to a playlist."""

    @allow(playlist_editor)
    @body(Addition)
    def post(self, playlist_id: UUID, body: Addition) -> Row:
        """Add the entity, with its newest preview unless one is given."""
        return as_row(queries.PLAYLISTS, service.add_entities(playlist_id, [(body.entity_id, body.preview_file_id)]))


@room.route("/actions/playlists/<uuid:playlist_id>/add-entities")
class AddEntities(Resource):
    """Adding entities to a playlist."""

    @allow(playlist_editor)
    @body(Additions)
    def post(self, playlist_id: UUID, body: Additions) -> Row:
        """Add the entities in their order, each with its newest preview unless one is given."""
        return as_row(queries.PLAYLISTS, service.add_entities(playlist_id, [(item.entity_id, item.preview_file_id) for item in body.entities]))


@room.route("/data/projects/<uuid:project_id>/build-jobs")
class ProjectBuildJobs(Resource):
    """The builds of a production's playlists."""

    @allow(admin)
    @query(PageQuery)
    def get(self, project: Any, query: PageQuery) -> Any:
        """The builds; a page of them where `page` says so."""
        return queries.build_jobs_of_project(project.id, query.page, query.limit)


@room.route("/data/playlists/<uuid:playlist_id>/entity-previews")
class PlaylistPreviews(Resource):
    """The previews of a playlist's entities."""

    @allow(playlist_reader)
    def get(self, playlist: Playlist) -> Any:
        """Entity → task type → its revisions, highest first."""
        return queries.previews_of(playlist, role=me().role_in(playlist.project_id))
