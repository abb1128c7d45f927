"""Passwords, second factors, desktop applications, e-mails."""

import hashlib
import re
import socket
import time
from base64 import urlsafe_b64encode
from email import message_from_bytes, policy

import pyotp
import pytest
from aiosmtpd.controller import Controller

from tests.api.test_sign_in import FIREFOX, bearer, sign_in
from tests.kit.studio import PASSWORD
from zou.models import Person

NEW = "another good password"


class Inbox:
    """A mail server that keeps what it gets."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def last(self):
        """The subject, text and HTML of the newest mail."""
        mail = self.mails[-1]
        return mail["Subject"], mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()


@pytest.fixture
def inbox(app, monkeypatch):
    """The studio's mail server."""
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    for name, value in (("mail_enabled", True), ("mail_server", "127.0.0.1"), ("mail_port", port)):
        monkeypatch.setattr(app.config["SETTINGS"], name, value)
    yield inbox
    controller.stop()


def query_of(link):
    from urllib.parse import parse_qs, urlparse

    return {key: values[0] for key, values in parse_qs(urlparse(link).query).items()}


# -- passwords ---------------------------------------------------------------------------------------


def test_changing_the_password_ends_the_other_sessions(api, studio):
    artist = studio.artist(email="zoe@studio.test")
    mine, other = (bearer(sign_in(api, "zoe@studio.test").ok()["access_token"]) for _ in range(2))
    change = {"old_password": PASSWORD, "password": NEW, "password_2": NEW}
    for bad in ({"old_password": "wrong"}, {"password": "short", "password_2": "short"}, {"password_2": "x" + NEW}):
        assert api.call("POST", "/auth/change-password", {**change, **bad}, headers=mine).has(400)["error"] is True
    assert api.call("POST", "/auth/change-password", change, headers=mine).ok() == {"success": True}
    assert api.call("GET", "/auth/authenticated", headers=other).status == 401
    assert api.call("GET", "/auth/authenticated", headers=mine).status == 200
    assert sign_in(api, "zoe@studio.test").status == 400
    assert api.call("GET", "/auth/authenticated", headers=bearer(sign_in(api, "zoe@studio.test", NEW).ok()["access_token"])).status == 200
    assert artist is not None


def test_guessing_the_old_password_locks_too(api, studio):
    mine = api.as_(studio.artist())
    guess = {"old_password": "wrong", "password": NEW, "password_2": NEW}
    for _ in range(5):
        assert "too_many_failed_login_attemps" not in mine.post("/auth/change-password", guess).has(400)
    assert mine.post("/auth/change-password", {**guess, "old_password": PASSWORD}).has(400)["too_many_failed_login_attemps"] is True


def test_a_forgotten_password_is_chosen_anew_by_mail(api, studio, inbox):
    studio.artist(email="zoe@studio.test", first_name="Zoé", locale="fr_FR")
    assert api.post("/auth/reset-password", {"email": "nobody@studio.test"}).ok() == api.post("/auth/reset-password", {"email": "ZOE@studio.test"}).ok()
    assert len(inbox.mails) == 1
    subject, text, html = inbox.last()
    assert "mot de passe" in subject
    assert text.startswith("Bonjour Zoé,")
    assert "Zoé" in html
    assert inbox.mails[0]["Content-Language"] == "fr"
    token = query_of(re.search(r"https?://\S+", text)[0])["token"]
    reset = {"email": "zoe@studio.test", "token": token, "password": NEW, "password2": NEW}
    for bad in ({"token": "X" * 64}, {"password": "short", "password2": "short"}, {"password2": "x" + NEW}):
        assert api.put("/auth/reset-password", {**reset, **bad}).status == 400
    assert api.put("/auth/reset-password", reset).ok() == {"success": True}
    assert api.put("/auth/reset-password", reset).status == 400
    sign_in(api, "zoe@studio.test", NEW).ok()


def test_a_closed_account_gets_no_link(api, studio, inbox):
    studio.artist(email="zoe@studio.test", active=False)
    api.post("/auth/reset-password", {"email": "zoe@studio.test"}).ok()
    assert inbox.mails == []


def test_a_mail_server_that_is_away_fails_nothing(api, studio, app, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "mail_enabled", True)
    monkeypatch.setattr(app.config["SETTINGS"], "mail_port", 1)
    artist = studio.artist()
    api.post("/auth/reset-password", {"email": artist.email}).ok()


def test_administrators_help_others_but_not_each_other(api, studio, inbox):
    artist, boss = studio.artist(), studio.admin()
    admin = api.as_(studio.admin(first_name="Ada"))
    link = query_of(admin.post(f"/actions/persons/{artist.id}/reset-password-link").ok()["reset_password_link"])
    assert link["email"] == artist.email
    assert query_of(admin.post(f"/actions/persons/{artist.id}/reset-password-link").ok()["reset_password_link"]) == link
    admin.post(f"/actions/persons/{artist.id}/change-password", {"password": NEW, "password_2": NEW}).ok()
    assert "Ada" in inbox.last()[1]
    admin.get(f"/actions/persons/{artist.id}/invite").ok()
    assert "&type=new" in inbox.last()[1]
    for person in (boss, studio.artist(is_bot=True)):
        refused = 400 if person is boss else 403
        assert admin.post(f"/actions/persons/{person.id}/reset-password-link").status == refused
        assert admin.post(f"/actions/persons/{person.id}/change-password", {"password": NEW, "password_2": NEW}).status == refused
    assert admin.post("/actions/persons/nonsense/change-password", {"password": NEW, "password_2": NEW}).status == 404
    assert api.as_(artist).get(f"/actions/persons/{artist.id}/invite").status == 403


def test_signing_up_is_off_and_where_it_is_on_tells_nothing(api, studio, app, monkeypatch):
    who = {"email": "zoe@studio.test", "password": NEW, "password_2": NEW, "first_name": "Zoé", "last_name": "Doe", "role": "admin"}
    assert api.post("/auth/register", who).status == 404
    monkeypatch.setattr(app.config["SETTINGS"], "allow_registration", True)
    assert api.post("/auth/register", {**who, "password": "short", "password_2": "short"}).status == 400
    first, second = api.post("/auth/register", who), api.post("/auth/register", who)
    assert (first.status, first.data) == (second.status, second.data) == (201, b'{"registration_success":true}')
    assert sign_in(api, "zoe@studio.test", NEW).ok()["user"]["role"] == "user"


# -- desktop applications ----------------------------------------------------------------------------


def test_a_desktop_application_signs_in_through_the_browser_once(api, studio):
    verifier = "v" * 50
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    mine = api.as_(studio.artist())
    code = mine.post("/auth/app-login/code", {"code_challenge": challenge}).created()["code"]
    begun = api.post("/auth/app-login/token", {"code": code, "code_verifier": verifier}).ok()
    assert api.call("GET", "/auth/authenticated", headers=bearer(begun["access_token"])).status == 200
    assert api.post("/auth/app-login/token", {"code": code, "code_verifier": verifier}).has(400)["login"] is False
    burnt = mine.post("/auth/app-login/code", {"code_challenge": challenge}).created()["code"]
    assert api.post("/auth/app-login/token", {"code": burnt, "code_verifier": "w" * 50}).status == 400
    assert api.post("/auth/app-login/token", {"code": burnt, "code_verifier": verifier}).status == 400
    assert mine.post("/auth/app-login/code", {"code_challenge": "short"}).has(400)["data"]["errors"][0]["field"] == "code_challenge"


# -- second factors ----------------------------------------------------------------------------------


def with_totp(api, studio, **values):
    """Somebody with an authenticator: they, their API, the authenticator, the recovery codes."""
    person = studio.person(**{"email": "zoe@studio.test", **values})
    mine = api.as_(person)
    assert mine.post("/auth/totp", {"totp": "123456"}).status == 400
    secret = mine.put("/auth/totp").ok()["otp_secret"]
    codes = mine.post("/auth/totp", {"totp": pyotp.TOTP(secret).now()}).ok()["otp_recovery_codes"]
    return mine, pyotp.TOTP(secret), codes


def test_an_authenticator_is_asked_for_and_each_code_signs_in_once(api, studio):
    _mine, totp, codes = with_totp(api, studio)
    asked = sign_in(api, "zoe@studio.test").has(400)
    assert (asked["missing_OTP"], asked["preferred_two_factor_authentication"], asked["two_factor_authentication_enabled"]) == (
        True,
        "totp",
        ["recovery_code", "totp"],
    )
    assert "missing_OTP" not in sign_in(api, "zoe@studio.test", "wrong").has(400)
    assert sign_in(api, "zoe@studio.test", totp="000").has(400)["wrong_OTP"] is True
    now = totp.at(int(time.time()))
    sign_in(api, "zoe@studio.test", totp=now).ok()
    assert sign_in(api, "zoe@studio.test", totp=now).has(400)["wrong_OTP"] is True
    sign_in(api, "zoe@studio.test", recovery_code=codes[0]).ok()
    assert sign_in(api, "zoe@studio.test", recovery_code=codes[0]).has(400)["wrong_OTP"] is True


def test_a_second_factor_goes_by_a_proof_and_its_codes_with_it(api, studio):
    mine, _totp, codes = with_totp(api, studio)
    assert mine.delete("/auth/totp", {"totp": "000000x"}).has(400)["wrong_OTP"] is True
    fresh = mine.put("/auth/recovery-codes", {"recovery_code": codes[1]}).ok()["otp_recovery_codes"]
    assert len(fresh) == 16
    assert mine.delete("/auth/totp", {"recovery_code": codes[2]}).status == 400
    assert mine.delete("/auth/totp", {"recovery_code": fresh[0]}).ok() == {"success": True}
    assert mine.put("/auth/recovery-codes", {"recovery_code": fresh[1]}).status == 400
    sign_in(api, "zoe@studio.test").ok()
    another = mine.put("/auth/totp").ok()["otp_secret"]
    mine.post("/auth/totp", {"totp": pyotp.TOTP(another).now()}).ok()


def test_guessing_a_proof_locks_too(api, studio):
    mine, _totp, codes = with_totp(api, studio)
    for _ in range(5):
        mine.delete("/auth/totp", {"recovery_code": "WRONGWRONG"}).has(400)
    assert mine.delete("/auth/totp", {"recovery_code": codes[0]}).has(400)["too_many_failed_login_attemps"] is True


def test_a_code_comes_by_mail_and_is_good_once(api, studio, inbox):
    studio.artist(email="zoe@studio.test")
    mine = bearer(sign_in(api, "zoe@studio.test").ok()["access_token"])
    api.call("PUT", "/auth/email-otp", {}, headers=mine).ok()
    code = re.search(r"\b\d{6}\b", inbox.last()[1])[0]
    enabled = api.call("POST", "/auth/email-otp", {"email_otp": code}, headers=mine).ok()
    assert len(enabled["otp_recovery_codes"]) == 16
    assert api.get("/auth/email-otp", email="nobody@studio.test").ok() == api.get("/auth/email-otp", email="zoe@studio.test").ok()
    assert len(inbox.mails) == 2
    code = re.search(r"\b\d{6}\b", inbox.last()[1])[0]
    sign_in(api, "zoe@studio.test", email_otp=code).ok()
    assert sign_in(api, "zoe@studio.test", email_otp=code).status == 400


def test_a_code_does_not_survive_guessing(api, studio, inbox, transaction):
    person = studio.artist(email="zoe@studio.test", email_otp_enabled=True)
    api.get("/auth/email-otp", email="zoe@studio.test").ok()
    code = re.search(r"\b\d{6}\b", inbox.last()[1])[0]
    for _ in range(5):
        sign_in(api, "zoe@studio.test", email_otp="x").has(400)
    transaction.execute(Person.__table__.update().where(Person.id == person.id).values(login_failed_attemps=0))
    assert sign_in(api, "zoe@studio.test", email_otp=code).has(400)["wrong_OTP"] is True


def test_an_administrator_takes_the_second_factor_of_who_lost_it(api, studio):
    with_totp(api, studio)
    boss_api, _totp, _codes = with_totp(api, studio, email="boss@studio.test", role="admin")
    admin = api.as_(studio.admin())
    zoe = admin.get("/data/persons", email="zoe@studio.test").ok()[0]["id"]
    boss = admin.get("/data/persons", email="boss@studio.test").ok()[0]["id"]
    assert admin.delete(f"/actions/persons/{boss}/disable-two-factor-authentication").status == 400
    assert admin.delete(f"/actions/persons/{zoe}/disable-two-factor-authentication").ok() == {"success": True}
    assert admin.delete(f"/actions/persons/{zoe}/disable-two-factor-authentication").status == 400
    sign_in(api, "zoe@studio.test").ok()
    assert boss_api is not None


def test_where_the_studio_asks_for_a_second_factor_nothing_else_opens_before(api, studio, app, monkeypatch):
    monkeypatch.setattr(app.config["SETTINGS"], "enforce_2fa", True)
    monkeypatch.setattr(app.config["SETTINGS"], "two_fa_exempt_users", ["free@studio.test"])
    studio.artist(email="zoe@studio.test")
    studio.artist(email="free@studio.test")
    begun = sign_in(api, "zoe@studio.test").ok()
    assert begun["two_factor_authentication_required"] is True
    mine = bearer(begun["access_token"])
    assert api.call("GET", "/data/departments", headers=mine).has(403)["two_factor_authentication_required"] is True
    assert api.call("GET", "/auth/authenticated", headers=mine).status == 200
    secret = api.call("PUT", "/auth/totp", {}, headers=mine).ok()["otp_secret"]
    free = api.call("POST", "/auth/totp", {"totp": pyotp.TOTP(secret).now()}, headers=mine).ok()
    assert api.call("GET", "/data/departments", headers=bearer(free["access_token"])).status == 200
    assert "two_factor_authentication_required" not in sign_in(api, "free@studio.test").ok()


def test_a_browser_keeps_its_session_when_it_enables_a_second_factor(api, studio):
    artist = studio.artist()
    api.call("POST", "/auth/login", {"email": artist.email, "password": PASSWORD}, headers=FIREFOX).ok()
    secret = api.call("PUT", "/auth/totp", {}, headers=FIREFOX).ok()["otp_secret"]
    enabled = api.call("POST", "/auth/totp", {"totp": pyotp.TOTP(secret).now()}, headers=FIREFOX)
    assert "access_token_cookie" in str(enabled.headers.getlist("Set-Cookie"))
