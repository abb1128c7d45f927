"""Which productions are open, which are the caller's, and which of their own columns the caller may see."""

from typing import Any

import sqlalchemy as sa

from zou.access.identity import CLIENT, VENDOR, me
from zou.models import DepartmentMetadataDescriptorLink, MetadataDescriptor, Project, ProjectStatus

OPEN = "Open"
CLOSED = "Closed"
#: Names that administrators' lists take for open, besides the one that the server itself gives.
OPEN_NAMES = (OPEN, "open", "Active")


def is_open(project: Any = Project, *, names: tuple[str, ...] = (OPEN,)) -> sa.ColumnElement[bool]:
    """Whether a row of `project` (the model or an alias) has the status of open productions."""
    return project.project_status_id.in_(sa.select(ProjectStatus.id).where(ProjectStatus.name.in_(names)))


def is_mine(project: Any = Project) -> sa.ColumnElement[bool]:
    """Whether a row of `project` is one of the caller's productions."""
    return project.id.in_(list(me().teams))


def my_open_projects() -> sa.Select[Any]:
    """The ids of the open productions in whose team the caller is."""
    return sa.select(Project.id).where(is_open(), is_mine())


def sees_descriptor(descriptor: Any = MetadataDescriptor) -> sa.ColumnElement[bool]:
    """Whether the caller's role in a column's production lets them see it.

    Clients see those marked for them, vendors those of their departments or of none.
    """
    mine = me()
    as_client, as_vendor = mine.projects_as(CLIENT), mine.projects_as(VENDOR)
    if mine.is_admin or not (as_client or as_vendor):
        return sa.true()
    link = DepartmentMetadataDescriptorLink
    of_departments = sa.exists().where(link.metadata_descriptor_id == descriptor.id)
    return sa.and_(
        sa.or_(descriptor.project_id.not_in(as_client), descriptor.for_client.is_(True)),
        sa.or_(
            descriptor.project_id.not_in(as_vendor),
            ~of_departments.correlate(descriptor),
            of_departments.where(link.department_id.in_(mine.departments)).correlate(descriptor),
        ),
    )
