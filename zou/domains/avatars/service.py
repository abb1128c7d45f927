"""Pictures of people, productions and the studio."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response
from werkzeug.datastructures import FileStorage

from zou.db import session
from zou.db.find import find
from zou.db.unit import writing
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, NotFound
from zou.models import Organisation, Person, Project
from zou.storage.files import files, put
from zou.storage.names import PICTURE_THUMBNAIL
from zou.storage.passing import scratch
from zou.storage.register import discard, record
from zou.storage.serving import PICTURE, Sending, send_stored
from zou.storage.uploads import save


@dataclass(frozen=True)
class Owner:
    """Whose pictures: the kind's name, its model, the path's parameter and the folder in paths."""

    name: str
    model: type[Any]
    param: str
    plural: str


PERSON = Owner("person", Person, "person_id", "persons")
PROJECT = Owner("project", Project, "project_id", "projects")
ORGANISATION = Owner("organisation", Organisation, "organisation_id", "organisations")


def send(owner: Owner, ident: UUID) -> Response:
    """The reply with the picture of an owner. Raises NotFound where it has none."""
    row = find(owner.model, ident)
    if not row.has_avatar:
        raise NotFound(f"This {owner.name} has no picture.")
    return send_stored([PICTURE_THUMBNAIL.of(row.id)], "png", Sending(PICTURE, modified=row.updated_at))


def take(owner: Owner, ident: UUID, upload: FileStorage) -> dict[str, str]:
    """Give an owner another picture. Raises NotFound, BadRequest (no picture). Emits <kind>:update and <kind>:set-thumbnail."""
    from zou.media.errors import MediaBroken
    from zou.media.pictures import make_avatar

    row = find(owner.model, ident)
    file = PICTURE_THUMBNAIL.of(row.id)
    with scratch() as folder:
        save(upload, folder / "upload")
        try:
            make_avatar(folder / "upload", folder / "avatar.png", max_pixels=files().settings.max_image_pixels)
        except MediaBroken as error:
            raise BadRequest(error.reason) from error
        with writing():
            row = find(owner.model, ident, lock=True)
            record({file: put(file, folder / "avatar.png", move=True)})
            _note(owner, row, has_avatar=True)
            emit(f"{owner.name}:set-thumbnail", **{owner.param: row.id})
    return {"thumbnail_path": f"pictures/thumbnails/{owner.plural}/{ident}.png"}


def clear(person_id: UUID) -> None:
    """Take a person's picture away. Raises NotFound. Emits person:update."""
    person = find(Person, person_id, lock=True)
    discard([person.id])
    _note(PERSON, person, has_avatar=False)


def _note(owner: Owner, row: Any, *, has_avatar: bool) -> None:
    row.has_avatar, row.updated_at = has_avatar, utcnow()
    session.flush()
    emit(f"{owner.name}:update", **{owner.param: row.id})
