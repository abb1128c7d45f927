"""Guests: people without an account, known to the link that made them only."""

import secrets
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT
from zou.db import session
from zou.db.find import add
from zou.db.rows import Row
from zou.domains.playlist_links.service import WordsAsError
from zou.events import emit
from zou.models import Person, PlaylistShareLink

_OF_LINK = Person.data["share_link_id"].astext


def refusal(sentence: str, status: int = 403) -> WordsAsError:
    """A refusal as guests' pages read it."""
    return WordsAsError(sentence, status=status)


def guest_of(link: Any, guest_id: Any) -> Person:
    """The guest of this id that the link has made, unless the studio has deactivated them. Raises WordsAsError (403) for anybody else."""
    found = session.get(Person, guest_id) if guest_id else None
    if found is None or not found.is_guest or not found.active or not isinstance(found.data, dict) or found.data.get("share_link_id") != str(link.id):
        raise refusal("This link knows no such guest.")
    return found


def writing_guest(link: Any, guest_id: Any) -> Person:
    """The guest of this id, who may write. Raises WordsAsError (403) where the link is for reading, or the guest is not of it."""
    if not link.can_comment:
        raise refusal("This link is for looking only.")
    return guest_of(link, guest_id)


def enter(link: Any, *, guest_id: UUID | None, first_name: str, last_name: str) -> tuple[Person, bool]:
    """The link's guest of this id, else of this name, made where there is none; whether the id was known. Emits person:new for a new one."""
    session.execute(sa.select(PlaylistShareLink.id).where(PlaylistShareLink.id == link.id).with_for_update(key_share=True))
    mine = sa.select(Person).where(Person.is_guest.is_(True), str(link.id) == _OF_LINK)
    if guest_id is not None:
        known = session.execute(mine.where(Person.id == guest_id)).scalar()
        if known is not None:
            return known, True
    first_name = first_name or "Guest"
    named = mine.where(Person.first_name == first_name, Person.last_name == last_name).order_by(Person.created_at).limit(1)
    return session.execute(named).scalar() or _make(link, first_name, last_name), False


def _make(link: Any, first_name: str, last_name: str) -> Person:
    guest = add(
        Person(
            first_name=first_name,
            last_name=last_name,
            email=f"guest-{secrets.token_hex(4)}@guest.kitsu",
            role=CLIENT,
            is_guest=True,
            active=True,
            notifications_enabled=False,
            data={"share_link_id": str(link.id)},
        )
    )
    emit("person:new", person_id=guest.id)
    return guest


def shown(guest: Person) -> Row:
    """A guest as their own page sees them."""
    full_name = f"{guest.first_name} {guest.last_name}".strip()
    row: Row = {"id": guest.id, "first_name": guest.first_name, "last_name": guest.last_name, "full_name": full_name}
    return {**row, "role": guest.role, "is_guest": True, "has_avatar": bool(guest.has_avatar), "type": "Person"}
