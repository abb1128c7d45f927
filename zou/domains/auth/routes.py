"""Signing in and out over HTTP."""

from typing import Any

from flask import Response

from zou.access import me
from zou.access.policies import persons_only, public, signed_in, with_refresh_token
from zou.db.find import find
from zou.domains.auth import fido, sessions
from zou.domains.auth.browsers import give_cookies, is_browser, take_cookies
from zou.domains.auth.schemas import Login
from zou.domains.persons import queries as people
from zou.domains.studio.organisation import organisation
from zou.kit.http import Resource, Room, allow, body, reply, writes
from zou.models import Person

room = Room("auth")


def welcome(session: dict[str, Any]) -> Response:
    """The reply to who has just signed in; browsers get cookies, too."""
    answer = reply(session)
    return give_cookies(answer, access=session["access_token"], refresh=session["refresh_token"]) if is_browser() else answer


@room.route("/auth/login")
class SignIn(Resource):
    """Where sessions begin."""

    @allow(public)
    @body(Login)
    def post(self, body: Login) -> Response:
        """Sign in by e-mail address or desktop login, with a password and the second factor where there is one."""
        return welcome(sessions.sign_in(body))


@room.route("/auth/authenticated")
class Authenticated(Resource):
    """Whether a token is good."""

    @allow(signed_in, before_second_factor=True)
    @writes
    def get(self) -> dict[str, Any]:
        """Who the token's owner is."""
        person = find(Person, me().id)
        user = {**people.one(person.id), "fido_devices": fido.device_names(person)}
        return {"authenticated": True, "user": user, "organisation": organisation(secrets=me().is_admin)}


@room.route("/auth/refresh-token")
class RefreshToken(Resource):
    """Where sessions go on."""

    @allow(with_refresh_token, before_second_factor=True)
    def get(self) -> Response:
        """A new access token, for who shows a refresh token."""
        access = sessions.renew(me(), find(Person, me().id))
        return give_cookies(reply({"refresh": True}), access=access) if is_browser() else reply({"access_token": access})


@room.route("/auth/logout")
class SignOut(Resource):
    """Where sessions end."""

    @allow(persons_only, before_second_factor=True)
    @writes
    def get(self) -> Response:
        """End the session of the token shown."""
        sessions.sign_out(me())
        return take_cookies(reply({"logout": True})) if is_browser() else reply({"logout": True})
