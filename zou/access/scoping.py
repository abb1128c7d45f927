"""Narrowing queries to the productions that the caller reaches."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import ADMIN, ARTIST, CLIENT, MANAGER, SUPERVISOR, VENDOR, me
from zou.access.productions import my_open_productions
from zou.models import Entity, Task, TaskPersonLink

#: Roles with which a whole production is seen: all but the vendor's, who sees what is assigned.
SEE_ALL = (ADMIN, MANAGER, SUPERVISOR, ARTIST, CLIENT)


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
    seen = project_id.in_(my_open_productions(*SEE_ALL))
    if assigned is None or not mine.projects_as(VENDOR):
        return seen
    return sa.or_(seen, sa.and_(project_id.in_(my_open_productions(VENDOR)), assigned))


def seen_entities() -> sa.ColumnElement[bool]:
    """Whether an entity is in a list of the caller; for vendors, one with a task of theirs."""
    return seen_in_productions(Entity.project_id, Entity.id.in_(my_entities()))
