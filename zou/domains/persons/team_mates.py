"""Who shares an open production with the caller."""

from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.models import Person, Project, ProjectPersonLink, ProjectStatus


def team_mates() -> Any:
    """The ids (`person_id`) of the members of the caller's open productions, and the caller's own, as a statement."""
    open_ones = (
        sa.select(Project.id).join(ProjectStatus, ProjectStatus.id == Project.project_status_id).where(ProjectStatus.name == "Open", Project.id.in_(me().teams))
    )
    members = sa.select(ProjectPersonLink.person_id).where(ProjectPersonLink.project_id.in_(open_ones))
    ids = members.union(sa.select(Person.id).where(Person.id == me().id)).subquery()
    return sa.select(ids.c.person_id)
