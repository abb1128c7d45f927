"""Whose account it is that another server vouches for."""

from dataclasses import dataclass, field
from typing import Any, Literal

import sqlalchemy as sa
from flask import Response, current_app, redirect

from zou.db import session
from zou.domains.auth import sessions
from zou.domains.auth.browsers import give_cookies
from zou.domains.persons import queries as people
from zou.domains.persons import service as accounts
from zou.domains.persons.validation import clean
from zou.events import emit
from zou.kit.errors import ApiError, BadRequest
from zou.kit.passwords import random_text
from zou.models import Person


class SignOnRefused(ApiError):
    """Not let in: `{"error": sentence}`."""

    def body(self) -> dict[str, Any]:
        return {"error": self.message}


@dataclass(frozen=True)
class Vouched:
    """Somebody another server vouches for. `subject`: who they are there, None where they are known by their address alone."""

    provider: Literal["oidc", "saml"]
    issuer: str
    subject: str | None
    email: str | None
    #: Columns of the person, and `departments`: a list of Department.
    values: dict[str, Any] = field(default_factory=dict)


def enter(vouched: Vouched, *, skip_second_factor: bool) -> Response:
    """Send the browser on to the web interface, signed in where the account is active. Raises SignOnRefused."""
    person = person_of(vouched)
    onward = redirect(current_app.config["SETTINGS"].public_url())
    if not sessions.may_sign_in(person):
        return onward  # type: ignore[return-value]
    begun = sessions.begin(person, origin="web", **({"skip_2fa_setup": True} if skip_second_factor else {}))
    return give_cookies(onward, access=begun["access_token"], refresh=begun["refresh_token"])  # type: ignore[arg-type]


def person_of(vouched: Vouched) -> Person:
    """The person vouched for, bound to the identity at the other server, made where there is none yet.

    Raises SignOnRefused: no address, a protected account, or one that is bound to somebody else there. Emits person:new.
    """
    accounts.lock_accounts()
    person = _bound(vouched)
    if person is None:
        if not vouched.email:
            raise SignOnRefused("The sign-on server tells no e-mail address.")
        person = people.find_by_email(vouched.email)
        if person is not None:
            _bind(person, vouched)
        else:
            person = _make(vouched)
    if vouched.provider == "oidc":
        # Names are told once: people correct theirs here.
        return person
    for key, value in _cleaned(vouched.values).items():
        setattr(person, key, value)
    if "departments" in vouched.values:
        person.departments = vouched.values["departments"]
    session.flush()
    return person


def _bound(vouched: Vouched) -> Person | None:
    if vouched.subject is None:
        return None
    issuer, subject = (getattr(Person, f"{vouched.provider}_{what}") for what in ("issuer", "subject"))
    return session.execute(sa.select(Person).where(issuer == vouched.issuer, subject == vouched.subject)).scalar()


def _bind(person: Person, vouched: Vouched) -> None:
    if accounts.is_protected(person):
        raise SignOnRefused("This account is protected: it signs in with its password.")
    if vouched.subject is None:
        return
    bound_issuer, bound_subject = (getattr(person, f"{vouched.provider}_{what}") for what in ("issuer", "subject"))
    if bound_subject is not None and bound_issuer == vouched.issuer and bound_subject != vouched.subject:
        raise SignOnRefused("This account belongs to another identity of the sign-on server.")
    setattr(person, f"{vouched.provider}_issuer", vouched.issuer)
    setattr(person, f"{vouched.provider}_subject", vouched.subject)


def _make(vouched: Vouched) -> Person:
    identity: dict[str, Any] = {f"{vouched.provider}_issuer": vouched.issuer, f"{vouched.provider}_subject": vouched.subject} if vouched.subject else {}
    names = {"first_name": "", "last_name": ""}
    try:
        person = accounts.create_person(email=vouched.email, password=random_text(48), **{**names, **_cleaned(vouched.values)}, **identity)
    except BadRequest as error:
        raise SignOnRefused(error.message) from error
    emit("person:new", person_id=person.id)
    return person


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    """The values that a rule accepts; the others are left out."""
    kept: dict[str, Any] = {}
    for key, value in values.items():
        if key == "departments":
            continue
        try:
            kept.update(clean({key: value}))
        except BadRequest:
            continue
    return kept
