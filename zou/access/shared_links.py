"""Who comes with the link of a playlist: nobody need be signed in, and nothing but that playlist is open to them."""

import datetime as dt
import hashlib
import hmac
from typing import Any

import sqlalchemy as sa
from flask import Response, after_this_request, current_app, request

from zou.access.policies import Params, Policy
from zou.db import session
from zou.kit import short_lived
from zou.kit.dates import utcnow
from zou.kit.errors import ApiError, NotFound
from zou.kit.passwords import password_matches
from zou.models import Playlist, PlaylistShareLink

#: Wrong passwords of a link within so many seconds, after which it takes none for a while.
TRIES, WITHIN = 30, 900


def _check(params: Params) -> Params:
    """The link that the path's `token` names, and its playlist: active, not expired, opened by its password where it has one."""
    token = params["token"].lower()
    statement = sa.select(PlaylistShareLink, Playlist).join(Playlist, Playlist.id == PlaylistShareLink.playlist_id)
    found = session.execute(statement.where(PlaylistShareLink.token == token, PlaylistShareLink.is_active.is_(True))).first() if "\x00" not in token else None
    if found is None or (found[0].expiration_date is not None and found[0].expiration_date < utcnow()):
        raise NotFound("This link opens nothing: it is unknown, revoked or expired.")
    link, playlist = found
    _require_password(link)
    return {**params, "link": link, "playlist": playlist}


shared_link = Policy("shared_link", _check, public=True)
"""Everybody who knows the link, and its password where it has one. The handler gets it as `link`, with its `playlist`."""


def _require_password(link: Any) -> None:
    """Raise NotFound unless the link has no password, or the request shows it: as `?password=`, or by the cookie that this gave before."""
    if not link.password or hmac.compare_digest(request.cookies.get(_cookie(link), "").encode(errors="replace"), _proof(link).encode()):
        return
    given = request.args.get("password", "")
    key = f"shared-link:{link.id}"
    if given and short_lived.counted(key) >= TRIES:
        raise ApiError("Too many wrong passwords: try again later.", status=429)
    if not given or not password_matches(given, link.password.encode()):
        if given:
            short_lived.count(key, WITHIN)
        raise NotFound("This link wants its password.", password_required=True)
    after_this_request(lambda response: _remember(response, link.expiration_date, _cookie(link), _proof(link)))


def _remember(response: Response, until: dt.datetime | None, name: str, proof: str) -> Response:
    """Let a browser show pictures and movies, which carry no password, until it is closed or the link ends."""
    expires = until.replace(tzinfo=dt.UTC) if until else None
    response.set_cookie(name, proof, httponly=True, samesite="Lax", secure=request.is_secure, expires=expires)
    return response


def _cookie(link: Any) -> str:
    return f"shared_{link.id.hex}"


def _proof(link: Any) -> str:
    """What only somebody who has known the password can show; another password makes it worthless."""
    secret = current_app.config["SETTINGS"].secret_key.encode()
    return hmac.new(secret, f"{link.token}:{link.password}".encode(), hashlib.sha256).hexdigest()
