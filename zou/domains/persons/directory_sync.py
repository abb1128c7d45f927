"""Making, updating and deactivating people after the studio's directory (LDAP, Active Directory)."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app
from werkzeug.datastructures import FileStorage

from zou.db import session
from zou.db.unit import unit_of_work
from zou.domains.auth.directory import bind_name, connect
from zou.domains.persons import queries, service
from zou.events import emit
from zou.kit.errors import ApiError, Unavailable
from zou.models import Person

log = logging.getLogger(__name__)
Report = Callable[[str], Any]

#: What Active Directory sets in an account that is switched off.
SWITCHED_OFF = 2


@dataclass(frozen=True)
class Entry:
    """Somebody as the directory has them. `emails`: the one to use first."""

    uid: str | None
    login: str
    first_name: str
    last_name: str
    emails: tuple[str, ...]
    active: bool
    photo: bytes | None


def synchronize(report: Report) -> None:
    """Bring people to what the directory says, each in a transaction of their own; `report` gets a line a person.

    Raises BadRequest where the limit of active people is reached already, Unavailable where the directory does not answer.
    """
    with unit_of_work(writes=False):
        service.require_room()
    entries = list(read_directory())
    found: set[Any] = set()
    for entry in entries:
        try:
            with unit_of_work():
                person, done = apply(entry)
                person_id = person.id if person is not None else None
            if person_id is not None:
                found.add(person_id)
                if entry.photo and done != "unchanged":
                    _keep_photo(person_id, entry.photo)
            report(f"{entry.login}: {done}.")
        except ApiError as error:
            report(f"{entry.login}: {error.message}")
    for person_id, login in _left(found):
        with unit_of_work():
            person = session.get(Person, person_id)
            if person is not None:
                service.set_active(person, False)
        report(f"{login}: no longer in the directory, deactivated.")


def apply(entry: Entry) -> tuple[Person | None, str]:
    """Make or update the person of an entry; they and what was done. Raises BadRequest where a rule refuses it."""
    person = _known(entry)
    values: dict[str, Any] = {
        "first_name": entry.first_name,
        "last_name": entry.last_name,
        "email": entry.emails[0],
        "desktop_login": entry.login,
        "ldap_uid": entry.uid,
        "active": entry.active,
        "is_generated_from_ldap": True,
    }
    if person is None:
        if not entry.active:
            return None, "inactive and unknown, skipped"
        person = service.create_person(**values)
        emit("person:new", person_id=person.id)
        done = "created"
    else:
        changed = {key: value for key, value in values.items() if getattr(person, key) != value}
        for key, value in service.change_person(person, changed).items():
            setattr(person, key, value)
        if changed:
            emit("person:update", person_id=person.id)
        done = "updated" if changed else "unchanged"
    return person, done


def _known(entry: Entry) -> Person | None:
    """The person of an entry: by the directory's own id, else by login, else by any address."""
    if entry.uid:
        found = session.execute(sa.select(Person).where(Person.ldap_uid == entry.uid)).scalar()
        if found is not None:
            return found
    found = session.execute(sa.select(Person).where(Person.desktop_login == entry.login, Person.is_bot.is_(False))).scalars().first()
    return found or next((person for person in map(queries.find_by_email, entry.emails) if person is not None), None)


def _left(found: set[Any]) -> list[Any]:
    """People of the directory who are not in it any more."""
    with unit_of_work(writes=False):
        gone = sa.select(Person.id, Person.desktop_login).where(Person.is_generated_from_ldap.is_(True), Person.active.is_(True), Person.id.not_in(found))
        return list(session.execute(gone).all())


def _keep_photo(person_id: UUID, photo: bytes) -> None:
    """Make a photo of the directory the person's avatar; one that is no picture is left out."""
    from zou.domains.avatars.service import PERSON, take

    try:
        with unit_of_work(writes=False):
            take(PERSON, person_id, FileStorage(BytesIO(photo), filename="photo.jpg"))
    except (ApiError, OSError) as error:
        log.warning("a photo of the directory was left out: %s", error)


# -- reading -----------------------------------------------------------------------------------------


def read_directory() -> Iterator[Entry]:
    """Everybody whom the directory lists for the studio. Raises Unavailable where it does not answer or refuses."""
    import ldap3
    from ldap3.core.exceptions import LDAPException

    settings = current_app.config["SETTINGS"]
    if not settings.ldap_user:
        raise Unavailable("Set LDAP_USER and LDAP_PASSWORD to read the directory.")
    user = settings.ldap_user if "=" in settings.ldap_user or settings.ldap_is_ad_simple else bind_name(settings.ldap_user)
    try:
        connection = connect(user, settings.ldap_password)
        if connection is None:
            raise Unavailable("The directory refuses LDAP_USER and LDAP_PASSWORD.")
        pages = connection.extend.standard.paged_search(
            settings.ldap_base_dn, _filter(connection), ldap3.SUBTREE, attributes=ldap3.ALL_ATTRIBUTES, paged_size=500
        )
        for answer in pages:
            if answer.get("type") == "searchResEntry":
                entry = _entry(answer["attributes"], answer["raw_attributes"])
                if entry is not None and entry.login not in settings.ldap_excluded_accounts:
                    yield entry
    except LDAPException as error:
        raise Unavailable(f"The directory does not answer: {error}") from error


def _filter(connection: Any) -> str:
    """What to search for: people, those of the group where one is set."""
    from ldap3.utils.conv import escape_filter_chars

    settings = current_app.config["SETTINGS"]
    is_ad = settings.ldap_is_ad or settings.ldap_is_ad_simple
    if not settings.ldap_group:
        return "(&(objectClass=person)(!(objectClass=computer)))" if is_ad else "(objectClass=person)"
    group = escape_filter_chars(settings.ldap_group)
    if is_ad:
        return f"(&(objectClass=person)(!(objectClass=computer))(memberOf={group}))"
    connection.search(settings.ldap_base_dn, f"(&(objectClass=groupOfUniqueNames)(cn={group}))", attributes=["uniqueMember"])
    members = [member for answer in connection.entries for member in answer.uniqueMember.values] if connection.entries else []
    logins = "".join(f"(uid={escape_filter_chars(member.partition(',')[0].partition('=')[2])})" for member in members)
    return f"(&(objectClass=person)(|{logins}))" if logins else "(!(objectClass=*))"


def _entry(attributes: Any, raw: Any) -> Entry | None:
    """An entry of the directory; None for one without a login."""
    settings = current_app.config["SETTINGS"]
    is_ad = settings.ldap_is_ad or settings.ldap_is_ad_simple
    login = _text(attributes, "cn" if settings.ldap_is_ad_simple else "sAMAccountName" if is_ad else "uid")
    if not login:
        return None
    switched_off = bool(int(_text(attributes, "userAccountControl") or 0) & SWITCHED_OFF)
    photo = next((raw[name][0] for name in ("thumbnailPhoto", "jpegPhoto") if raw.get(name)), None)
    return Entry(
        uid=_text(attributes, "objectGUID" if is_ad else "uniqueIdentifier") or None,
        login=login,
        first_name=_text(attributes, "givenName") or _text(attributes, "cn"),
        last_name=_text(attributes, "sn"),
        emails=_emails(attributes, login, settings.email_domain),
        active=not switched_off if is_ad else _text(attributes, "organizationalStatus").lower() == "active",
        photo=bytes(photo) if photo else None,
    )


def _emails(attributes: Any, login: str, domain: str) -> tuple[str, ...]:
    """The addresses of an entry, in lower case: the login itself first, then those of the studio's domain; one made up where it has none."""
    values = attributes.get("mail") or []
    given = [str(value).lower() for value in (values if isinstance(values, list) else [values])]
    if not given:
        return (f"{login}@{domain}".lower(),)
    return tuple(sorted(given, key=lambda email: (email != login.lower(), domain.lower() not in email)))


def _text(attributes: Any, name: str) -> str:
    value = attributes.get(name)
    value = value[0] if isinstance(value, list) and value else value
    return str(value).strip() if value else ""
