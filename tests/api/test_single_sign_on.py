"""OpenID Connect against a sign-on server of the test's own; everything but that server is real."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from zou.domains.sso import oidc
from zou.models import Person


class SignOnServer:
    """A sign-on server that vouches for `claims`."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {"sub": "zoe-1", "email": "Zoe@studio.test", "email_verified": True, "given_name": "Zoé", "family_name": "Doe"}
        self.nonce = self.signer = None
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(server.key.public_key()))
                self.answer(server.description if self.path.startswith("/.well-known") else {"keys": [{**public, "kid": "1", "alg": "RS256"}]})

            def do_POST(self):
                asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                assert asked["code_verifier"]
                self.answer({"access_token": "x", "token_type": "Bearer", "id_token": server.token()})

            def answer(self, body):
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *_arguments):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        self.description = {"issuer": self.url, **{name: f"{self.url}/{path}" for name, path in names.items()}}
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def token(self):
        """An ID token."""
        now = int(time.time())
        claims = {"iss": self.url, "aud": "kitsu", "nonce": self.nonce, "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(claims, self.signer or self.key, algorithm="RS256", headers={"kid": "1"})


@pytest.fixture
def sign_on(app, monkeypatch):
    """The studio's sign-on server."""
    server = SignOnServer()
    found = {"oidc_enabled": True, "oidc_client_id": "kitsu", "oidc_client_secret": "s", "oidc_discovery_url": f"{server.url}/.well-known/openid-configuration"}
    for name, value in found.items():
        monkeypatch.setattr(app.config["SETTINGS"], name, value)
    oidc._descriptions.clear()
    yield server
    server.http.shutdown()


def go(api, server):
    """Go to the sign-on server and come back."""
    begun = api.get("/auth/oidc/login")
    assert begun.status == 302
    asked = {key: values[0] for key, values in parse_qs(urlparse(begun.headers["Location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    server.nonce = asked["nonce"]
    return api.get("/auth/oidc/callback", code="any", state=asked["state"])


def signed_in_as(api):
    return api.get("/auth/authenticated").ok()["user"]


def test_somebody_new_gets_an_account_and_keeps_it(api, sign_on, transaction):
    back = go(api, sign_on)
    assert (back.status, back.headers["Location"]) == (302, "https://localhost:8080")
    me = signed_in_as(api)
    assert (me["email"], me["full_name"], me["role"]) == ("Zoe@studio.test", "Zoé Doe", "user")
    assert "oidc_subject" not in me
    sign_on.claims.update(email="other@studio.test", email_verified=False)
    assert go(api.as_(None), sign_on).status == 302
    assert len(transaction.execute(Person.__table__.select()).all()) == 1


def test_an_account_is_bound_to_one_identity_until_an_administrator_unbinds_it(api, studio, sign_on):
    zoe = studio.artist(email="zoe@studio.test")
    path = f"/data/persons/{zoe.id}"
    go(api, sign_on)
    assert signed_in_as(api)["id"] == path.rpartition("/")[2]
    sign_on.claims["sub"] = "somebody-else"
    assert set(go(api.as_(None), sign_on).has(400)) == {"error"}
    api.as_(studio.admin()).put(path, {"oidc_issuer": None, "oidc_subject": None}).ok()
    assert go(api.as_(None), sign_on).status == 302


@pytest.mark.parametrize(
    "change", [{"email_verified": False}, {"email": None}, {"aud": "another"}, {"iss": "https://elsewhere"}, {"nonce": "another"}, {"exp": 1}]
)
def test_what_the_sign_on_server_does_not_vouch_for_is_refused(api, sign_on, change):
    sign_on.claims.update(change)
    assert set(go(api, sign_on).has(400)) == {"error"}


def test_a_token_signed_by_another_key_is_refused(api, sign_on):
    sign_on.signer = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert go(api, sign_on).status == 400


def test_nobody_comes_back_who_has_not_left_from_here(api, sign_on):
    assert api.get("/auth/oidc/callback", code="any", state="x").status == 400
    api.get("/auth/oidc/login")
    assert api.get("/auth/oidc/callback", code="any", state="é").status == 400


def test_protected_accounts_are_not_bound_and_closed_ones_not_signed_in(api, studio, sign_on, app, monkeypatch):
    zoe = studio.artist(email="zoe@studio.test", active=False)
    back = go(api, sign_on)
    assert back.status == 302
    assert "access_token_cookie" not in str(back.headers.getlist("Set-Cookie"))
    assert zoe is not None
    studio.artist(email="boss@studio.test")
    monkeypatch.setattr(app.config["SETTINGS"], "protected_accounts", ["boss@studio.test"])
    sign_on.claims.update(sub="boss", email="boss@studio.test")
    assert go(api.as_(None), sign_on).status == 400


def test_switched_off_it_says_so(api):
    for method, path in (("GET", "/auth/oidc/login"), ("GET", "/auth/oidc/callback"), ("GET", "/auth/saml/login"), ("POST", "/auth/saml/sso")):
        assert set(api.call(method, path).has(400)) == {"error"}
