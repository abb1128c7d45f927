"""Single sign-on over HTTP. Switched off, every route answers 400."""

from flask import Response, current_app, redirect, request

from zou.access.policies import public
from zou.domains.sso import oidc, saml, service
from zou.kit.http import Resource, Room, allow, writes

room = Room("sso")


@room.route("/auth/oidc/login")
class OidcLogin(Resource):
    """Signing in with OpenID Connect."""

    @allow(public)
    def get(self) -> Response:
        """Send the browser to the sign-on server."""
        return redirect(oidc.begin())  # type: ignore[return-value]


@room.route("/auth/oidc/callback")
class OidcCallback(Resource):
    """Where the sign-on server sends the browser back."""

    @allow(public)
    @writes
    def get(self) -> Response:
        """Sign in who it vouches for."""
        return service.enter(oidc.finish(), skip_second_factor=current_app.config["SETTINGS"].oidc_skip_2fa)


@room.route("/auth/saml/login")
class SamlLogin(Resource):
    """Signing in with SAML."""

    @allow(public)
    def get(self) -> Response:
        """Send the browser to the identity provider."""
        return redirect(saml.begin())  # type: ignore[return-value]


@room.route("/auth/saml/sso")
class SamlSignOn(Resource):
    """Where the identity provider has the browser post its answer."""

    @allow(public)
    def post(self) -> Response:
        """Sign in who it vouches for."""
        vouched = saml.finish(request.form.get("SAMLResponse", ""))
        return service.enter(vouched, skip_second_factor=current_app.config["SETTINGS"].saml_skip_2fa)
