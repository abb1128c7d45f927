"""Which tasks the caller oversees, sees, and sees blank: conditions on `Task`, for lists over many productions."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, MANAGER, SUPERVISOR, VENDOR, me, require
from zou.access.policies import Params, policy
from zou.access.productions import open_productions
from zou.db.rows import among
from zou.kit.errors import BadRequest
from zou.models import Task, TaskPersonLink, TaskType

Condition = sa.ColumnElement[bool]


def oversees_some() -> bool:
    """Whether the caller manages or supervises: a production, or the studio by their global role."""
    mine = me()
    return mine.is_admin or mine.role in (MANAGER, SUPERVISOR) or bool(mine.projects_as(MANAGER, SUPERVISOR))


def oversees(task: Any = Task) -> Condition:
    """Whether the caller oversees a row of `task`: managers of its production, supervisors there with their departments."""
    mine = me()
    if mine.is_admin:
        return sa.true()
    if not mine.departments:
        return task.project_id.in_(mine.projects_as(MANAGER, SUPERVISOR))
    theirs = sa.select(TaskType.id).where(TaskType.department_id.in_(mine.departments))
    supervised = sa.and_(task.project_id.in_(mine.projects_as(SUPERVISOR)), task.task_type_id.in_(theirs))
    return sa.or_(task.project_id.in_(mine.projects_as(MANAGER)), supervised)


def in_reach(task: Any = Task) -> Condition:
    """Whether the caller may see a row of `task`: the production's team; vendors those assigned to them."""
    mine = me()
    if mine.is_admin:
        return sa.true()
    narrowed = mine.projects_as(VENDOR)
    in_team = task.project_id.in_(list(mine.teams))
    if not narrowed:
        return in_team
    return sa.and_(in_team, sa.or_(task.project_id.not_in(narrowed), is_assigned_to(mine.id, task)))


def is_assigned_to(person_id: UUID, task: Any = Task) -> Condition:
    """Whether a row of `task` is assigned to the person."""
    return among(task.id, sa.select(TaskPersonLink.task_id).where(TaskPersonLink.person_id == person_id))


def client_projects() -> list[UUID]:
    """The productions of which the caller is a client: their tasks show nothing of the planning."""
    mine = me()
    return [] if mine.is_admin else mine.projects_as(CLIENT)


def is_in_open_production(task: Any = Task) -> Condition:
    """Whether the production of a row of `task` is open."""
    return among(task.project_id, open_productions())


def require_overseen_department(department_id: UUID | None) -> None:
    """Raise BadRequest where the caller only supervises, and not this department."""
    mine = me()
    only_supervises = not mine.is_admin and bool(mine.projects_as(SUPERVISOR)) and not mine.projects_as(MANAGER)
    if department_id is not None and only_supervises and not mine.works_in(department_id):
        raise BadRequest("This department is not one of yours.")


@policy
def overseer(_params: Params) -> None:
    """Who manages or supervises: some production, or the studio by their global role."""
    require(oversees_some())
