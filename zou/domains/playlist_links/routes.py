"""Links to playlists over HTTP, and telling clients."""

from typing import Any
from uuid import UUID

from zou.access.playlists import playlist_manager, playlist_sharer
from zou.db import Rows
from zou.db.rows import Row
from zou.domains.playlist_links import service
from zou.domains.playlist_links.schemas import Invitation, LinkCreate, LinkUpdate
from zou.domains.playlists.schemas import Audience
from zou.kit.http import Resource, Room, allow, body
from zou.models import Playlist

room = Room("playlist_links")


@room.route("/data/playlists/<uuid:playlist_id>/share")
class Links(Resource):
    """The links of a playlist."""

    @allow(playlist_sharer)
    def get(self, playlist_id: UUID) -> Rows:
        """Those that are not revoked."""
        return service.of_playlist(playlist_id)

    @allow(playlist_sharer)
    @body(LinkCreate)
    def post(self, playlist: Playlist, body: LinkCreate) -> Any:
        """Make a link."""
        link = service.create(playlist, expiration_date=body.expiration_date, can_comment=body.can_comment, password=body.password)
        return service.shown(link), 201


@room.route("/data/playlists/<uuid:playlist_id>/share/<token>")
class Link(Resource):
    """A link of a playlist."""

    @allow(playlist_sharer)
    @body(LinkUpdate)
    def put(self, playlist_id: UUID, token: str, body: LinkUpdate) -> Row:
        """Change what was sent of the link."""
        link = service.find_link(playlist_id, token, active=True)
        service.change(link, body.given())
        return service.shown(link)

    @allow(playlist_sharer)
    def delete(self, playlist_id: UUID, token: str) -> Row:
        """Revoke the link."""
        link = service.find_link(playlist_id, token)
        service.revoke(link)
        return service.shown(link)


@room.route("/data/playlists/<uuid:playlist_id>/share/<token>/invite")
class Invitations(Resource):
    """Sending a link."""

    @allow(playlist_sharer)
    @body(Invitation)
    def post(self, playlist: Playlist, token: str, body: Invitation) -> Any:
        """Send the link to addresses and people; the addresses."""
        link = service.find_link(playlist.id, token, active=True)
        return {"sent": service.invite(playlist, link, emails=body.emails, person_ids=body.person_ids, message=body.message or "")}


@room.route("/data/playlists/<uuid:playlist_id>/notify-clients")
class NotifyClients(Resource):
    """Telling clients."""

    @allow(playlist_manager)
    @body(Audience)
    def post(self, playlist: Playlist, body: Audience) -> Any:
        """Tell the clients of the production that the playlist is ready."""
        service.notify_clients(playlist, studio_id=body.studio_id, department_id=body.department_id)
        return {"status": "success"}
