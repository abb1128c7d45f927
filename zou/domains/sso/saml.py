"""SAML: this server as a service provider."""

import logging
import shutil
import time
from typing import Any

import sqlalchemy as sa
from flask import current_app

from zou.db import session
from zou.domains.sso.service import SignOnRefused, Vouched
from zou.kit import short_lived
from zou.kit.ids import parse_id
from zou.models import Department, Studio
from zou.settings import Settings

log = logging.getLogger(__name__)

#: Seconds that the identity provider has for its metadata, that they are kept, and that an assertion is remembered as used.
PATIENCE, METADATA_KEPT, ASSERTION_REMEMBERED = 10, 3600, 24 * 3600
_metadata: dict[str, tuple[float, str]] = {}


def begin() -> str:
    """Where to send the browser. Raises SignOnRefused."""
    try:
        _request, answer = _client(_settings()).prepare_for_authenticate()
    except SignOnRefused:
        raise
    except Exception as error:
        log.warning("no SAML request could be made: %s: %s", type(error).__name__, error)
        raise SignOnRefused("The identity provider cannot be used: tell your studio manager.") from error
    return str(dict(answer["headers"])["Location"])


def finish(response: str) -> Vouched:
    """Whom the identity provider vouches for in a SAML response (base64). Raises SignOnRefused."""
    from saml2 import BINDING_HTTP_POST

    settings = _settings()
    try:
        answer = _client(settings).parse_authn_request_response(response, BINDING_HTTP_POST)
        assertion, attributes = answer.assertion, answer.get_identity() or {}
        email = answer.get_subject().text
    except SignOnRefused:
        raise
    except Exception as error:
        log.warning("a SAML response was refused: %s: %s", type(error).__name__, error)
        raise SignOnRefused("The sign-on failed: try again, or tell your studio manager.") from error
    if not short_lived.first_time(f"saml:{assertion.id}", ASSERTION_REMEMBERED):
        raise SignOnRefused("This sign-on was used already: begin again.")
    subject = None
    if settings.saml_subject_attribute:
        subject = next(iter(attributes.get(settings.saml_subject_attribute) or ()), None)
        if not subject:
            raise SignOnRefused("The identity provider does not tell who this is.")
    return Vouched(provider="saml", issuer=assertion.issuer.text, subject=subject, email=email, values=_values(attributes))


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.saml_enabled:
        raise SignOnRefused("SAML is not enabled.")
    return settings


def _values(attributes: dict[str, list[str]]) -> dict[str, Any]:
    """What the attributes say about the person."""
    given = {key: " ".join(str(value) for value in attributes[key]).strip() for key in ("first_name", "last_name", "country", "phone") if key in attributes}
    limits = {"first_name": 80, "last_name": 80, "country": 2, "phone": 30}
    values: dict[str, Any] = {key: text for key, text in given.items() if len(text) <= limits[key]}
    studio_id = parse_id(next(iter(attributes.get("studio_id") or ()), None))
    if studio_id is not None and session.get(Studio, studio_id) is not None:
        values["studio_id"] = studio_id
    if "departments" in attributes:
        values["departments"] = _departments(attributes["departments"])
    return values


def _departments(named: list[str]) -> list[Department]:
    """The departments that the attribute names, by id or name."""
    ids = [ident for ident in map(parse_id, named) if ident]
    return list(session.execute(sa.select(Department).where(sa.or_(Department.id.in_(ids), Department.name.in_(named)))).scalars())


def _client(settings: Settings) -> Any:
    """The service provider. Raises SignOnRefused where it cannot be made here."""
    from saml2 import BINDING_HTTP_POST
    from saml2.client import Saml2Client
    from saml2.config import Config

    program = shutil.which("xmlsec1")
    if program is None:
        log.error("SAML needs the program xmlsec1, which is not installed")
        raise SignOnRefused("SAML is not installed completely: tell your studio manager.")
    base = f"{settings.public_url()}/api/auth/saml"
    config = Config()
    config.load(
        {
            "entityid": f"{base}/login",
            "metadata": {"inline": [_read_metadata(settings.saml_metadata_url)]},
            "xmlsec_binary": program,
            "service": {
                "sp": {
                    "endpoints": {"assertion_consumer_service": [(f"{base}/sso", BINDING_HTTP_POST)]},
                    "allow_unsolicited": True,
                    "authn_requests_signed": False,
                    "want_assertions_signed": True,
                    "want_response_signed": False,
                }
            },
        }
    )
    config.allow_unknown_attributes = True
    return Saml2Client(config)


def _read_metadata(url: str) -> str:
    """The identity provider's metadata, kept for a while. Raises SignOnRefused where it does not answer."""
    import requests

    at, known = _metadata.get(url, (0.0, ""))
    if known and time.monotonic() - at < METADATA_KEPT:
        return known
    try:
        reply = requests.get(url, timeout=PATIENCE)
        reply.raise_for_status()
    except requests.RequestException as error:
        log.warning("the identity provider's metadata cannot be read: %s", error)
        raise SignOnRefused("The identity provider does not answer.") from error
    _metadata[url] = (time.monotonic(), reply.text)
    return reply.text
