"""The productions that are open: those that lists span when no production is named."""

from typing import Any

import sqlalchemy as sa

from zou.access.identity import me
from zou.models import Project, ProjectStatus

OPEN = "Open"


def open_productions() -> sa.Select[Any]:
    """The ids of the open productions, as a statement."""
    return sa.select(Project.id).join(ProjectStatus, ProjectStatus.id == Project.project_status_id).where(ProjectStatus.name == OPEN)


def my_open_productions() -> sa.Select[Any]:
    """The ids of the open productions in whose team the caller is; of all of them for admins."""
    statement = open_productions()
    return statement if me().is_admin else statement.where(Project.id.in_(list(me().teams)))
