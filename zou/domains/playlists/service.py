"""Changing playlists: their entries, their removal."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import find
from zou.domains.playlists import entries
from zou.domains.playlists.entries import Pair
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import BuildJob, Notification, Playlist, PlaylistShareLink, Project
from zou.storage.register import discard

FOR_ENTITIES = ("shot", "asset", "sequence", "edit", "episode")
_QUIET = {"synchronize_session": False}


def add_entities(playlist_id: UUID, additions: Iterable[Pair]) -> Playlist:
    """Add entities with their previews to a playlist, which is locked meanwhile; pairs that are there already are not added again.

    Without a preview of its own an entity gets its newest one, of the playlist's task type where it has one. Raises BadRequest for an
    entity that the production may not show. Emits playlist:add_entity for each entry added. A fixed number of statements.
    """
    playlist = find(Playlist, playlist_id, lock=True)
    session.refresh(playlist)
    wanted = list(additions)
    asked = {entity_id for entity_id, _ in wanted}
    entries.require_known(asked - entries.known_entities(playlist.project_id, asked))
    own = entries.known_pairs(preview_id for _, preview_id in wanted if preview_id)
    lacking = {entity_id for entity_id, preview_id in wanted if (entity_id, preview_id) not in own}
    newest = entries.newest_previews(lacking, playlist.task_type_id) if lacking else {}
    shots = list(playlist.shots) if isinstance(playlist.shots, list) else []
    there = set(entries.pairs_of(shots))
    for entity_id, preview_id in wanted:
        shown = preview_id if (entity_id, preview_id) in own else newest.get(entity_id)
        if (entity_id, shown) in there:
            continue
        there.add((entity_id, shown))
        shots.append({"entity_id": str(entity_id), **({"preview_file_id": str(shown)} if shown else {})})
        emit("playlist:add_entity", playlist_id=playlist.id, entity_id=entity_id, preview_file_id=shown, project_id=playlist.project_id)
    playlist.shots, playlist.updated_at = shots, utcnow()
    session.flush()
    return playlist


def require_free_name(playlist_id: UUID | None, name: str, project_id: UUID | None, episode_id: UUID | None, is_for_all: bool) -> None:
    """Raise BadRequest where another playlist of the same episode, of all of them, or of none, has the name. Holds until the commit."""
    session.execute(sa.select(Project.id).where(Project.id == project_id).with_for_update(key_share=True))
    same = [Playlist.name == name, Playlist.project_id == project_id, Playlist.id.is_distinct_from(playlist_id)]
    if episode_id is None:
        same += [Playlist.episode_id.is_(None), sa.func.coalesce(Playlist.is_for_all, False) == bool(is_for_all)]
    else:
        same.append(Playlist.episode_id == episode_id)
    if session.execute(sa.select(Playlist.id).where(*same).limit(1)).first():
        raise BadRequest(f"A playlist is called {name} already.", errors=[{"field": "name", "message": "taken"}])


def remove(playlist: Playlist) -> None:
    """Remove a playlist with its notifications, builds, their movies, and links. Emits build-job:delete for each build."""
    session.execute(sa.delete(Notification).where(Notification.playlist_id == playlist.id), execution_options=_QUIET)
    remove_builds(playlist, BuildJob.playlist_id == playlist.id)
    session.execute(sa.delete(PlaylistShareLink).where(PlaylistShareLink.playlist_id == playlist.id), execution_options=_QUIET)
    session.execute(sa.delete(Playlist).where(Playlist.id == playlist.id), execution_options=_QUIET)
    session.expunge(playlist)


def remove_builds(playlist: Playlist, *conditions: sa.ColumnElement[bool]) -> list[UUID]:
    """Remove builds of a playlist; their ids. Their movies leave the store: they can be made again. Emits build-job:delete for each."""
    gone = list(session.execute(sa.delete(BuildJob).where(*conditions).returning(BuildJob.id), execution_options=_QUIET).scalars())
    discard(gone, force=True)
    for ident in gone:
        emit("build-job:delete", build_job_id=ident, playlist_id=playlist.id, project_id=playlist.project_id)
    return gone
