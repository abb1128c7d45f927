"""Signing in and out over HTTP."""

from typing import Any

from flask import Response

from zou.access import me
from zou.access.identity import session_of
from zou.access.policies import admin, persons_only, public, signed_in, with_refresh_token
from zou.db.find import find
from zou.domains.auth import accounts, app_login, fido, sessions
from zou.domains.auth.browsers import give_cookies, is_browser, take_cookies
from zou.domains.auth.schemas import AppCode, AppToken, Login, PasswordByAdmin, PasswordChange, Registration, Reset, ResetRequest
from zou.domains.persons import queries as people
from zou.domains.studio.organisation import organisation
from zou.kit.http import Resource, Room, allow, body, reads, reply, writes
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


@room.route("/auth/register")
class Register(Resource):
    """Signing up, where the studio allows it."""

    @allow(public)
    @body(Registration)
    def post(self, body: Registration) -> Any:
        """Make an account of one's own. The reply is the same for an address that has one."""
        accounts.register(body)
        return {"registration_success": True}, 201


@room.route("/auth/change-password")
class ChangePassword(Resource):
    """One's own password."""

    @allow(persons_only)
    @body(PasswordChange)
    def post(self, body: PasswordChange) -> dict[str, bool]:
        """Change it. All other sessions end."""
        person = find(Person, me().id)
        accounts.change_own_password(person, body, session=session_of(me().claims))
        return {"success": True}


@room.route("/auth/reset-password")
class ForgottenPassword(Resource):
    """A password that nobody knows any more."""

    @allow(public)
    @body(ResetRequest)
    def post(self, body: ResetRequest) -> dict[str, str]:
        """Send a link to choose a new one. The reply is the same for an address that nobody has."""
        accounts.send_reset_link(body.email)
        return {"success": "Reset token sent"}

    @allow(public)
    @body(Reset)
    def put(self, body: Reset) -> dict[str, bool]:
        """Choose a new one by the link. All sessions end."""
        accounts.reset_password(body)
        return {"success": True}


@room.route("/actions/persons/<uuid:person_id>/reset-password-link")
class ResetPasswordLink(Resource):
    """A link for somebody to choose a password."""

    @allow(admin)
    def post(self, person: Person) -> dict[str, str]:
        """The link, to be given to them."""
        return {"reset_password_link": accounts.reset_link_of(person)}


@room.route("/actions/persons/<uuid:person_id>/change-password")
class ChangePasswordOf(Resource):
    """Somebody else's password."""

    @allow(admin)
    @body(PasswordByAdmin)
    def post(self, person: Person, body: PasswordByAdmin) -> dict[str, bool]:
        """Give them a new one. Their sessions end."""
        accounts.change_password_of(person, body.password, body.password_2)
        return {"success": True}


@room.route("/actions/persons/<uuid:person_id>/invite")
class Invite(Resource):
    """An invitation."""

    @allow(admin)
    @writes
    def get(self, person: Person) -> dict[str, Any]:
        """Mail them a link to choose their first password."""
        accounts.invite(person)
        return {"success": True, "message": "Email sent"}


@room.route("/auth/app-login/code")
class AppLoginCode(Resource):
    """A desktop application that signs in through the browser, in the browser."""

    @allow(persons_only)
    @reads
    @body(AppCode)
    def post(self, body: AppCode) -> Any:
        """A code for the application, good for a minute."""
        return {"code": app_login.make_code(me(), body.code_challenge)}, 201


@room.route("/auth/app-login/token")
class AppLoginToken(Resource):
    """A desktop application that signs in through the browser, in the application."""

    @allow(public)
    @body(AppToken)
    def post(self, body: AppToken) -> dict[str, Any]:
        """A session for the code and the verifier behind its challenge."""
        return app_login.redeem(body.code, body.code_verifier)
