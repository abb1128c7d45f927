"""Who may take part in the review of a playlist."""

from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, VENDOR
from zou.db import execute
from zou.events.stream.people import admit
from zou.models import Playlist


def may_watch(token: str, playlist_id: UUID | None) -> bool:
    """Whether the bearer of the token may enter the playlist's room: the production's team and admins, no vendors, clients what is for them.

    Raises ApiError where the token is no longer good.
    """
    _token, person = admit([token])
    if playlist_id is None:
        return False
    found = execute(sa.select(Playlist.project_id, Playlist.for_client).where(Playlist.id == playlist_id)).first()
    if found is None:
        return False
    role = person.role_in(found.project_id)
    return role not in (None, VENDOR) and (role != CLIENT or bool(found.for_client))
