"""The description of the API over HTTP."""

import gzip
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, redirect, request

from zou.access.policies import public
from zou.domains.openapi.dialect import to_3_1
from zou.domains.openapi.document import document
from zou.kit import json
from zou.kit.caching import takes_gzip
from zou.kit.errors import NotFound
from zou.kit.http import Resource, Room, allow
from zou.kit.json import Raw

room = Room("openapi")

ASSETS = Path(__file__).with_name("assets")
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Zou API</title><link rel="stylesheet" href="../docs/swagger-ui.css"></head>
<body><div id="api"></div><script src="../docs/swagger-ui-bundle.js"></script>
<script>
  window.onload = () => SwaggerUIBundle({url: "../openapi-3.1.json", dom_id: "#api", deepLinking: true, docExpansion: "none", filter: true});
</script></body>
</html>
"""
_REDIRECT = "<!doctype html><html><head><title>Zou API</title></head><body>Nobody signs in here: close this page.</body></html>"


def _described(*, samples: bool, newer: bool = False) -> Raw:
    """The document, made at the first call; the `newer` one is OpenAPI 3.1."""
    kept: dict[tuple[bool, bool], Raw] = current_app.extensions.setdefault("openapi", {})
    if (samples, newer) not in kept:
        made = document(current_app, samples=samples)
        kept[samples, newer] = Raw(json.dumps(to_3_1(made) if newer else made))
    return kept[samples, newer]


@cache
def _asset(name: str) -> bytes | None:
    """A file of the page, compressed; None where there is none of this name."""
    path = ASSETS / f"{name}.gz"
    return path.read_bytes() if path.name in {found.name for found in ASSETS.glob("*.gz")} else None


@room.route("/openapi.json")
class WithSamples(Resource):
    """The description with samples of code."""

    @allow(public)
    def get(self) -> Any:
        """Every route, as an OpenAPI document with samples of code."""
        return _described(samples=True)


@room.route("/openapi-raw.json")
class WithoutSamples(Resource):
    """The description alone."""

    @allow(public)
    def get(self) -> Any:
        """Every route, as an OpenAPI document."""
        return _described(samples=False)


@room.route("/openapi-3.1.json")
class Newer(Resource):
    """The description in the newer dialect."""

    @allow(public)
    def get(self) -> Any:
        """Every route, as an OpenAPI 3.1 document. /openapi.json is the 3.0 that the contract has."""
        return _described(samples=True, newer=True)


@room.route("/apidocs/")
class Page(Resource):
    """The page that shows the description."""

    @allow(public)
    def get(self) -> Response:
        """A page to read and try the API."""
        if not request.path.endswith("/"):
            return redirect(f"{request.path.rpartition('/')[2]}/", 308)  # type: ignore[return-value]
        return Response(_PAGE, content_type="text/html; charset=utf-8")


@room.route("/apidocs/index.html")
class Index(Resource):
    """The page under its long name."""

    @allow(public)
    def get(self) -> Any:
        """Where the page is."""
        return redirect("./", 302)


@room.route("/docs", "/docs/<string:name>")
class Asset(Resource):
    """The files of the page."""

    @allow(public)
    def get(self, name: str = "") -> Any:
        """A file of the page; the page itself where none is named."""
        if not name:
            return redirect("apidocs/" if not request.path.endswith("/") else "../apidocs/", 302)
        content = _asset(name)
        if content is None:
            raise NotFound()
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": "public, max-age=86400"}
        if not takes_gzip():
            del headers["Content-Encoding"]
            content = gzip.decompress(content)
        return Response(content, headers=headers, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")


@room.route("/oauth2-redirect.html")
class OauthRedirect(Resource):
    """Where a page of this kind would come back to."""

    @allow(public)
    def get(self) -> Response:
        """A page that says that there is nothing to do."""
        return Response(_REDIRECT, content_type="text/html; charset=utf-8")
