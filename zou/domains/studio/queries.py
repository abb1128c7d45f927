"""What the server tells about itself."""

from typing import Any

import sqlalchemy as sa
from flask import current_app

from zou.db import execute
from zou.domains.persons.service import active_people
from zou.domains.studio import shared_settings
from zou.domains.studio.organisation import organisation
from zou.kit import valkey
from zou.models import Comment, PreviewFile


def public_config() -> dict[str, Any]:
    """What the web interface needs to know before anybody has signed in."""
    settings = current_app.config["SETTINGS"]
    config = {
        "is_self_hosted": settings.is_self_hosted,
        "crisp_token": settings.crisp_token,
        "dark_theme_by_default": organisation()["dark_theme_by_default"],
        "indexer_configured": True,  # without one, the database is searched
        "saml_enabled": settings.saml_enabled,
        "saml_idp_name": settings.saml_idp_name,
        "oidc_enabled": settings.oidc_enabled,
        "oidc_idp_name": settings.oidc_idp_name,
        "default_locale": shared_settings.shared_setting("default_locale"),
        "default_timezone": shared_settings.shared_setting("default_timezone"),
        "enforce_2fa": settings.enforce_2fa,
        "movie_highdef_bitrate": settings.movie_highdef_bitrate,
        "movie_lowdef_bitrate": settings.movie_lowdef_bitrate,
        "preview_accounts_enabled": settings.auth_strategy == "auth_local_classic",
    }
    if settings.sentry_kitsu_enabled:
        config["sentry"] = {"dsn": settings.sentry_kitsu_dsn, "sampleRate": settings.sentry_kitsu_sr}
    return config


def counts() -> dict[str, int]:
    """How many previews of each kind and comments there are. One statement."""
    of = {f"number_of_{kind}_previews": _previews(extension) for kind, extension in (("video", "mp4"), ("picture", "png"), ("model", "obj"))}
    comments = sa.select(sa.func.count()).select_from(Comment).scalar_subquery()
    found = execute(sa.select(*(value.label(name) for name, value in of.items()), comments.label("number_of_comments"))).one()
    return dict(found._mapping)


def _previews(extension: str) -> Any:
    return sa.select(sa.func.count()).select_from(PreviewFile).where(PreviewFile.extension == extension).scalar_subquery()


def config_check() -> dict[str, Any]:
    """The shared settings as the server's environment and Valkey have them, and how many people count in the limit."""
    try:
        kept = shared_settings.from_valkey()
    except valkey.RedisError:
        kept = {}
    check: dict[str, Any] = {name: {"env": value, "redis": kept.get(name)} for name, value in shared_settings.from_environment().items()}
    check["active_users"] = active_people()
    return check
