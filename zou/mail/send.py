"""Handing an e-mail over to the workers, and sending it."""

import logging
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.db import session
from zou.db.unit import unit_of_work
from zou.jobs import enqueue, job
from zou.mail import smtp
from zou.mail.text import write
from zou.models import Organisation, Person

log = logging.getLogger(__name__)


def send_later(kind: str, person: Person, **context: Any) -> None:
    """Send `person` the e-mail of this kind after the commit. `context`: JSON values for its text.

    Nothing where the server sends no e-mail or the person has no address.
    """
    if current_app.config["SETTINGS"].mail_enabled and person.email:
        enqueue("send_mail", kind=kind, person_id=person.id, context=context)


def send_to(kind: str, address: str, *, first_name: str = "", locale: str | None = None, **context: Any) -> None:
    """Send somebody who may have no account the e-mail of this kind after the commit. Nothing where the server sends no e-mail."""
    if current_app.config["SETTINGS"].mail_enabled:
        reader = {"first_name": first_name, "email": address, "timezone": None, "locale": str(locale) if locale else None}
        enqueue("send_mail_to", kind=kind, reader=reader, context=context)


@job("send_mail_to", timeout=60, attempts=3)
def send_mail_to(kind: str, reader: dict[str, Any], context: dict[str, Any]) -> None:
    """Write the e-mail in the reader's language and send it. Raises OSError where the mail server does not take it."""
    with unit_of_work(writes=False):
        organisation = _organisation()
    _send(kind, reader, {"organisation": organisation, **context})


@job("send_mail", timeout=60, attempts=3)
def send_mail(kind: str, person_id: str, context: dict[str, Any]) -> None:
    """Write the e-mail in the person's language and send it. Raises OSError where the mail server does not take it."""
    with unit_of_work(writes=False):
        person = session.get(Person, UUID(person_id))
        if person is None or not person.email:
            return
        organisation = _organisation()
        reader = {"first_name": person.first_name, "email": person.email, "timezone": person.timezone, "locale": person.locale}
    _send(kind, reader, {"organisation": organisation, **context})


def _organisation() -> str:
    """What the studio is called."""
    return session.execute(sa.select(Organisation.name).order_by(Organisation.created_at)).scalars().first() or "Kitsu"


def _send(kind: str, reader: dict[str, Any], context: dict[str, Any]) -> None:
    settings = current_app.config["SETTINGS"]
    locale = reader["locale"] or settings.default_locale
    mail = write(kind, locale=str(locale), timezone=reader["timezone"], context={**reader, **context})
    if settings.mail_debug_body:
        log.info("e-mail to %s:\n%s", reader["email"], mail.text)
    smtp.send(mail, to=str(reader["email"]))
