"""Policies of the routes of one playlist: the path's `playlist_id` names it; the handler gets it as `playlist`."""

from collections.abc import Callable
from typing import Any

from zou.access.identity import ARTIST, CLIENT, MANAGER, SUPERVISOR, me, require
from zou.access.policies import Params, Policy
from zou.db.find import find
from zou.kit.errors import NotFound
from zou.models import Playlist


def may_see(playlist: Any) -> bool:
    """Whether the caller may see the playlist: the team without vendors; clients where it is for them."""
    return me().has_role_in(playlist.project_id, MANAGER, SUPERVISOR, ARTIST) or _shown_to_client(playlist)


def may_change(playlist: Any) -> bool:
    """Whether the caller may change the playlist: managers; supervisors their own, and those that nobody made."""
    mine = me()
    if mine.manages(playlist.project_id):
        return True
    return mine.supervises(playlist.project_id) and playlist.created_by in (None, mine.id)


def _shown_to_client(playlist: Any) -> bool:
    return bool(playlist.for_client) and me().role_in(playlist.project_id) == CLIENT


def _who(name: str, may: Callable[[Any], bool], about: str) -> Policy:
    """A policy of a check of the playlist. It is of the production `project_id`, where the path names one."""

    def check(params: Params) -> Params:
        playlist = find(Playlist, params["playlist_id"])
        if params.get("project_id", playlist.project_id) != playlist.project_id:
            raise NotFound(f"No playlist of this production has the id {playlist.id}.")
        require(may(playlist), about)
        return {**params, "playlist": playlist}

    return Policy(name, check)


playlist_reader = _who("playlist_reader", may_see, "This playlist is not shown to you.")
"""Who may see the playlist."""
playlist_editor = _who("playlist_editor", may_change, "Only managers and who made a playlist change it.")
"""Who may change the playlist."""
playlist_manager = _who("playlist_manager", lambda playlist: me().manages(playlist.project_id), "Only managers of the production do this.")
"""Managers of the playlist's production."""
playlist_sharer = _who(
    "playlist_sharer",
    lambda playlist: me().manages(playlist.project_id) and me().is_manager,
    "Only managers, of the production and of the studio, share playlists.",
)
"""Managers of the playlist's production who are managers in the studio, too."""
build_reader = _who("build_reader", lambda playlist: me().manages(playlist.project_id) or _shown_to_client(playlist), "Only managers and clients see builds.")
"""Managers of the production; clients where the playlist is for them."""
playlist_downloader = _who(
    "playlist_downloader",
    lambda playlist: me().supervises(playlist.project_id) or _shown_to_client(playlist),
    "Only supervisors, managers and clients download playlists.",
)
"""Supervisors and managers of the production; clients where the playlist is for them."""
