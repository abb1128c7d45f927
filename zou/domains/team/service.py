"""Who works on a production, and in which role."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import row, session
from zou.domains.projects.service import announce
from zou.kit.errors import BadRequest
from zou.models import Person, ProjectPersonLink

Link = ProjectPersonLink


def add(project_id: UUID, person: Person, role: str | None = None) -> None:
    """Put a person into the team; a `role` given is theirs in it, one not given stays.

    Raises BadRequest for the preview account of a production. Emits project:update for each thing that changes.
    """
    _refuse_preview_account(person.preview_project_id, project_id, role)
    statement = insert(Link).values(project_id=project_id, person_id=person.id).on_conflict_do_nothing().returning(Link.person_id)
    if session.execute(statement).first():
        announce(project_id)
    if role is not None:
        set_role(project_id, person.id, role)


def set_role(project_id: UUID, person_id: UUID, role: str | None) -> None:
    """Give a member a role in the production; None: their own one.

    Raises BadRequest for who is not in the team, and for a preview account. Emits project:update.
    """
    link = sa.and_(Link.project_id == project_id, Link.person_id == person_id)
    member = row(sa.select(Person.preview_project_id).join(Link, Link.person_id == Person.id).where(link))
    if member is None:
        raise BadRequest("This person is not in the team.")
    _refuse_preview_account(member["preview_project_id"], project_id, role)
    session.execute(sa.update(Link).where(link).values(role=role))
    announce(project_id)


def _refuse_preview_account(preview_project_id: UUID | None, project_id: UUID, role: str | None) -> None:
    if preview_project_id is not None and (preview_project_id != project_id or role is not None):
        raise BadRequest("The preview account of a production joins no other one, and stays a client.")


def remove(project_id: UUID, person_id: UUID) -> None:
    """Take a person out of the team; their assignments stay. Emits project:update."""
    session.execute(sa.delete(Link).where(Link.project_id == project_id, Link.person_id == person_id))
    announce(project_id)
