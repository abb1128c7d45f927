"""Whether somebody has their second factor at hand."""

import hashlib
import hmac
import secrets
import string
import time

from flask import current_app

from zou.domains.auth import fido
from zou.domains.auth.schemas import Proof
from zou.kit import short_lived
from zou.kit.passwords import password_matches
from zou.models import Person
from zou.models.person import TWO_FACTOR_METHODS

#: Seconds that a code of the authenticator lasts, and steps that clocks may differ by.
STEP, TOLERANCE = 30, 1
#: Seconds that an e-mailed code lasts, and wrong attempts that it survives.
EMAIL_CODE_LIFE, EMAIL_CODE_ATTEMPTS = 300, 5
RECOVERY_CODES, RECOVERY_LENGTH = 16, 10
RECOVERY_LETTERS = string.ascii_uppercase + string.digits


def enabled_methods(person: Person) -> list[str]:
    """The second factors that a person has set up, in the contract's order."""
    return [method for method in TWO_FACTOR_METHODS if getattr(person, f"{method}_enabled")]


def given(proof: Proof) -> bool:
    """Whether any proof was sent."""
    return any((proof.totp, proof.email_otp, proof.fido_authentication_response, proof.recovery_code))


def is_right(person: Person, proof: Proof, *, purpose: str) -> bool:
    """Whether the proof is good: the first one sent whose method is enabled counts, the recovery code last.

    Every proof is good once; a code of the authenticator once for each `purpose`.
    """
    if proof.totp and person.totp_enabled:
        return is_right_totp(person, proof.totp, purpose=purpose)
    if proof.email_otp and person.email_otp_enabled:
        return is_right_email_code(person, proof.email_otp)
    if proof.fido_authentication_response and person.fido_enabled:
        return fido.authenticate(person, proof.fido_authentication_response)
    if proof.recovery_code and enabled_methods(person):
        return use_recovery_code(person, proof.recovery_code)
    return False


def is_right_totp(person: Person, code: str, *, purpose: str) -> bool:
    """Whether the authenticator shows this code now, or did a step ago or will in a step; once for each `purpose`."""
    import pyotp

    now = int(time.time()) // STEP
    generator = pyotp.TOTP(person.totp_secret or "")
    for step in range(now - TOLERANCE, now + TOLERANCE + 1):
        if person.totp_secret and secrets.compare_digest(generator.generate_otp(step).encode(), code.encode()):
            # With the code: a new secret has codes of its own, whatever was used of the one before.
            return short_lived.first_time(f"totp:{person.id}:{purpose}:{step}:{code}", STEP * (2 * TOLERANCE + 2))
    return False


def new_email_code(person: Person) -> str:
    """A code to be mailed to the person, in the place of any other."""
    code = f"{secrets.randbelow(10**6):06d}"
    short_lived.put(_email_key(person), code, EMAIL_CODE_LIFE)
    short_lived.forget(_email_key(person) + ":wrong")
    return code


def is_right_email_code(person: Person, code: str) -> bool:
    """Whether this is the code that was mailed; it is used up by that, or by too many wrong ones."""
    key = _email_key(person)
    living = short_lived.get(key)
    if living is None:
        return False
    if secrets.compare_digest(str(living).encode(), code.encode()):
        return short_lived.take(key) == living
    if short_lived.count(key + ":wrong", EMAIL_CODE_LIFE) >= EMAIL_CODE_ATTEMPTS:
        short_lived.drop(key)
    return False


def new_recovery_codes(person: Person) -> list[str]:
    """Codes that each open the door once; the person's former ones are dead."""
    codes = ["".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    person.otp_recovery_codes = [_recovery_hash(person, code) for code in codes]
    return codes


def use_recovery_code(person: Person, code: str) -> bool:
    """Whether this is one of the person's recovery codes, which is used up by that."""
    hashed = _recovery_hash(person, code)
    kept = [bytes(one) for one in person.otp_recovery_codes or []]
    # Codes of accounts that come from elsewhere are bcrypt hashes.
    found = next((one for one in kept if hmac.compare_digest(one, hashed) or (one.startswith(b"$2") and password_matches(code, one))), None)
    if found is None:
        return False
    person.otp_recovery_codes = [one for one in kept if one != found]
    return True


def _recovery_hash(person: Person, code: str) -> bytes:
    """A keyed hash: the codes are random, so that nothing slower is needed."""
    key = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(key, f"{person.id}:{code}".encode(), hashlib.sha256).hexdigest().encode()


def _email_key(person: Person) -> str:
    return f"email-otp:{person.id}"
