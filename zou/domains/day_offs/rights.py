"""Who may read whose leaves: whole, or their dates alone."""

from enum import Enum
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import MANAGER, SUPERVISOR
from zou.db import execute
from zou.models import DepartmentLink, Person, ProjectPersonLink


class Reads(Enum):
    """What somebody reads of a leave."""

    WHOLE = "whole"
    DATES = "dates"
    NOTHING = "nothing"


def reads(person_id: UUID) -> Reads:
    """What the caller reads of this person's leaves. At most one statement."""
    if me().is_admin or me().id == person_id:
        return Reads.WHOLE
    return of_all(person_id).get(person_id, Reads.NOTHING)


def of_all(only: UUID | None = None) -> dict[UUID, Reads]:
    """What a caller who is no administrator reads of whose leaves: those whom they manage, supervise, and their own. One statement.

    `only`: ask about this person alone.
    """
    mine = me()
    managed, supervised = mine.projects_as(MANAGER), mine.projects_as(SUPERVISOR)
    found = {mine.id: Reads.WHOLE}
    if not managed and not supervised:
        return found
    is_managed = sa.func.bool_or(ProjectPersonLink.project_id.in_(managed))
    statement = (
        sa.select(Person.id, is_managed.label("managed"), _shares_department().label("shares"))
        .join(ProjectPersonLink, ProjectPersonLink.person_id == Person.id)
        .where(ProjectPersonLink.project_id.in_([*managed, *supervised]))
        .group_by(Person.id)
    )
    for row in execute(statement.where(Person.id == only) if only else statement):
        if row.managed:
            found[row.id] = Reads.WHOLE
        elif row.shares:
            found.setdefault(row.id, Reads.DATES)
    return found


def _shares_department() -> Any:
    departments = me().departments
    if not departments:
        return sa.true()
    return sa.exists().where(DepartmentLink.person_id == Person.id, DepartmentLink.department_id.in_(departments)).correlate(Person)
