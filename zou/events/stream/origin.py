"""Whether a page may open a connection: those of this site may, those of other sites not, programs (without an origin) may."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from zou.settings import Settings


def is_welcome(headers: Iterable[tuple[bytes, bytes]], settings: Settings) -> bool:
    """Whether the origin of a handshake is this site, or one of CORS_ALLOWED_ORIGINS.

    A proxy may have put another name into `Host`: the browser's own word (`Sec-Fetch-Site`), `X-Forwarded-Host` and DOMAIN_NAME count too.
    """
    sent = {name.lower(): value.decode("latin-1") for name, value in headers}
    origin = sent.get(b"origin")
    if origin is None or sent.get(b"sec-fetch-site") == "same-origin" or origin in settings.cors_allowed_origins:
        return True
    host = urlsplit(origin).netloc.lower()
    return bool(host) and host in {sent.get(b"host", "").lower(), sent.get(b"x-forwarded-host", "").lower(), settings.domain_name.lower()}
