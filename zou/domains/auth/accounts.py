"""What people and administrators do about accounts: passwords, invitations, signing up."""

import ipaddress

from flask import current_app, request

from zou.access import me
from zou.domains.auth import lockout, passwords
from zou.domains.auth.schemas import PasswordChange, Registration, Reset
from zou.domains.persons import queries as people
from zou.domains.persons import service
from zou.domains.persons.validation import clean_email
from zou.events import emit
from zou.kit import short_lived
from zou.kit.errors import BadRequest, Forbidden, NotFound
from zou.kit.rates import Rate
from zou.mail import send_later
from zou.models import Person

#: From one address of the network: mails cost, and annoy who gets them.
RESET_MAILS, REGISTRATIONS = Rate("reset-mails", 60, 3600), Rate("registrations", 20, 3600)


def change_own_password(person: Person, body: PasswordChange, *, session: str | None) -> None:
    """Give the caller a new password; of their sessions only `session` goes on.

    Raises BadRequest: locked, the old one wrong, the new one too short, the confirmation differs. Mails the person.
    """
    with lockout.guarded(person):
        if not passwords.matches(person, body.old_password):
            raise BadRequest("The old password is wrong.")
    service.new_password_hash(body.password)
    passwords.require_same(body.password, body.password_2)
    service.set_password(person, body.password, keep_session=session)
    send_later("password_changed", person, ip=caller_ip())


def change_password_of(person: Person, password: str, again: str) -> None:
    """Give somebody a new password. Raises Forbidden for bots, BadRequest: protected, another administrator, or refused. Mails them."""
    require_password_open(person)
    if password != again:
        raise BadRequest("Validation error.", errors=[{"field": "", "message": "The two passwords differ."}])
    service.set_password(person, password)
    send_later("password_changed_by_admin", person, ip=caller_ip(), admin=_caller_name())


def reset_link_of(person: Person) -> str:
    """A link for somebody to choose a password, the living one where there is one. Raises as `change_password_of`."""
    require_password_open(person)
    return passwords.reset_link(person, passwords.make_reset_token(person, reuse=True))


def invite(person: Person) -> None:
    """Mail somebody a link to choose their first password. Raises Forbidden for bots."""
    if person.is_bot:
        raise Forbidden("Bots have no password.")
    token = passwords.make_reset_token(person, seconds=passwords.INVITATION_LIFE)
    send_later("invitation", person, link=passwords.reset_link(person, token, invitation=True))


def require_password_open(person: Person) -> None:
    """Raise unless the calling administrator may decide about this password: not a bot's, a protected one's, another administrator's."""
    if person.is_bot:
        raise Forbidden("Bots have no password.")
    if person.id == me().id:
        return
    if service.is_protected(person):
        raise BadRequest("This account is protected.")
    if person.role == "admin" and person.password:
        raise BadRequest("Administrators choose their own password.")


def send_reset_link(email: str) -> None:
    """Mail a link to choose a new password, where an active account has this address. Silent otherwise."""
    short_lived.require()
    if not RESET_MAILS.spend(lockout.caller_address()):
        return
    person = people.find_by_email(email)
    if person is not None and person.active and not person.is_guest:
        send_later("reset_password", person, link=passwords.reset_link(person, passwords.make_reset_token(person)), ip=caller_ip())


def reset_password(body: Reset) -> None:
    """Give somebody the password that they have chosen by their link. Raises BadRequest. Mails them."""
    person = people.find_by_email(body.email)
    passwords.reset(person, body.token, body.password, body.password2)
    assert person is not None
    send_later("password_changed", person, ip=caller_ip())


def register(body: Registration) -> None:
    """Make an account, where the studio allows it (NotFound where not). Nothing tells whether the address had one: its owner is mailed.

    Raises BadRequest: a bad address, a short password, another confirmation, the limit of people. Emits person:new.
    """
    settings = current_app.config["SETTINGS"]
    if not settings.allow_registration:
        raise NotFound()
    if not REGISTRATIONS.spend(lockout.caller_address()):
        raise BadRequest("Too many accounts were made from here: try again later.")
    email = clean_email(body.email)
    service.new_password_hash(body.password)
    passwords.require_same(body.password, body.password_2)
    owner = people.find_by_email(email)
    if owner is not None:
        send_later("account_exists", owner, ip=caller_ip())
        return
    person = service.create_person(email=email, password=body.password, first_name=body.first_name, last_name=body.last_name)
    emit("person:new", person_id=person.id)


def caller_ip() -> str:
    """The address that an e-mail tells its reader: the first valid one that the proxy gives, else the peer's."""
    for text in (*request.headers.get("X-Forwarded-For", "").split(","), lockout.caller_address()):
        try:
            return str(ipaddress.ip_address(text.strip()))
        except ValueError:
            continue
    return "?"


def _caller_name() -> str:
    return f"{me().first_name} {me().last_name}".strip()
