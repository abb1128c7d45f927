"""Security keys, by one in software (WebAuthn, ES256, no attestation)."""

import hashlib
import json
import secrets
import struct
from base64 import urlsafe_b64encode

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

from tests.api.test_sign_in import bearer, sign_in


def b64(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class SecurityKey:
    """A key: it registers, and answers what it is asked with a counter that moves on."""

    def __init__(self):
        self.id, self.count = secrets.token_bytes(32), 0
        self.key = ec.generate_private_key(ec.SECP256R1())

    def _client(self, kind, challenge, rp):
        return json.dumps({"type": kind, "challenge": challenge, "origin": f"https://{rp}"}).encode()

    def register(self, options):
        """What the browser posts for a new key."""
        numbers, rp = self.key.public_key().public_numbers(), options["rp"]["id"]
        public = cbor.encode({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        data = hashlib.sha256(rp.encode()).digest() + b"\x41" + struct.pack(">I", 0) + bytes(16) + struct.pack(">H", 32) + self.id + public
        made = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"], rp)
        return {**self._names(), "response": {"clientDataJSON": b64(client), "attestationObject": b64(made)}}

    def answer(self, options):
        """What the browser posts for what the key was asked."""
        self.count += 1
        client = self._client("webauthn.get", options["challenge"], options["rpId"])
        data = hashlib.sha256(options["rpId"].encode()).digest() + b"\x01" + struct.pack(">I", self.count)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return {**self._names(), "response": {"clientDataJSON": b64(client), "authenticatorData": b64(data), "signature": b64(signature)}}

    def _names(self):
        return {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "clientExtensionResults": {}}


@pytest.fixture
def zoe(api, studio):
    """Somebody with a key: a function that signs them in with an answer, their token, their key."""
    studio.artist(email="zoe@studio.test")
    mine, key = bearer(sign_in(api, "zoe@studio.test").ok()["access_token"]), SecurityKey()
    options = api.call("PUT", "/auth/fido", {}, headers=mine).ok()
    assert options["excludeCredentials"] == []
    assert options["authenticatorSelection"]["authenticatorAttachment"] == "cross-platform"
    body = {"registration_response": key.register(options), "device_name": "blue"}
    assert len(api.call("POST", "/auth/fido", body, headers=mine).ok()["otp_recovery_codes"]) == 16
    assert api.call("POST", "/auth/fido", body, headers=mine).status == 400
    return lambda answer: sign_in(api, "zoe@studio.test", fido_authentication_response=answer), mine, key


def asked(api):
    return api.get("/auth/fido", email="zoe@studio.test").ok()


def test_a_key_signs_in_and_another_does_not(api, zoe):
    enter, mine, key = zoe
    assert api.call("GET", "/auth/authenticated", headers=mine).ok()["user"]["fido_devices"] == ["blue"]
    assert sign_in(api, "zoe@studio.test").has(400)["preferred_two_factor_authentication"] == "fido"
    enter(key.answer(asked(api))).ok()
    assert enter(SecurityKey().answer(asked(api))).has(400)["wrong_OTP"] is True
    assert api.get("/auth/fido", email="nobody@studio.test").status == 400


def test_an_answer_is_good_once_even_with_an_old_cookie(api, zoe):
    enter, _mine, key = zoe
    answer = key.answer(asked(api))
    cookie = api.http.get_cookie("session").value
    enter(answer).ok()
    assert enter(answer).status == 400
    api.http.set_cookie("session", cookie)
    key.count += 1
    assert enter(answer).has(400)["wrong_OTP"] is True


def test_a_copied_key_is_noticed(api, zoe):
    enter, _mine, key = zoe
    key.count = 10
    enter(key.answer(asked(api))).ok()
    key.count = 5
    assert enter(key.answer(asked(api))).has(400)["wrong_OTP"] is True


def test_a_key_goes_by_a_proof_and_the_method_with_the_last(api, zoe):
    _enter, mine, key = zoe
    assert api.call("DELETE", "/auth/fido", {"device_name": "blue"}, headers=mine).has(400)["wrong_OTP"] is True
    unknown = {"device_name": "red", "fido_authentication_response": key.answer(asked(api))}
    assert api.call("DELETE", "/auth/fido", unknown, headers=mine).status == 400
    proof = {"device_name": "blue", "fido_authentication_response": key.answer(asked(api))}
    assert api.call("DELETE", "/auth/fido", proof, headers=mine).ok() == {"success": True}
    sign_in(api, "zoe@studio.test").ok()


@pytest.mark.parametrize("answer", [{}, {"id": "x"}, {"id": "x", "rawId": "x", "response": {}, "type": "public-key"}])
def test_nonsense_is_a_wrong_answer(api, zoe, answer):
    enter, mine, _key = zoe
    asked(api)
    assert enter(answer).status == 400
    api.call("PUT", "/auth/fido", {}, headers=mine).ok()
    assert api.call("POST", "/auth/fido", {"registration_response": answer, "device_name": "red"}, headers=mine).status == 400
