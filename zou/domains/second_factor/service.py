"""Second factors: begun, enabled, disabled."""

from typing import Any
from urllib.parse import quote

from zou.access import me
from zou.access.tokens import end_sessions
from zou.db import session
from zou.domains.auth import fido, lockout, proofs, sessions
from zou.domains.auth.accounts import caller_ip
from zou.domains.auth.schemas import Proof
from zou.domains.persons import queries as people
from zou.domains.persons import service as accounts
from zou.domains.studio.organisation import organisation
from zou.kit import short_lived
from zou.kit.errors import BadRequest, Forbidden
from zou.kit.rates import Rate
from zou.mail import send_later
from zou.models import Person

#: Which method is preferred once another is gone: the first of these that is enabled.
NEXT = {"totp": ("fido", "email_otp"), "email_otp": ("fido", "totp"), "fido": ("totp", "email_otp")}
NAMES = {"totp": "The authenticator", "email_otp": "The code by e-mail", "fido": "The security key"}
#: Codes that are mailed on request from one address of the network.
CODE_MAILS = Rate("code-mails", 60, 3600)


def wrong() -> BadRequest:
    """The 400 for a code or proof that does not fit."""
    refusal = BadRequest("The second factor is wrong.", wrong_OTP=True)
    refusal.extra.pop("data", None)
    return refusal


def require_proof(person: Person, proof: Proof, *, purpose: str) -> None:
    """Raise BadRequest unless the proof is good; failures lock as those of signing in do."""
    with lockout.guarded(person):
        if not proofs.is_right(person, proof, purpose=purpose):
            raise wrong()


def require_enabled(person: Person, method: str) -> None:
    """Raise BadRequest unless the method is enabled."""
    if not getattr(person, f"{method}_enabled"):
        raise BadRequest(f"{NAMES[method]} is not enabled.")


def require_disabled(person: Person, method: str) -> None:
    """Raise BadRequest where the method is enabled already."""
    if getattr(person, f"{method}_enabled"):
        raise BadRequest(f"{NAMES[method]} is enabled already.")


def enable(person: Person, method: str) -> dict[str, Any]:
    """Enable a method whose proof was good; recovery codes where it is the first, and tokens without restriction."""
    codes = None
    if not proofs.enabled_methods(person):
        person.preferred_two_factor_authentication = method
        codes = proofs.new_recovery_codes(person)
    setattr(person, f"{method}_enabled", True)
    session.flush()
    begun = sessions.begin(person)
    return {"otp_recovery_codes": codes, "access_token": begun["access_token"], "refresh_token": begun["refresh_token"]}


def disable(person: Person, method: str) -> None:
    """Drop a method, and with the last one the recovery codes."""
    setattr(person, f"{method}_enabled", False)
    if method == "totp":
        person.totp_secret = None
    left = proofs.enabled_methods(person)
    if not left:
        person.preferred_two_factor_authentication = None
        person.otp_recovery_codes = None
    elif person.preferred_two_factor_authentication == method:
        person.preferred_two_factor_authentication = next(other for other in NEXT[method] if other in left)


def begin_totp(person: Person) -> dict[str, str]:
    """A secret for an authenticator, in the place of one that was not confirmed. Raises BadRequest where one is enabled."""
    import pyotp

    require_disabled(person, "totp")
    person.totp_secret = pyotp.random_base32()
    name = quote(f"Kitsu {organisation()['name']}")
    issuer = f"Kitsu {organisation()['name']}"
    uri = f"otpauth://totp/{name}:{quote(person.email or '')}?secret={person.totp_secret}&issuer={quote(issuer)}"
    return {"totp_provisionning_uri": uri, "otp_secret": person.totp_secret}


def enable_totp(person: Person, code: str) -> dict[str, Any]:
    """Confirm the authenticator by its code. Raises BadRequest."""
    require_disabled(person, "totp")
    if not person.totp_secret:
        raise BadRequest("Ask for a secret first.")
    with lockout.guarded(person):
        if not proofs.is_right_totp(person, code, purpose="enable"):
            raise wrong()
    return enable(person, "totp")


def begin_email(person: Person) -> None:
    """Mail the caller a code to confirm with. Raises BadRequest where the method is enabled."""
    require_disabled(person, "email_otp")
    send_code(person)


def enable_email(person: Person, code: str) -> dict[str, Any]:
    """Confirm the code by e-mail. Raises BadRequest."""
    require_disabled(person, "email_otp")
    with lockout.guarded(person):
        if not proofs.is_right_email_code(person, code):
            raise wrong()
    return enable(person, "email_otp")


def mail_code(login: str) -> None:
    """Mail a code to who signs in, where an active account with this address or desktop login uses them. Silent otherwise."""
    short_lived.require()
    if not CODE_MAILS.spend(lockout.caller_address()):
        return
    person = people.find_by_login(login)
    if person is not None and person.active and person.email_otp_enabled:
        send_code(person)


def send_code(person: Person) -> None:
    """Mail a new code."""
    send_later("one_time_code", person, code=proofs.new_email_code(person), ip=caller_ip())


def ask_key(login: str) -> dict[str, Any]:
    """What a browser needs to ask a key of who signs in. Raises BadRequest, the same for unknown, inactive and keyless accounts."""
    person = people.find_by_login(login)
    if person is None or not person.active or not person.fido_enabled:
        raise BadRequest("No security key is known for this account.", data=None)
    return fido.begin_authentication(person)


def enable_key(person: Person, response: dict[str, Any], device_name: str) -> dict[str, Any]:
    """Keep a key; the method is enabled with the first. Raises BadRequest."""
    fido.register(person, response, device_name)
    return enable(person, "fido")


def remove_key(person: Person, device_name: str) -> None:
    """Forget a key, and with the last one the method. Raises BadRequest."""
    fido.remove_key(person, device_name)
    if not person.fido_credentials:
        disable(person, "fido")


def disable_all(person: Person) -> None:
    """Drop every method and the recovery codes of a person. Raises BadRequest where none is enabled."""
    if not proofs.enabled_methods(person):
        raise BadRequest("No second factor is enabled.")
    for method in proofs.enabled_methods(person):
        disable(person, method)
    person.fido_credentials = None
    end_sessions(person)


def disable_all_by_admin(person: Person) -> None:
    """As `disable_all`, by an administrator: not a bot's (Forbidden), nor a protected account's or another administrator's (BadRequest)."""
    if person.is_bot:
        raise Forbidden("Bots have no second factor.")
    if person.id != me().id and (person.role == "admin" or accounts.is_protected(person)):
        raise BadRequest("Administrators and protected accounts drop their own second factor.")
    disable_all(person)
    send_later("second_factor_disabled", person, ip=caller_ip(), admin=f"{me().first_name} {me().last_name}".strip())
