"""Sessions: signing in, renewing, and what the client gets of it."""

import datetime as dt
from typing import Any

from flask import current_app

from zou.access.identity import Identity, session_of
from zou.access.tokens import access_token, revoke_session, session_tokens
from zou.db.find import add
from zou.domains.auth import lockout, passwords, proofs, refusals
from zou.domains.auth.browsers import is_browser
from zou.domains.auth.schemas import Login
from zou.domains.persons import queries as people
from zou.domains.persons.service import NO_PASSWORD_YET
from zou.domains.studio.organisation import organisation
from zou.kit.dates import utcnow
from zou.models import LoginLog, Person

#: Claims that a session keeps when it is renewed or handed on.
KEPT_CLAIMS = ("skip_2fa_setup",)


def sign_in(body: Login) -> dict[str, Any]:
    """Check who this is, begin a session and give back what the client needs to know. Raises LoginRefused."""
    person = people.find_by_login(body.email)
    if lockout.is_locked(person, body.email):
        raise refusals.locked()
    if not passwords.is_right(person, body.password):
        lockout.failed(person, body.email)
        raise refusals.wrong_credentials()
    assert person is not None
    if not may_sign_in(person):
        raise refusals.inactive()
    _check_second_factor(person, body)
    if body.password == NO_PASSWORD_YET and current_app.config["SETTINGS"].auth_strategy != "auth_local_no_password":
        raise refusals.LoginRefused("Choose a password first.", default_password=True, token=passwords.make_reset_token(person))
    lockout.succeeded(person)
    return begin(person)


def _check_second_factor(person: Person, body: Login) -> None:
    enabled = proofs.enabled_methods(person)
    if not enabled:
        return
    if not proofs.given(body):
        raise refusals.LoginRefused(
            "Send the second factor, too.",
            missing_OTP=True,
            preferred_two_factor_authentication=person.preferred_two_factor_authentication,
            two_factor_authentication_enabled=["recovery_code", *enabled],
        )
    if not proofs.is_right(person, body, purpose="login"):
        lockout.failed(person, body.email)
        raise refusals.wrong_second_factor()


def may_sign_in(person: Person) -> bool:
    """Whether the account is active, not expired, and inside of its window if it is a preview account."""
    now = utcnow()
    if not person.active or (person.expiration_date is not None and person.expiration_date < now.date()):
        return False
    if person.preview_project_id is None:
        return True
    return bool(
        person.preview_opened_at
        and person.preview_open_until
        and person.preview_opened_at <= now + dt.timedelta(seconds=1)
        and now <= person.preview_open_until
    )


def begin(person: Person, *, origin: str | None = None, **claims: Any) -> dict[str, Any]:
    """Begin a session of `person` and log it; what the client gets. `claims` stay with the session."""
    restricted = needs_second_factor(person, claims)
    access, refresh = session_tokens(person.id, **claims, **({"requires_2fa_setup": True} if restricted else {}))
    add(LoginLog(person_id=person.id, ip_address=lockout.caller_address() or None, origin=origin or ("web" if is_browser() else "script")))
    return {
        "user": people.one(person.id),
        "organisation": organisation(secrets=person.role == "admin"),
        "login": True,
        "access_token": access,
        "refresh_token": refresh,
        **({"two_factor_authentication_required": True} if restricted else {}),
    }


def renew(identity: Identity, person: Person) -> str:
    """A new access token of the session whose refresh token was shown."""
    claims = {name: identity.claims[name] for name in KEPT_CLAIMS if name in identity.claims}
    restricted = {"requires_2fa_setup": True} if needs_second_factor(person, claims) else {}
    return access_token(person.id, refresh_jti=session_of(identity.claims), **claims, **restricted)


def needs_second_factor(person: Person, claims: dict[str, Any]) -> bool:
    """Whether the studio asks this person to set up a second factor before anything else."""
    settings = current_app.config["SETTINGS"]
    if not settings.enforce_2fa or claims.get("skip_2fa_setup") or person.preview_project_id is not None:
        return False
    exempt = {email.lower() for email in settings.two_fa_exempt_users}
    return not proofs.enabled_methods(person) and (person.email or "").lower() not in exempt


def sign_out(identity: Identity) -> None:
    """End the session of the token shown. A personal token stays good."""
    if identity.claims.get("identity_type") == "person":
        revoke_session(identity.claims)
