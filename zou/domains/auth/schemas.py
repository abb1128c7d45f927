"""Bodies and queries of signing in and of passwords."""

from typing import Annotated, Any

from pydantic import StringConstraints

from zou.kit.validation import Body, Filled, Query, Text

Challenge = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
Verifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._~-]{43,128}$")]
Code = Annotated[str, StringConstraints(min_length=1, max_length=128)]


class Proof(Body):
    """One of these shows that the second factor is at hand; the first whose method is enabled counts."""

    totp: Text | None = None
    email_otp: Text | None = None
    fido_authentication_response: dict[str, Any] | None = None
    recovery_code: Text | None = None


class Login(Proof):
    """Who signs in: an e-mail address or a desktop login."""

    email: Filled
    password: Text = "default"


class PasswordChange(Body):
    """A new password, by who knows the old one."""

    old_password: Filled
    password: Filled
    password_2: Filled


class ResetRequest(Body):
    """Whose password is forgotten."""

    email: Filled


class Reset(Body):
    """A new password, by who has the link."""

    email: Filled
    token: Filled
    password: Filled
    password2: Filled


class PasswordByAdmin(Body):
    """A new password for somebody else."""

    password: Filled
    password_2: Filled


class AppCode(Body):
    """What a desktop application proves itself with: base64url(SHA-256(verifier))."""

    code_challenge: Challenge


class AppToken(Body):
    """The code that the browser got, and the verifier behind its challenge."""

    code: Code
    code_verifier: Verifier


class Registration(Body):
    """Somebody who signs up."""

    email: Filled
    password: Filled
    password_2: Filled
    first_name: Filled
    last_name: Filled


class TotpCode(Body):
    """A code of the authenticator."""

    totp: Text


class EmailCode(Body):
    """A code of the e-mail."""

    email_otp: Text


class FidoRegistration(Body):
    """The browser's new credential, and what the person calls the key."""

    registration_response: dict[str, Any]
    device_name: Filled


class FidoRemoval(Proof):
    """The key that goes."""

    device_name: Filled


class ByEmail(Query):
    """Whose second factor is asked for."""

    email: Filled
