"""Security keys (WebAuthn): registering one, and showing that it is at hand."""

import logging
from base64 import b64decode, b64encode
from typing import Any

from flask import current_app
from flask import session as cookie

from zou.kit import short_lived
from zou.kit.errors import BadRequest
from zou.models import Person

log = logging.getLogger(__name__)

#: Where the signed cookie keeps what a key was asked.
ASKED = "fido"
#: Seconds that a key has for its answer.
PATIENCE = 300


def device_names(person: Person) -> list[str]:
    """What the person calls their keys."""
    return [str(key.get("device_name", "")) for key in person.fido_credentials or []]


def begin_registration(person: Person) -> dict[str, Any]:
    """What the browser needs to make a credential. The challenge goes into the cookie."""
    from fido2.webauthn import AuthenticatorAttachment, PublicKeyCredentialUserEntity, ResidentKeyRequirement, UserVerificationRequirement

    name = f"{person.first_name} {person.last_name}".strip()
    user = PublicKeyCredentialUserEntity(id=str(person.id).encode(), name=person.email or "", display_name=name)
    options, state = _server().register_begin(
        user,
        _credentials(person),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.PREFERRED,
        authenticator_attachment=AuthenticatorAttachment.CROSS_PLATFORM,
    )
    _remember(state)
    made = dict(options)["publicKey"]
    return {**made, "excludeCredentials": made.get("excludeCredentials") or []}


def register(person: Person, response: dict[str, Any], device_name: str) -> None:
    """Keep the key that the browser registered. Raises BadRequest where nothing was begun or the response is wrong."""
    state = _recall()
    if state is None:
        raise BadRequest("Begin the registration of the key first.")
    try:
        credential = _server().register_complete(state, response).credential_data
    except Exception as error:
        # Whatever the bytes are: they are the client's.
        log.info("a key's registration was refused: %s", type(error).__name__)
        raise BadRequest("The key's registration is not valid.") from error
    assert credential is not None
    if any(name == device_name for name in device_names(person)):
        raise BadRequest("Another key has this name already.")
    kept = {"device_name": device_name, "credential": b64encode(bytes(credential)).decode(), "counter": 0}
    person.fido_credentials = [*(person.fido_credentials or []), kept]


def begin_authentication(person: Person) -> dict[str, Any]:
    """What the browser needs to ask a key for its answer. The challenge goes into the cookie."""
    options, state = _server().authenticate_begin(_credentials(person))
    _remember(state)
    made = dict(options)["publicKey"]
    return {**made, "allowCredentials": [{"type": "public-key", "id": one["id"]} for one in made.get("allowCredentials") or []]}


def authenticate(person: Person, response: dict[str, Any]) -> bool:
    """Whether one of the person's keys gave this answer to what was asked. The question is used up either way."""
    from fido2.webauthn import AuthenticationResponse

    state = _recall()
    if state is None:
        return False
    try:
        answer = AuthenticationResponse.from_dict(response)
        used = _server().authenticate_complete(state, _credentials(person), answer)
        counter = answer.response.authenticator_data.counter
    except Exception as error:
        log.info("a key's answer was refused: %s", type(error).__name__)
        return False
    return _note_counter(person, used.credential_id, counter)


def _note_counter(person: Person, credential_id: bytes, counter: int) -> bool:
    """Whether the key's counter moved on (a key without one says 0 always): a copy of a key falls behind."""
    keys = []
    for key in person.fido_credentials or []:
        if _credential(key).credential_id == credential_id:
            if counter and counter <= key.get("counter", 0):
                log.warning("a security key of %s counts backwards: it may have been copied", person.id)
                return False
            key = {**key, "counter": counter}
        keys.append(key)
    person.fido_credentials = keys
    return True


def remove_key(person: Person, device_name: str) -> None:
    """Forget a key. Raises BadRequest where the person has none of this name."""
    kept = [key for key in person.fido_credentials or [] if key.get("device_name") != device_name]
    if len(kept) == len(person.fido_credentials or []):
        raise BadRequest("No key has this name.")
    person.fido_credentials = kept


def _remember(state: dict[str, Any]) -> None:
    cookie[ASKED] = state


def _recall() -> dict[str, Any] | None:
    """What was asked; None where nothing was, or it has been answered before, even from another copy of the cookie."""
    state = cookie.pop(ASKED, None)
    if not isinstance(state, dict) or not short_lived.first_time(f"fido:{state.get('challenge')}", PATIENCE):
        return None
    return state


def _server() -> Any:
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    domain = current_app.config["SETTINGS"].domain_name
    anywhere = (lambda _origin: True) if domain == "localhost:8080" else None
    return Fido2Server(PublicKeyCredentialRpEntity(name="Kitsu", id=domain.partition(":")[0]), verify_origin=anywhere)


def _credentials(person: Person) -> list[Any]:
    return [_credential(key) for key in person.fido_credentials or [] if "credential" in key]


def _credential(key: dict[str, Any]) -> Any:
    from fido2.webauthn import AttestedCredentialData

    return AttestedCredentialData(b64decode(key["credential"]))
