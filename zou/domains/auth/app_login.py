"""Signing in a desktop application through the browser (PKCE): the browser vouches, the application proves that it asked."""

import hashlib
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from zou.access import Identity
from zou.db import session
from zou.domains.auth import sessions
from zou.domains.auth.refusals import LoginRefused
from zou.kit import short_lived
from zou.models import Person

#: Seconds that a code is good.
LIFE = 60


def make_code(identity: Identity, challenge: str) -> str:
    """A code that the application with the verifier behind `challenge` may turn into a session of the caller, once."""
    code = secrets.token_urlsafe(32)
    kept = {name: identity.claims[name] for name in sessions.KEPT_CLAIMS if name in identity.claims}
    short_lived.put(_key(code), {"person_id": str(identity.id), "challenge": challenge, "claims": kept}, LIFE)
    return code


def redeem(code: str, verifier: str) -> dict[str, Any]:
    """A session for a code. Raises LoginRefused: unknown, used or expired, a wrong verifier (which burns it), no active account."""
    known = short_lived.take(_key(code))
    shown = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    if known is None or not secrets.compare_digest(known["challenge"].encode(), shown.encode()):
        raise LoginRefused("This code is wrong, used or expired: begin again in the browser.")
    person = session.get(Person, known["person_id"])
    if person is None or not sessions.may_sign_in(person):
        raise LoginRefused("This account is not active.")
    return sessions.begin(person, origin="script", **known["claims"])


def _key(code: str) -> str:
    return f"app-login:{hashlib.sha256(code.encode()).hexdigest()}"
