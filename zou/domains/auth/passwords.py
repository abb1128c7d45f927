"""Passwords: whether one is right, and how a forgotten one is chosen anew."""

from urllib.parse import urlencode

from flask import current_app

from zou.domains.auth import directory
from zou.domains.auth.refusals import LoginRefused
from zou.domains.persons import service as people
from zou.kit import short_lived
from zou.kit.errors import BadRequest
from zou.kit.passwords import password_matches, random_text
from zou.models import Person

RESET_LIFE, INVITATION_LIFE = 2 * 3600, 7 * 24 * 3600


def is_right(person: Person | None, password: str) -> bool:
    """Whether this is the person's password, by the studio's strategy. As slow for nobody. Raises LoginRefused where it cannot be known."""
    settings = current_app.config["SETTINGS"]
    if settings.auth_strategy == "auth_local_no_password":
        return person is not None
    if person is not None and settings.auth_strategy == "auth_remote_ldap":
        if person.is_generated_from_ldap:
            return directory.accepts(person.desktop_login or "", password)
        if not settings.ldap_fallback:
            raise LoginRefused("This account is not one of the directory.")
    return matches(person, password)


def matches(person: Person | None, password: str) -> bool:
    """Whether this is the password kept here."""
    return password_matches(password, person.password if person else None, rounds=current_app.config["SETTINGS"].bcrypt_log_rounds)


def require_same(password: str, again: str) -> None:
    """Raise BadRequest where the confirmation differs."""
    if password != again:
        raise BadRequest("The two passwords differ.")


def make_reset_token(person: Person, *, seconds: int = RESET_LIFE, reuse: bool = False) -> str:
    """A secret that lets its holder choose the person's password once. `reuse`: the living one, where there is one."""
    if reuse:
        living = short_lived.get(_key(person))
        if living:
            return str(living)
    token = random_text(64)
    short_lived.put(_key(person), token, seconds)
    return token


def reset_link(person: Person, token: str, *, invitation: bool = False) -> str:
    """Where the person chooses a password."""
    query = urlencode({"email": person.email or "", "token": token})
    return f"{current_app.config['SETTINGS'].public_url()}/reset-change-password?{query}{'&type=new' if invitation else ''}"


def reset(person: Person | None, token: str, password: str, again: str) -> None:
    """Give the person the password that they have chosen, by the secret of their link, which is used up.

    Raises BadRequest: wrong secret, or a password that is refused (the secret stays good).
    """
    living = short_lived.get(_key(person)) if person is not None and person.active else None
    if person is None or not living or living != token:
        raise BadRequest("This link is wrong, used or expired: ask for a new one.")
    require_same(password, again)
    people.set_password(person, password)
    if short_lived.take(_key(person)) != token:
        raise BadRequest("This link is wrong, used or expired: ask for a new one.")


def _key(person: Person) -> str:
    return f"reset-password:{person.id}"
