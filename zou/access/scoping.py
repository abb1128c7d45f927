"""Narrowing queries to the productions that the caller reaches."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import ADMIN, ARTIST, CLIENT, MANAGER, SUPERVISOR, VENDOR, me
from zou.models import Project, ProjectStatus, Task, TaskPersonLink

#: Roles with which a whole production is seen: all but the vendor's, who sees what is assigned.
SEE_ALL = (ADMIN, MANAGER, SUPERVISOR, ARTIST, CLIENT)


def open_projects() -> sa.Select[UUID]:
    """Ids of the studio's open productions."""
    return sa.select(Project.id).join(ProjectStatus, ProjectStatus.id == Project.project_status_id).where(ProjectStatus.name == "Open")


def my_open_projects(*roles: str) -> sa.Select[UUID]:
    """Ids of the caller's open productions, those where they have one of `roles` (any without); all open ones for an admin."""
    mine = me()
    if mine.is_admin:
        return open_projects()
    return open_projects().where(Project.id.in_(mine.projects_as(*roles) if roles else list(mine.teams)))


def my_tasks() -> sa.Select[UUID]:
    """Ids of the tasks assigned to the caller."""
    return sa.select(TaskPersonLink.task_id).where(TaskPersonLink.person_id == me().id)


def my_entities() -> sa.Select[UUID | None]:
    """Ids of the entities with a task assigned to the caller."""
    return sa.select(Task.entity_id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id).where(TaskPersonLink.person_id == me().id)


def seen_in_productions(project_id: Any, assigned: Any = None) -> sa.ColumnElement[bool]:
    """Whether a row of the production `project_id` (a column) is in a list of the caller: everything for an admin; open productions of theirs.

    `assigned`: what a row must fulfil where they are a vendor (nothing is theirs without).
    """
    mine = me()
    if mine.is_admin:
        return sa.true()
    seen = project_id.in_(my_open_projects(*SEE_ALL))
    if assigned is None or not mine.projects_as(VENDOR):
        return seen
    return sa.or_(seen, sa.and_(project_id.in_(my_open_projects(VENDOR)), assigned))
