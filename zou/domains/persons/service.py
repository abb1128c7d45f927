"""Making, changing and removing people."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.access import me, me_or_none
from zou.access.identity import ADMIN, require
from zou.access.tokens import end_sessions, standing_token
from zou.db import session
from zou.db.find import add
from zou.domains.persons import queries
from zou.domains.persons.validation import clean, refused
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, Forbidden
from zou.kit.ids import parse_id
from zou.kit.passwords import hash_password
from zou.models import Department, DepartmentLink, Person

#: A password that only says that none has been chosen yet: signing in with it gives a token to choose one.
NO_PASSWORD_YET = "default"
#: Any number that nothing else takes as an advisory lock: accounts are counted and made one after the other.
ACCOUNTS_LOCK = 720_010_098


def create_person(*, password: str | None = None, departments: list[UUID] | None = None, **values: Any) -> Person:
    """Make a person with these column values. Emits nothing.

    `password` is in clear. Raises BadRequest for a value that a rule refuses, an address or desktop login that is taken, and over the
    limit of active people.
    """
    settings = current_app.config["SETTINGS"]
    values = clean({"timezone": settings.default_timezone, "locale": settings.default_locale, **values})
    require_future(values.get("expiration_date"))
    lock_accounts()
    require_free(values.get("email"), values.get("desktop_login"), bot=bool(values.get("is_bot")))
    person = Person(**values)
    if counts(person):
        require_room()
    if password is not None:
        person.password = new_password_hash(password)
    add(person)
    for department_id in departments or ():
        session.execute(sa.insert(DepartmentLink).values(person_id=person.id, department_id=department_id))
    return person


def create_admin(email: str, password: str | None) -> tuple[Person, str]:
    """The administrator with this address, and what was done: `created`, `promoted` or `exists`. Emits person:new or person:update.

    Raises BadRequest: a bad address, a password missing or too short, the limit of active people.
    """
    person = queries.find_by_email(email)
    if person is not None and person.role == ADMIN:
        return person, "exists"
    if person is not None:
        person.role = ADMIN
        emit("person:update", person_id=person.id)
        return person, "promoted"
    if password is None:
        raise BadRequest("A new administrator needs a password.")
    person = create_person(email=email, first_name="Super", last_name="Admin", phone="", desktop_login="", role=ADMIN, password=password)
    emit("person:new", person_id=person.id)
    return person, "created"


def create_bot(*, email: str, name: str, role: str = "user", expiration_date: str | None = None) -> tuple[Person, str]:
    """A new bot, and its access token. Raises BadRequest for a bad address, role or date. Emits person:new."""
    bot = create_person(email=email, first_name=name, last_name="", role=role, is_bot=True, expiration_date=expiration_date)
    emit("person:new", person_id=bot.id)
    return bot, renew_token(bot)


def renew_token(person: Person) -> str:
    """A new standing token of a bot, or of a person for scripts, until the end of its expiration date. The former one is dead."""
    expires = dt.datetime.combine(person.expiration_date, dt.time.max) if person.expiration_date else None
    token, person.jti = standing_token(person.id, identity_type="bot" if person.is_bot else "person_api", expires=expires)
    session.flush()
    return token


def change_person(person: Person, values: dict[str, Any]) -> dict[str, Any]:
    """Check the new `values` of a person and what follows from them, and give back what is to be stored.

    Raises BadRequest for a value that a rule refuses, Forbidden for a protected account. Deactivating ends the person's sessions.
    """
    values = clean(values)
    guard_protected(person, values)
    if "expiration_date" in values and values["expiration_date"] != person.expiration_date:
        require_future(values["expiration_date"])
    changed = {key: value for key, value in values.items() if key in ("email", "desktop_login", "is_bot") and value != getattr(person, key)}
    counted = counts(person)
    if changed or not counted:
        lock_accounts()
    if changed:
        bot = values.get("is_bot", person.is_bot)
        require_free(values.get("email", person.email), values.get("desktop_login", person.desktop_login), bot=bool(bot), but=person.id)
    if not counted and counts(person, values):
        require_room()
    if person.active and values.get("active") is False:
        end_sessions(person)
    return values


def new_password_hash(password: str) -> bytes:
    """The hash of a new password. Raises BadRequest for one that is too short."""
    settings = current_app.config["SETTINGS"]
    if len(password) < settings.min_password_length and password != NO_PASSWORD_YET:
        raise BadRequest(f"The password is too short: it needs {settings.min_password_length} characters.")
    return hash_password(password, settings.bcrypt_log_rounds)


def set_password(person: Person, password: str, *, keep_session: str | None = None) -> None:
    """Give a person a new password and end their sessions but `keep_session`. Raises BadRequest for one that is too short."""
    if password == NO_PASSWORD_YET:
        raise BadRequest("Choose another password.")
    person.password = new_password_hash(password)
    person.login_failed_attemps = 0
    end_sessions(person, keep=keep_session)


def set_active(person: Person, active: bool) -> None:
    """Activate or deactivate a person. Raises BadRequest over the limit of active people. Emits person:update."""
    values = change_person(person, {"active": active})
    person.active = values["active"]
    emit("person:update", person_id=person.id)


def department_named(ident: Any) -> Department:
    """The department of this id. Raises BadRequest where there is none."""
    known = parse_id(ident)
    found = session.get(Department, known) if known else None
    if found is None:
        raise BadRequest(f"No department has the id {ident}.")
    return found


def add_department(person: Person, department: Department) -> None:
    """Put a person into a department; nothing more where they are in it. Emits person:update."""
    from sqlalchemy.dialects.postgresql import insert

    session.execute(insert(DepartmentLink).values(person_id=person.id, department_id=department.id).on_conflict_do_nothing())
    _touch(person)


def remove_department(person: Person, department: Department) -> None:
    """Take a person out of a department; nothing more where they are not in it. Emits person:update."""
    session.execute(sa.delete(DepartmentLink).where(DepartmentLink.person_id == person.id, DepartmentLink.department_id == department.id))
    _touch(person)


def _touch(person: Person) -> None:
    person.updated_at = utcnow()
    emit("person:update", person_id=person.id)


# -- rules -------------------------------------------------------------------------------------------


def counts(person: Person, values: dict[str, Any] | None = None) -> bool:
    """Whether a person, with `values` instead of their own, counts in the limit: active humans with an account of the studio."""
    now = {key: (values or {}).get(key, getattr(person, key)) for key in ("active", "is_bot", "is_guest")}
    active = True if now["active"] is None else now["active"]
    return bool(active and not now["is_bot"] and not now["is_guest"] and person.preview_project_id is None)


def active_people() -> int:
    """How many people count in the limit."""
    statement = sa.select(sa.func.count()).select_from(Person)
    mine = (Person.active.is_(True), Person.is_bot.is_(False), Person.is_guest.is_(False), Person.preview_project_id.is_(None))
    return int(session.execute(statement.where(*mine)).scalar_one())


def require_room() -> None:
    """Raise BadRequest unless one more active person is allowed."""
    from zou.domains.studio.shared_settings import shared_setting

    limit = int(shared_setting("user_limit"))
    if active_people() >= limit:
        raise BadRequest(f"No more than {limit} people may be active.", data={"limit": limit})


def lock_accounts() -> None:
    """Until the end of the transaction nobody else counts or makes accounts."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(ACCOUNTS_LOCK)))


def require_free(email: str | None, desktop_login: str | None, *, bot: bool, but: UUID | None = None) -> None:
    """Raise BadRequest where another human has this address, or anybody this desktop login."""
    others = sa.select(sa.literal(1)).select_from(Person).where(Person.id != but if but else sa.true())
    by_email = sa.and_(sa.func.lower(Person.email) == (email or "").lower(), Person.is_bot.is_(False))
    if email and not bot and session.execute(others.where(by_email)).first():
        raise refused("email", "is another person's")
    if desktop_login and session.execute(others.where(Person.desktop_login == desktop_login)).first():
        raise refused("desktop_login", "is another person's")


def require_future(day: dt.date | None) -> None:
    """Raise BadRequest for an expiration date in the past."""
    if day is not None and day < utcnow().date():
        raise refused("expiration_date", "must not be in the past")


def is_protected(person: Person) -> bool:
    """Whether the settings protect this account from other administrators."""
    protected = {email.lower() for email in current_app.config["SETTINGS"].protected_accounts}
    return bool(person.email) and person.email.lower() in protected  # type: ignore[union-attr]


def guard_protected(person: Person, values: dict[str, Any]) -> None:
    """Raise Forbidden where somebody else wants to change the role, address or state of a protected account."""
    caller = me_or_none()
    if caller is None or caller.id == person.id or not is_protected(person):
        return
    guarded = ("role", "active", "email", "is_bot", "is_guest")
    if any(key in values and values[key] != getattr(person, key) for key in guarded):
        raise Forbidden("This account is protected.")


def require_removable(person: Person) -> None:
    """Raise Forbidden where the caller may not remove the person: themselves, or a protected account."""
    require(me().id != person.id, "Nobody removes themselves.")
    require(not is_protected(person), "This account is protected.")
