"""Shared playlists over HTTP: nobody need be signed in, the token of the link opens the playlist and nothing else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Response

from zou.access.previews import load
from zou.access.shared_links import shared_link
from zou.db import Rows
from zou.db.rows import Row
from zou.domains.attachments import service as attachments
from zou.domains.avatars import service as avatars
from zou.domains.comments import changes
from zou.domains.previews import queries as previews
from zou.domains.previews.kinds import HIGH_FIRST, LOW_FIRST, PICTURE, VARIANTS
from zou.domains.previews.sending import send, send_download, send_movie, send_original
from zou.domains.shared_playlists import comments, drawing, guests, view
from zou.domains.shared_playlists.schemas import Guest, GuestAnnotations, GuestComment, GuestCommentUpdate, GuestName, GuestOfForm
from zou.kit.errors import NotFound
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.kit.ids import parse_id
from zou.storage.names import PICTURE_TILES
from zou.storage.serving import PICTURE as PICTURE_TYPE
from zou.storage.uploads import uploads

room = Room("shared_playlists")
PLAYLIST = "/shared/playlists/<token>"


@room.route(PLAYLIST)
class SharedPlaylist(Resource):
    """The playlist."""

    @allow(shared_link)
    def get(self, playlist: Any) -> Row:
        """The playlist with the previews that its entries name."""
        return view.of_playlist(playlist)


@room.route(f"{PLAYLIST}/context")
class SharedContext(Resource):
    """What a guest's page must know."""

    @allow(shared_link)
    def get(self, playlist: Any) -> Row:
        """The production's formats, task types and statuses."""
        return view.context_of(playlist)


@room.route(f"{PLAYLIST}/guest")
class SharedGuest(Resource):
    """Guests."""

    @allow(shared_link)
    @body(GuestName)
    def post(self, link: Any, body: GuestName) -> Any:
        """Come in: as the guest of this id, or of this name."""
        guest, is_known = guests.enter(link, guest_id=body.guest_id, first_name=body.first_name, last_name=body.last_name)
        return guests.shown(guest), 200 if is_known else 201


@room.route(f"{PLAYLIST}/comments")
class SharedComments(Resource):
    """Comments."""

    @allow(shared_link)
    def get(self, playlist: Any) -> Rows:
        """Those for clients and by guests."""
        return comments.of_playlist(playlist)

    @allow(shared_link)
    @body(GuestComment)
    def post(self, link: Any, playlist: Any, body: GuestComment) -> Any:
        """Comment a task that the playlist shows."""
        return comments.post(playlist, guests.writing_guest(link, body.guest_id), body), 201


@room.route(f"{PLAYLIST}/comments/<uuid:comment_id>")
class SharedComment(Resource):
    """A comment of a guest."""

    @allow(shared_link)
    @body(GuestCommentUpdate)
    def put(self, link: Any, playlist: Any, comment_id: UUID, body: GuestCommentUpdate) -> Row:
        """Change what was sent of the comment."""
        guest = guests.writing_guest(link, body.guest_id)
        values = {key: value for key, value in body.given().items() if key != "guest_id"}
        return comments.change(comments.own_comment(playlist, guest, comment_id), guest, values)

    @allow(shared_link)
    @body(Guest)
    def delete(self, link: Any, playlist: Any, comment_id: UUID, body: Guest) -> Any:
        """Remove the comment; the task goes back to what the others imply."""
        changes.delete(comments.own_comment(playlist, guests.writing_guest(link, body.guest_id), comment_id))
        return no_content()


@room.route(f"{PLAYLIST}/comments/<uuid:comment_id>/attachments")
class SharedAttachments(Resource):
    """Files of a guest's comment."""

    @allow(shared_link)
    @body(GuestOfForm)
    def post(self, link: Any, playlist: Any, comment_id: UUID, body: GuestOfForm) -> Any:
        """Attach every file of the form."""
        guest = guests.writing_guest(link, parse_id(body.guest_id))
        return comments.attach(comments.own_comment(playlist, guest, comment_id), uploads()), 201


@room.route(f"{PLAYLIST}/comments/<uuid:comment_id>/attachments/<uuid:attachment_file_id>")
class SharedAttachment(Resource):
    """A file of a guest's comment."""

    @allow(shared_link)
    @body(GuestOfForm)
    def delete(self, link: Any, playlist: Any, comment_id: UUID, attachment_file_id: UUID, body: GuestOfForm) -> Any:
        """Remove the file."""
        guest = guests.writing_guest(link, parse_id(body.guest_id))
        comments.detach(comments.own_comment(playlist, guest, comment_id), attachment_file_id)
        return no_content()


@room.route(f"{PLAYLIST}/attachment-files/<uuid:attachment_file_id>/file/<path:file_name>")
class SharedAttachedFile(Resource):
    """Attached files."""

    @allow(shared_link)
    def get(self, playlist: Any, attachment_file_id: UUID) -> Response:
        """A file of a comment that the page shows."""
        found = comments.find_attachment(playlist, attachment_file_id)
        if found is None:
            raise NotFound("The page shows no such file.")
        return attachments.send(found)


@room.route(f"{PLAYLIST}/annotations")
class SharedAnnotations(Resource):
    """Drawings."""

    @allow(shared_link)
    @body(GuestAnnotations)
    def put(self, link: Any, playlist: Any, body: GuestAnnotations) -> Row:
        """Draw on a preview that the playlist shows."""
        guest = guests.writing_guest(link, body.guest_id)
        preview = load(body.preview_file_id)
        view.require_shown(preview, playlist)
        drawing.draw(preview.id, guest.id, body)
        return previews.one(preview.id)


@room.route(f"{PLAYLIST}/pictures/thumbnails/persons/<uuid:person_id>.png")
class SharedAvatar(Resource):
    """Pictures of people."""

    @allow(shared_link)
    def get(self, playlist: Any, person_id: UUID) -> Response:
        """The picture of somebody who has written what the page shows."""
        if person_id not in comments.authors_of(playlist):
            raise NotFound("The page shows no such person.")
        return avatars.send(avatars.PERSON, person_id)


@room.route(f"{PLAYLIST}/preview-files/<uuid:preview_file_id>")
class SharedPreview(Resource):
    """A preview."""

    @allow(shared_link)
    def get(self, playlist: Any, preview_file_id: UUID) -> Row:
        """The preview's row."""
        view.require_shown(load(preview_file_id), playlist)
        return previews.one(preview_file_id)


@room.route(f"{PLAYLIST}/pictures/originals/preview-files/<uuid:preview_file_id>.<string:extension>")
class SharedOriginal(Resource):
    """Originals."""

    @allow(shared_link)
    def get(self, playlist: Any, preview_file_id: UUID, extension: str) -> Response:
        """The picture, or the document."""
        preview = load(preview_file_id)
        view.require_shown(preview, playlist)
        return send_original(preview, extension)


def _file(path: str, reply: Callable[[Any], Response]) -> None:
    """Serve a file of each preview that the playlist shows."""

    def get(_self: Resource, playlist: Any, preview_file_id: UUID) -> Response:
        """The file."""
        preview = load(preview_file_id)
        view.require_shown(preview, playlist)
        return reply(preview)

    name = f"Shared{path.title().replace('/', '').replace('-', '')[:24]}"
    room.add(type(name, (Resource,), {"get": allow(shared_link)(get), "__doc__": "Files of previews."}), f"{PLAYLIST}/{path}")


_file("preview-files/<uuid:preview_file_id>/download", send_download)
_file("movies/originals/preview-files/<uuid:preview_file_id>.mp4", lambda preview: send_movie(preview, HIGH_FIRST))
_file("movies/low/preview-files/<uuid:preview_file_id>.mp4", lambda preview: send_movie(preview, LOW_FIRST))
_file("movies/tiles/preview-files/<uuid:preview_file_id>.png", lambda preview: send(preview, [PICTURE_TILES], "png", PICTURE_TYPE))
_file("pictures/thumbnails/preview-files/<uuid:preview_file_id>.png", lambda preview: send(preview, [VARIANTS["thumbnails"]], "png", PICTURE_TYPE))
_file("pictures/previews/preview-files/<uuid:preview_file_id>.png", lambda preview: send(preview, [VARIANTS["previews"]], "png", PICTURE_TYPE))
_file("pictures/originals/preview-files/<uuid:preview_file_id>.png", lambda preview: send_original(preview, PICTURE))
