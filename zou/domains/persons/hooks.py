"""What is particular to people among the generic rows."""

from typing import Any

import sqlalchemy as sa
from flask import g, request

from zou.access import me
from zou.access.identity import CLIENT
from zou.crud.table import COLLECTIONS, hooks
from zou.crud.write import change
from zou.db import session
from zou.domains.persons import removal, service
from zou.domains.persons.fields import FILTERS, FULL_NAME, OWN, PROTECTED, SECRET, shown_to
from zou.domains.persons.team_mates import team_mates
from zou.domains.persons.validation import clean_country
from zou.kit.errors import BadRequest
from zou.models import Person

persons = hooks("persons")
#: Hidden columns that an administrator sets nevertheless: to unlock an account, to take a single sign-on away.
UNLOCKING = ("login_failed_attemps", "oidc_issuer", "oidc_subject", "saml_issuer", "saml_subject")


@persons.scope
def scope(statement: Any) -> Any:
    """Everybody but preview accounts; for clients those of the teams of their open productions, and themselves."""
    statement = statement.where(Person.preview_project_id.is_(None))
    return statement.where(Person.id.in_(team_mates())) if me().role == CLIENT else statement


@persons.columns
def columns(many: bool) -> Any:
    """What the caller sees of others."""
    return shown_to(me(), many=many)


@persons.filterable
def filterable(key: str) -> bool:
    """No hidden value can be guessed by filtering."""
    return key not in SECRET and (me().is_admin or key in FILTERS)


@persons.filter("full_name")
def filter_full_name(statement: Any, text: str) -> Any:
    """People whose names, joined, are this text."""
    return statement.where(text == FULL_NAME)


for secret in SECRET:

    @persons.filter(secret)
    def refuse(_statement: Any, _text: str, key: str = secret) -> Any:
        """Secrets are no filters, whether they are columns or not."""
        raise BadRequest(f"Rows cannot be filtered by {key}.")


@persons.shape
def shape(rows: list[dict[str, Any]], many: bool) -> list[dict[str, Any]]:
    """Add the computed name; for an administrator who moves a studio also the passwords' hashes."""
    for row in rows:
        row["full_name"] = f"{row['first_name']} {row['last_name']}".strip()
        if row.get("locale") == "":
            row["locale"] = None
    if many and me().is_admin and request.args.get("with_pass_hash", "").lower() == "true":
        hashes = dict(session.execute(sa.select(Person.id, Person.password).where(Person.id.in_([row["id"] for row in rows]))).all())
        for row in rows:
            row["password"] = bytes(hashes[row["id"]] or b"").decode() or None
    return rows


@persons.allow("one")
def may_see(row: Any) -> bool:
    """Everybody sees everybody; clients see team mates and themselves."""
    if me().role != CLIENT or row.id == me().id:
        return True
    return row.id in set(session.execute(team_mates()).scalars())


@persons.allow("update")
def may_change(row: Person) -> bool:
    """Administrators, and people their own record; nobody that of a preview account."""
    return row.preview_project_id is None and (me().is_admin or me().id == row.id)


@persons.before_body
def before_body(verb: str, content: Any) -> Any:
    """Put aside what is no column to be written as it comes: a password in clear, values that unlock."""
    g.person_password, g.person_unlocking = None, {}
    if not isinstance(content, dict):
        return content
    if "country" in content:
        content = {**content, "country": clean_country(content["country"])}
    if verb == "create":
        g.person_password = content.get("password")
        if g.person_password is not None and not isinstance(g.person_password, str):
            raise BadRequest("password must be a text.", errors=[{"field": "password", "message": "must be a text"}])
        dropped = (PROTECTED | SECRET | {"is_guest"}) - {"full_name"}
        return {key: value for key, value in content.items() if key not in dropped}
    if me().is_admin:
        g.person_unlocking = {key: content[key] for key in UNLOCKING if key in content and content[key] in (None, 0)}
        return content
    return {key: value for key, value in content.items() if key in OWN}


@persons.create
def create(values: dict[str, Any]) -> Person:
    """Make the person."""
    return service.create_person(password=g.person_password, **values)


@persons.before_update
def before_update(row: Person, values: dict[str, Any]) -> dict[str, Any]:
    """Drop what has routes of its own, check the rest."""
    values = {key: value for key, value in values.items() if key not in PROTECTED}
    if row.is_bot and me().id == row.id:
        values.pop("expiration_date", None)
    if "email" in values and values["email"] is None and row.email is not None:
        raise BadRequest("email must not be null.", errors=[{"field": "email", "message": "must not be null"}])
    g.renews_token = _renews_token(row, values)
    return service.change_person(row, values)


def _renews_token(row: Person, values: dict[str, Any]) -> bool:
    """Whether a change gives a new token: one that names the expiration date, but not one already past sent back as it was."""
    from zou.domains.persons.validation import clean_day
    from zou.kit.dates import utcnow

    if "expiration_date" not in values:
        return False
    day = clean_day(values["expiration_date"])
    return day is None or day >= utcnow().date() or day != row.expiration_date


@persons.update
def update(row: Person, values: dict[str, Any]) -> None:
    """Change the person, and unlock where an administrator asks for it."""
    change(COLLECTIONS["persons"], row, values)
    if "login_failed_attemps" in g.person_unlocking:
        row.login_failed_attemps = 0
        row.last_login_failed = None
    for key in ("oidc_issuer", "oidc_subject", "saml_issuer", "saml_subject"):
        if key in g.person_unlocking:
            setattr(row, key, None)


@persons.reply
def reply(row: Person, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    """The access token of a bot just made, or the new one of an account whose expiration date was set: shown only now."""
    if (verb == "create" and row.is_bot) or (verb == "update" and g.renews_token):
        return {**body, "access_token": service.renew_token(row)}
    return body


@persons.delete
def delete(row: Person, force: bool) -> None:
    """Remove the person; with `force` what is theirs goes with them."""
    service.require_removable(row)
    removal.remove(row, force=force)
