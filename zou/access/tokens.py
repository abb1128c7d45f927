"""Tokens: where a request carries one, and what makes it good (JWT, HS256)."""

import datetime as dt
import time
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app, request
from sqlalchemy.dialects.postgresql import insert

from zou.db import session
from zou.kit.dates import utcnow
from zou.kit.errors import ApiError, InvalidToken, Unauthorized
from zou.kit.lean import without
from zou.models import Person, RevokedToken
from zou.settings import Settings

# Tokens are signed with a shared secret: the algorithms with key pairs, and the library for them, are not needed.
with without("cryptography"):
    import jwt
    from flask_jwt_extended import JWTManager, create_access_token, create_refresh_token, decode_token
    from flask_jwt_extended.exceptions import JWTExtendedException

ACCESS_LIFE = dt.timedelta(days=7)
REFRESH_LIFE = dt.timedelta(days=15)
ACCESS_COOKIE, REFRESH_COOKIE = "access_token_cookie", "refresh_token_cookie"


def configure(app: Flask, settings: Settings) -> None:
    """Make `app` sign and read tokens with the settings' key."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        JWT_SECRET_KEY=settings.secret_key,
        JWT_TOKEN_LOCATION=["headers", "cookies"],
        JWT_ACCESS_TOKEN_EXPIRES=ACCESS_LIFE,
        JWT_REFRESH_TOKEN_EXPIRES=REFRESH_LIFE,
        JWT_COOKIE_CSRF_PROTECT=False,
        JWT_COOKIE_SAMESITE="Lax",
        JWT_SESSION_COOKIE=False,
    )
    JWTManager(app)


def read_token(kind: str = "access") -> dict[str, Any]:
    """The claims of the request's token. Raises Unauthorized or InvalidToken.

    The header and the cookie are both looked at, and either may be the good one: a stale cookie does not spoil a good header.
    """
    error: ApiError | None = None
    for text in tokens_of_request(kind):
        try:
            return check_token(text, kind)
        except ApiError as refused:
            error = error or refused
    raise error or Unauthorized("Sign in first: no token was sent.")


def tokens_of_request(kind: str) -> list[str]:
    """The tokens that the request carries: the Authorization header's, then the cookie's."""
    scheme, _, text = request.headers.get("Authorization", "").strip().partition(" ")
    found = [text.strip()] if scheme.lower() == "bearer" and text.strip() else []
    # Without cookies there is nothing to parse, which most requests are spared by this.
    cookie = request.cookies.get(ACCESS_COOKIE if kind == "access" else REFRESH_COOKIE) if "HTTP_COOKIE" in request.environ else None
    return [*found, cookie] if cookie else found


def check_token(text: str, kind: str = "access") -> dict[str, Any]:
    """The claims of a token. Raises Unauthorized where it has expired, InvalidToken where it is none or of another kind."""
    try:
        claims = dict(_decode(text, current_app.config["JWT_SECRET_KEY"]))
        if claims.get("exp") is not None and claims["exp"] <= time.time():
            raise jwt.ExpiredSignatureError
    except jwt.ExpiredSignatureError as error:
        # gazu refreshes its token on exactly these words.
        raise ApiError("Signature has expired", status=401) from error
    except (jwt.PyJWTError, JWTExtendedException, ValueError, TypeError, KeyError) as error:
        raise InvalidToken(str(error) or "This is no token.") from error
    if claims.get("type") != kind:
        raise InvalidToken(f"Only {kind} tokens are good here.")
    return claims


@lru_cache(maxsize=4096)
def _decode(text: str, _key: str) -> dict[str, Any]:
    """The claims of a token signed with the application's key. A signature once found good stays good: its lookup is kept."""
    claims: dict[str, Any] = decode_token(text)
    return claims


def session_tokens(person_id: Any, **claims: Any) -> tuple[str, str]:
    """A new session of a person: its access and its refresh token. `claims` go into both."""
    refresh = create_refresh_token(str(person_id), additional_claims=_session_claims(claims))
    return access_token(person_id, refresh_jti=decode_token(refresh)["jti"], **claims), refresh


def access_token(person_id: Any, *, refresh_jti: str | None, **claims: Any) -> str:
    """An access token of the session that `refresh_jti` names."""
    return create_access_token(str(person_id), additional_claims={**_session_claims(claims), "refresh_jti": refresh_jti})


def _session_claims(claims: dict[str, Any]) -> dict[str, Any]:
    """`at`: the moment of issue with its fraction, which `iat` lacks: signing in just after all sessions were ended must work."""
    return {"identity_type": "person", "at": time.time(), **claims}


def standing_token(person_id: Any, *, identity_type: str, expires: dt.datetime | None) -> tuple[str, str]:
    """A bot's token, or a person's for scripts, and its `jti`. Without `expires` it lasts for ever."""
    life: Any = (expires.replace(tzinfo=dt.UTC) - dt.datetime.now(dt.UTC)) if expires else False
    token = create_access_token(str(person_id), expires_delta=life, additional_claims={"identity_type": identity_type})
    return token, decode_token(token, allow_expired=True)["jti"]


def revoke_session(claims: dict[str, Any]) -> None:
    """End the session of a token: no access and no refresh token of it opens anything from now on."""
    now = utcnow()
    dead = {jti: now + REFRESH_LIFE for jti in (claims.get("jti"), claims.get("refresh_jti")) if jti}
    for jti, expires_at in dead.items():
        session.execute(insert(RevokedToken).values(jti=jti, expires_at=expires_at).on_conflict_do_nothing())


def end_sessions(person: Person, *, keep: str | None = None) -> None:
    """End every session of `person` but the one that `keep` names (the id of its refresh token)."""
    person.sessions_valid_after = utcnow()
    person.kept_session = keep


def forget_expired() -> int:
    """Drop the revocations of tokens that have expired by themselves; how many."""
    return session.execute(sa.delete(RevokedToken).where(RevokedToken.expires_at < utcnow())).rowcount  # type: ignore[attr-defined]


def end_all_sessions() -> None:
    """End every session of everybody."""
    session.execute(sa.update(Person).values(sessions_valid_after=utcnow(), kept_session=None), execution_options={"synchronize_session": False})
