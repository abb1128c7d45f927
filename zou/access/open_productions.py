"""The productions that lists span when no production is named."""

import sqlalchemy as sa

from zou.access.identity import me
from zou.access.productions import is_mine, is_open
from zou.models import Project


def open_productions() -> sa.Select:
    """The ids of the open productions, as a statement."""
    return sa.select(Project.id).where(is_open())


def my_open_productions() -> sa.Select:
    """The ids of the open productions in whose team the caller is; of all of them for admins."""
    return open_productions() if me().is_admin else open_productions().where(is_mine())
