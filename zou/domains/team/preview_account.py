"""The preview account of a production: a client's eyes on it, open for an hour at a time."""

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.db import session
from zou.db.find import add
from zou.domains.persons import removal
from zou.domains.projects.service import announce
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, NotFound
from zou.kit.passwords import hash_password, random_text
from zou.models import Person, Project, ProjectPersonLink

WINDOW = dt.timedelta(hours=1)
PASSWORD_LENGTH = 16


def shown(account: Person) -> dict[str, Any]:
    """The account as its managers see it."""
    until = account.preview_open_until
    return {
        "id": account.id,
        "email": account.email,
        "full_name": f"{account.first_name} {account.last_name}".strip(),
        "preview_open_until": until.isoformat() if until else None,
    }


def of_project(project_id: UUID) -> Person | None:
    """The preview account of a production."""
    return session.execute(sa.select(Person).where(Person.preview_project_id == project_id)).scalars().first()


def reset(project: Project) -> tuple[Person, str]:
    """The production's account, made where it lacks, with a new password; its window is closed, so that its sessions end.

    Raises BadRequest where people do not sign in with a local password. Emits project:update when it makes one.
    """
    settings = current_app.config["SETTINGS"]
    if settings.auth_strategy != "auth_local_classic":
        raise BadRequest("Preview accounts need local passwords: AUTH_STRATEGY=auth_local_classic.")
    session.execute(sa.select(Project.id).where(Project.id == project.id).with_for_update(key_share=True))
    password = random_text(PASSWORD_LENGTH)
    account = of_project(project.id)
    if account is None:
        email = f"preview-{secrets.token_hex(6)}@preview.kitsu.invalid"
        account = add(
            Person(
                first_name="Preview",
                last_name=project.name,
                email=email,
                role="client",
                active=True,
                preview_project_id=project.id,
                notifications_enabled=False,
            )
        )
        session.add(ProjectPersonLink(project_id=project.id, person_id=account.id))
        announce(project.id)
    account.password = hash_password(password, settings.bcrypt_log_rounds)
    set_open(account, False)
    return account, password


def set_open(account: Person, is_open: bool) -> None:
    """Open the account's window for an hour from now, or close it."""
    now = utcnow()
    account.preview_opened_at = now if is_open else None
    account.preview_open_until = now + WINDOW if is_open else None


def require(project_id: UUID) -> Person:
    """The production's account. Raises NotFound."""
    account = of_project(project_id)
    if account is None:
        raise NotFound("The production has no preview account.")
    return account


def remove(project_id: UUID) -> None:
    """Remove the production's account with what is theirs; nothing where there is none. Emits person:delete."""
    account = of_project(project_id)
    if account is not None:
        ident = account.id
        removal.remove(account, force=True)
        emit("person:delete", person_id=ident)
