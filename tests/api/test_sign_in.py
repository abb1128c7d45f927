"""Signing in, going on, signing out."""

import datetime as dt

import pytest

from tests.kit.studio import PASSWORD
from zou.models import LoginLog, Organisation

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"}


def sign_in(api, person, password=PASSWORD, **more):
    return api.post("/auth/login", {"email": person if isinstance(person, str) else person.email, "password": password, **more})


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_session_begins_goes_on_and_ends_with_all_its_tokens(api, studio):
    artist = studio.artist(desktop_login="zoe", departments=[studio.department()])
    session = sign_in(api, "zoe").ok()
    assert session["login"] is True
    assert session["user"]["email"] == artist.email
    assert len(session["user"]["departments"]) == 1
    assert "chat_token_slack" not in session["organisation"]
    assert sign_in(api, artist.email.upper()).status == 200
    access, refresh = bearer(session["access_token"]), bearer(session["refresh_token"])
    renewed = bearer(api.call("GET", "/auth/refresh-token", headers=refresh).ok()["access_token"])
    assert api.call("GET", "/auth/authenticated", headers=refresh).status == 422
    assert api.call("GET", "/auth/refresh-token", headers=access).status == 422
    assert api.call("GET", "/auth/logout", headers=renewed).ok() == {"logout": True}
    for token, path in ((access, "/auth/authenticated"), (renewed, "/auth/authenticated"), (refresh, "/auth/refresh-token")):
        assert api.call("GET", path, headers=token).has(401) == {"msg": "Token has been revoked"}


def test_form_fields_and_the_query_sign_in_too(api, studio):
    artist = studio.artist()
    assert api.call("POST", "/auth/login", data={"email": artist.email, "password": PASSWORD}).status == 200
    assert api.call("POST", f"/auth/login?email={artist.email}&password={PASSWORD}").status == 200
    assert sign_in(api, "", "").has(400)["data"]["errors"][0]["field"] == "email"


def test_an_unknown_address_and_a_wrong_password_look_the_same(api, studio):
    wrong = sign_in(api, studio.artist(), "wrong")
    unknown = sign_in(api, "nobody@studio.test")
    bot = sign_in(api, studio.artist(is_bot=True))
    empty = sign_in(api, studio.artist(password=None))
    assert wrong.status == 400
    assert wrong.json.keys() == {"login", "message"}
    assert wrong.data == unknown.data == bot.data == empty.data


def test_the_state_of_an_account_is_told_to_who_knows_the_password(api, studio):
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    for closed in (studio.artist(active=False), studio.artist(expiration_date=yesterday)):
        assert sign_in(api, closed).has(401)["unactive"] is True
        assert sign_in(api, closed, "wrong").status == 400
        assert api.as_(closed).get("/auth/authenticated").status == 401


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_lock_an_address_whether_somebody_has_it_or_not(api, studio, known):
    studio.artist(email="zoe@studio.test") if known else None
    for _ in range(5):
        assert "too_many_failed_login_attemps" not in sign_in(api, "zoe@studio.test", "wrong").has(400)
    for password in (PASSWORD, "wrong"):
        assert sign_in(api, "zoe@studio.test", password).has(400)["too_many_failed_login_attemps"] is True
    assert sign_in(api, studio.artist()).status == 200


def test_a_success_forgets_failures_and_an_administrator_unlocks(api, studio):
    artist = studio.artist(email="zoe@studio.test")
    path = f"/data/persons/{artist.id}"
    for _ in range(2):
        for _ in range(4):
            sign_in(api, "zoe@studio.test", "wrong").has(400)
        sign_in(api, "zoe@studio.test").ok()
    for _ in range(5):
        sign_in(api, "zoe@studio.test", "wrong").has(400)
    api.as_(studio.admin()).put(path, {"login_failed_attemps": 0}).ok()
    sign_in(api, "zoe@studio.test").ok()


def test_browsers_get_cookies_that_do_without_a_header(api, studio):
    artist = studio.artist()
    cookies = api.call("POST", "/auth/login", {"email": artist.email, "password": PASSWORD}, headers=FIREFOX).headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["access_token_cookie", "refresh_token_cookie"]
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
    assert api.get("/auth/authenticated").ok()["user"]["email"] == artist.email
    assert api.call("GET", "/auth/refresh-token", headers=FIREFOX).ok() == {"refresh": True}
    assert api.call("GET", "/auth/refresh-token", headers=FIREFOX).ok() == {"refresh": True}
    assert api.call("GET", "/auth/logout", headers=FIREFOX).ok() == {"logout": True}
    assert api.get("/auth/authenticated").status == 401


def test_scripts_get_no_cookies(api, studio):
    assert "Set-Cookie" not in sign_in(api, studio.artist()).headers


def test_a_good_header_wins_over_a_stale_cookie(api, studio):
    api.http.set_cookie("access_token_cookie", "stale")
    assert api.call("GET", "/auth/authenticated", headers=api.as_(studio.artist()).headers).status == 200


def test_every_sign_in_is_logged_with_its_origin(api, studio, transaction):
    artist = studio.artist()
    sign_in(api, artist).ok()
    api.call("POST", "/auth/login", {"email": artist.email, "password": PASSWORD}, headers={**FIREFOX, "X-Real-IP": "10.1.2.3"}).ok()
    logs = transaction.execute(LoginLog.__table__.select().order_by(LoginLog.created_at)).all()
    assert [(log.origin, log.ip_address) for log in logs] == [("script", "127.0.0.1"), ("web", "10.1.2.3")]


def test_the_organisation_is_made_once_and_its_secrets_are_for_administrators(api, studio, transaction):
    admin = studio.admin()
    assert sign_in(api, admin).ok()["organisation"]["chat_token_slack"] == ""
    assert "chat_token_slack" not in sign_in(api, studio.artist()).ok()["organisation"]
    assert [row.name for row in transaction.execute(Organisation.__table__.select())] == ["Kitsu"]


def test_without_valkey_people_sign_in_and_what_needs_it_says_so(api, studio, app, monkeypatch):
    artist = studio.artist(email="zoe@studio.test")
    mine = api.as_(artist)
    monkeypatch.setitem(app.config, "VALKEY_URL", lambda _db: "redis://127.0.0.1:1")
    monkeypatch.delitem(app.extensions, "rates", raising=False)
    begun = sign_in(api, "zoe@studio.test").ok()
    assert sign_in(api, "zoe@studio.test", "wrong").status == 400
    for email in ("zoe@studio.test", "nobody@studio.test"):
        assert api.post("/auth/reset-password", {"email": email}).has(503)["error"] is True
    assert mine.post("/auth/app-login/code", {"code_challenge": "c" * 43}).status == 503
    assert api.get("/status").ok()["key-value-store-up"] in (True, False)
    assert api.call("GET", "/auth/logout", headers=bearer(begun["access_token"])).status == 200
    assert api.call("GET", "/auth/authenticated", headers=bearer(begun["access_token"])).status == 401
    app.extensions.pop("rates", None)


def test_signing_in_takes_few_statements(api, studio):
    artist = studio.artist()
    sign_in(api, artist).ok()
    with api.statements(at_most=5):
        sign_in(api, artist).ok()
