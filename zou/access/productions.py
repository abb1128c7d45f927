"""Which productions are open, which are the caller's, and which of their own columns the caller may see."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, SUPERVISOR, VENDOR, me
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


def open_productions() -> sa.Select[UUID]:
    """The ids of the studio's open productions, as a statement."""
    return sa.select(Project.id).where(is_open())


def my_open_productions(*roles: str) -> sa.Select[UUID]:
    """The ids of the caller's open productions, those where they have one of `roles` (any without); all open ones for an admin."""
    mine = me()
    if mine.is_admin:
        return open_productions()
    return open_productions().where(Project.id.in_(mine.projects_as(*roles)) if roles else is_mine())


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


def writes_descriptor(project_id: UUID, *department_ids: Collection[UUID]) -> bool:
    """Whether the caller may write a column of the production that has, and is to have, these departments.

    Managers may, and supervisors where each of them holds all of the supervisor's departments, and one at least.
    """
    mine = me()
    if mine.manages(project_id):
        return True
    return mine.role_in(project_id) == SUPERVISOR and all(ids and mine.departments <= set(ids) for ids in department_ids)
