"""Who shares an open production with the caller."""

from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.access.productions import is_mine, open_productions
from zou.models import Person, ProjectPersonLink


def team_mates() -> Any:
    """The ids (`person_id`) of the members of the caller's open productions, and the caller's own, as a statement."""
    members = sa.select(ProjectPersonLink.person_id).where(ProjectPersonLink.project_id.in_(open_productions().where(is_mine())))
    ids = members.union(sa.select(Person.id).where(Person.id == me().id)).subquery()
    return sa.select(ids.c.person_id)
