"""Links to playlists, invitations, and telling clients that a playlist is ready."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import current_app

from zou.access import me
from zou.access.identity import CLIENT
from zou.access.tasks import in_team_of, role_column
from zou.crud.columns import plain_columns
from zou.db import execute, rows, session
from zou.db.find import add
from zou.db.rows import Row
from zou.domains.notifications import service as notifications
from zou.kit.dates import parse_day, parse_moment, utcnow
from zou.kit.errors import ApiError, BadRequest, NotFound
from zou.kit.passwords import hash_password
from zou.mail.send import send_to
from zou.models import DepartmentLink, Person, Playlist, PlaylistShareLink, Project, ProjectPersonLink


class WordsAsError(ApiError):
    """A refusal whose sentence stands under `error`, as guests' pages know it, and under `message`, as everywhere."""

    def body(self) -> dict[str, Any]:
        return {"error": self.message, "message": self.message, **self.extra}


def shown(link: Any) -> Row:
    """A link as it leaves: without its password."""
    row: Row = {key: getattr(link, key) for key in plain_columns(PlaylistShareLink) if key != "password"}
    return {**row, "has_password": bool(link.password), "type": "PlaylistShareLink"}


def of_playlist(playlist_id: UUID) -> list[Row]:
    """The active links of a playlist, the expired ones too, in the order of their making."""
    mine = sa.select(PlaylistShareLink).where(PlaylistShareLink.playlist_id == playlist_id, PlaylistShareLink.is_active.is_(True))
    found = session.execute(mine.order_by(PlaylistShareLink.created_at, PlaylistShareLink.id)).scalars()
    return [shown(link) for link in found]


def find_link(playlist_id: UUID, token: str, *, active: bool = False) -> PlaylistShareLink:
    """The playlist's link with this token; one that is not revoked where `active`. Raises NotFound."""
    statement = sa.select(PlaylistShareLink).where(PlaylistShareLink.token == token.lower(), PlaylistShareLink.playlist_id == playlist_id)
    link = session.execute(statement.with_for_update()).scalar() if "\x00" not in token else None
    if link is None or (active and not link.is_active):
        raise NotFound("The playlist has no such link.")
    return link


def create(playlist: Playlist, *, expiration_date: Any, can_comment: bool, password: str | None) -> PlaylistShareLink:
    """A new link to the playlist. Raises BadRequest for a date that is none."""
    link = PlaylistShareLink(token=str(uuid4()), playlist_id=playlist.id, created_by=me().id, is_active=True)
    change(link, {"expiration_date": expiration_date, "can_comment": can_comment, "password": password})
    return add(link)


def change(link: PlaylistShareLink, values: dict[str, Any]) -> None:
    """Give a link these values. Raises BadRequest for a date that is none."""
    if "expiration_date" in values:
        link.expiration_date = end_of(values["expiration_date"])
    if "can_comment" in values:
        link.can_comment = values["can_comment"]
    if "password" in values:
        rounds = current_app.config["SETTINGS"].bcrypt_log_rounds
        link.password = hash_password(values["password"], rounds).decode() if values["password"] else None
    link.updated_at = utcnow()


def end_of(text: Any) -> dt.datetime | None:
    """The moment until which a link opens its playlist: the end of a bare day; None for an empty text. Raises BadRequest."""
    if text in (None, ""):
        return None
    try:
        if len(text) <= 10:
            return dt.datetime.combine(parse_day(text), dt.time(23, 59, 59))
        return parse_moment(text)
    except (ValueError, TypeError, OverflowError) as error:
        raise BadRequest("expiration_date must be a day, YYYY-MM-DD, or a time, YYYY-MM-DDTHH:MM:SS.") from error


def revoke(link: PlaylistShareLink) -> None:
    """Close a link."""
    if link.is_active:
        link.is_active, link.updated_at = False, utcnow()


def invite(playlist: Playlist, link: PlaylistShareLink, *, emails: list[str], person_ids: list[UUID], message: str) -> list[str]:
    """Send the link to these addresses and people, each once; the addresses. Raises WordsAsError (400) for what is no address."""
    receivers: dict[str, tuple[str, str, Any]] = {}
    for address in map(_checked, emails):
        receivers.setdefault(address.casefold(), (address, "", None))
    people = execute(sa.select(Person.id, Person.email, Person.first_name, Person.locale).where(Person.id.in_(person_ids))).all() if person_ids else []
    known = {person.id: person for person in people if person.email}
    for ident in person_ids:
        if ident in known:
            person = known[ident]
            receivers[person.email.casefold()] = (receivers.get(person.email.casefold(), (person.email,))[0], person.first_name, person.locale)
    production = session.get(Project, playlist.project_id)
    context = {
        "link": f"{current_app.config['SETTINGS'].public_url()}/playlists/shared/{link.token}",
        "playlist": playlist.name,
        "production": production.name if production else "",
        "sender": f"{me().first_name} {me().last_name}".strip(),
        "message": message,
    }
    for address, first_name, locale in receivers.values():
        send_to("playlist_invitation", address, first_name=first_name, locale=locale, **context)
    return [address for address, _, _ in receivers.values()]


def _checked(address: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise WordsAsError(f"{address} is no e-mail address.", status=400) from error
    return address.strip()


def notify_clients(playlist: Playlist, *, studio_id: UUID | None, department_id: UUID | None) -> None:
    """Tell the clients of the production, those of a studio and a department where these are given, that the playlist is ready."""
    notifications.tell_playlist_ready(playlist, _clients(playlist.project_id, studio_id, department_id), author_id=me().id)


def _clients(project_id: Any, studio_id: UUID | None, department_id: UUID | None) -> Iterable[UUID]:
    statement = (
        sa.select(Person.id)
        .join(ProjectPersonLink, in_team_of(project_id))
        .where(role_column(project_id) == CLIENT, Person.active.is_(True), Person.is_bot.is_not(True), Person.preview_project_id.is_(None))
        .order_by(Person.created_at, Person.id)
    )
    if studio_id is not None:
        statement = statement.where(Person.studio_id == studio_id)
    if department_id is not None:
        statement = statement.where(sa.exists().where(DepartmentLink.person_id == Person.id, DepartmentLink.department_id == department_id))
    return [row["id"] for row in rows(statement)]
