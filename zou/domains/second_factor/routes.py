"""Second factors over HTTP: PUT begins, POST enables, DELETE disables."""

from typing import Any

from flask import Response

from zou.access import me
from zou.access.policies import admin, persons_only, public
from zou.db.find import find
from zou.domains.auth import fido, proofs
from zou.domains.auth.browsers import give_cookies, is_browser
from zou.domains.auth.schemas import ByEmail, EmailCode, FidoRegistration, FidoRemoval, Proof, TotpCode
from zou.domains.second_factor import service
from zou.kit.errors import BadRequest
from zou.kit.http import Resource, Room, allow, body, query, reply, writes
from zou.models import Person

room = Room("second_factor")
SUCCESS = {"success": True}


def myself() -> Person:
    """The caller's row, nobody else changing it meanwhile."""
    return find(Person, me().id, lock=True)


def enabled(result: dict[str, Any]) -> Response:
    """The reply to who has just enabled a method; browsers get the new tokens as cookies, too."""
    answer = reply(result)
    return give_cookies(answer, access=result["access_token"], refresh=result["refresh_token"]) if is_browser() else answer


@room.route("/auth/totp")
class Totp(Resource):
    """The authenticator."""

    @allow(persons_only, before_second_factor=True)
    def put(self) -> dict[str, str]:
        """A secret for it."""
        return service.begin_totp(myself())

    @allow(persons_only, before_second_factor=True)
    @body(TotpCode)
    def post(self, body: TotpCode) -> Response:
        """Enable it by its code."""
        return enabled(service.enable_totp(myself(), body.totp))

    @allow(persons_only, before_second_factor=True)
    @body(Proof)
    def delete(self, body: Proof) -> dict[str, bool]:
        """Disable it, by a proof."""
        person = myself()
        service.require_enabled(person, "totp")
        service.require_proof(person, body, purpose="disable-totp")
        service.disable(person, "totp")
        return SUCCESS


@room.route("/auth/email-otp")
class EmailOtp(Resource):
    """The code by e-mail."""

    @allow(public)
    @writes
    @query(ByEmail)
    def get(self, query: ByEmail) -> dict[str, bool]:
        """Have a code mailed to sign in with. The reply is the same for everybody."""
        service.mail_code(query.email)
        return SUCCESS

    @allow(persons_only, before_second_factor=True)
    def put(self) -> dict[str, bool]:
        """Have a code mailed to enable it with."""
        service.begin_email(myself())
        return SUCCESS

    @allow(persons_only, before_second_factor=True)
    @body(EmailCode)
    def post(self, body: EmailCode) -> Response:
        """Enable it by the code."""
        return enabled(service.enable_email(myself(), body.email_otp))

    @allow(persons_only, before_second_factor=True)
    @body(Proof)
    def delete(self, body: Proof) -> dict[str, bool]:
        """Disable it, by a proof."""
        person = myself()
        service.require_enabled(person, "email_otp")
        service.require_proof(person, body, purpose="disable-email-otp")
        service.disable(person, "email_otp")
        return SUCCESS


@room.route("/auth/fido")
class Fido(Resource):
    """Security keys."""

    @allow(public)
    @query(ByEmail)
    def get(self, query: ByEmail) -> dict[str, Any]:
        """What the browser asks a key to sign in with."""
        return service.ask_key(query.email)

    @allow(persons_only, before_second_factor=True)
    def put(self) -> dict[str, Any]:
        """What the browser asks a new key."""
        return fido.begin_registration(myself())

    @allow(persons_only, before_second_factor=True)
    @body(FidoRegistration)
    def post(self, body: FidoRegistration) -> Response:
        """Keep the new key."""
        return enabled(service.enable_key(myself(), body.registration_response, body.device_name))

    @allow(persons_only, before_second_factor=True)
    @body(FidoRemoval)
    def delete(self, body: FidoRemoval) -> dict[str, bool]:
        """Forget a key, by a proof."""
        person = myself()
        service.require_enabled(person, "fido")
        service.require_proof(person, body, purpose="disable-fido")
        service.remove_key(person, body.device_name)
        return SUCCESS


@room.route("/auth/recovery-codes")
class RecoveryCodes(Resource):
    """The codes for who has lost everything else."""

    @allow(persons_only, before_second_factor=True)
    @body(Proof)
    def put(self, body: Proof) -> dict[str, list[str]]:
        """New ones, by a proof. The old ones are dead."""
        person = myself()
        if not proofs.enabled_methods(person):
            raise BadRequest("No second factor is enabled.")
        service.require_proof(person, body, purpose="recovery-codes")
        return {"otp_recovery_codes": proofs.new_recovery_codes(person)}


@room.route("/actions/persons/<uuid:person_id>/disable-two-factor-authentication")
class DisableSecondFactor(Resource):
    """Somebody else's second factors."""

    @allow(admin)
    def delete(self, person: Person) -> dict[str, bool]:
        """Drop them all."""
        service.disable_all_by_admin(person)
        return SUCCESS
