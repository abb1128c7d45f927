"""OpenID Connect: the code flow with PKCE."""

import logging
import secrets
import time
from typing import Any

from flask import current_app, request
from flask import session as cookie

from zou.domains.sso.service import SignOnRefused, Vouched
from zou.settings import Settings

log = logging.getLogger(__name__)

#: Seconds that the sign-on server has for an answer, and that its description is kept.
PATIENCE, DESCRIPTION_KEPT = 10, 3600
STARTED = "oidc"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_descriptions: dict[str, tuple[float, dict[str, Any]]] = {}


def begin() -> str:
    """Where to send the browser. What the answer must fit is kept in its cookie. Raises SignOnRefused."""
    settings = _settings()
    verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
    with _client(settings) as client:
        url, state = client.create_authorization_url(_describe(settings)["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
    cookie[STARTED] = {"state": state, "nonce": nonce, "verifier": verifier}
    return str(url)


def finish() -> Vouched:
    """Whom the sign-on server vouches for in the request at hand. Raises SignOnRefused."""
    settings = _settings()
    started = cookie.pop(STARTED, None)
    if not started or not secrets.compare_digest(str(started.get("state")).encode(), request.args.get("state", "").encode()):
        raise SignOnRefused("This sign-on was not begun here: begin again.")
    if "code" not in request.args:
        raise SignOnRefused("The sign-on server refused.")
    description = _describe(settings)
    try:
        with _client(settings) as client:
            tokens = client.fetch_token(description["token_endpoint"], code=request.args["code"], code_verifier=started["verifier"], timeout=PATIENCE)
            claims = _claims(settings, description, tokens["id_token"], nonce=started["nonce"])
            claims = _complete(settings, description, client, claims)
    except SignOnRefused:
        raise
    except Exception as error:
        # Whatever the other server sends: the person reads a sentence, the log what happened.
        log.warning("single sign-on failed: %s: %s", type(error).__name__, error)
        raise SignOnRefused("The sign-on failed: try again, or tell your studio manager.") from error
    return _vouched(settings, claims)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.oidc_enabled:
        raise SignOnRefused("OpenID Connect is not enabled.")
    return settings


def _client(settings: Settings) -> Any:
    from authlib.integrations.requests_client import OAuth2Session

    return OAuth2Session(
        settings.oidc_client_id,
        settings.oidc_client_secret,
        scope=settings.oidc_scopes,
        redirect_uri=f"{settings.public_url()}/api/auth/oidc/callback",
        code_challenge_method="S256",
    )


def _describe(settings: Settings) -> dict[str, Any]:
    """The sign-on server's description of itself, kept for a while. Raises SignOnRefused where it does not answer."""
    import requests

    url = settings.oidc_discovery_url
    at, known = _descriptions.get(url, (0.0, {}))
    if known and time.monotonic() - at < DESCRIPTION_KEPT:
        return known
    try:
        reply = requests.get(url, timeout=PATIENCE)
        reply.raise_for_status()
        known = reply.json()
    except (requests.RequestException, ValueError) as error:
        log.warning("the sign-on server's description cannot be read: %s", error)
        raise SignOnRefused("The sign-on server does not answer.") from error
    _descriptions[url] = (time.monotonic(), known)
    return known


def _claims(settings: Settings, description: dict[str, Any], token: str, *, nonce: str) -> dict[str, Any]:
    """The claims of an ID token whose signature, issuer, audience, age and nonce are right. Raises jwt.PyJWTError, requests' errors."""
    import jwt
    import requests

    keys = jwt.PyJWKSet.from_dict(requests.get(description["jwks_uri"], timeout=PATIENCE).json()).keys
    header = jwt.get_unverified_header(token)
    fitting = [key for key in keys if header.get("kid") in (None, key.key_id)] or keys
    claims: dict[str, Any] = jwt.decode(
        token,
        key=fitting[0].key,
        algorithms=ALGORITHMS,
        audience=settings.oidc_client_id,
        issuer=description["issuer"],
        leeway=60,
        options={"require": ["exp", "iat", "sub"]},
    )
    if claims.get("nonce") != nonce:
        raise SignOnRefused("This sign-on was not begun here: begin again.")
    return claims


def _complete(settings: Settings, description: dict[str, Any], client: Any, claims: dict[str, Any]) -> dict[str, Any]:
    """The claims with names and address that only the userinfo endpoint tells, of the same subject."""
    wanted = (settings.oidc_email_claim, settings.oidc_given_name_claim, settings.oidc_family_name_claim)
    if all(claims.get(name) for name in wanted) or "userinfo_endpoint" not in description:
        return claims
    more = client.get(description["userinfo_endpoint"], timeout=PATIENCE).json()
    return {**more, **claims} if more.get("sub") == claims["sub"] else claims


def _vouched(settings: Settings, claims: dict[str, Any]) -> Vouched:
    email = claims.get(settings.oidc_email_claim)
    verified = claims.get("email_verified")
    trusted = verified is True if settings.oidc_require_email_verified else verified is not False
    names = {"first_name": claims.get(settings.oidc_given_name_claim), "last_name": claims.get(settings.oidc_family_name_claim)}
    return Vouched(
        provider="oidc",
        issuer=claims["iss"],
        subject=str(claims["sub"]),
        # An address that nobody has checked binds no account; who is bound already needs none.
        email=str(email) if email and trusted else None,
        values={key: str(value)[:80] for key, value in names.items() if value},
    )
