"""Policies: what a handler declares with `@allow(...)`.

A policy's check gets the parameters of the path, raises NotFound or Forbidden, and may put what it has read among them.
Rights in a production are those of the role held there (`Identity.role_in`); admins have them all.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import ARTIST, CLIENT, MANAGER, SUPERVISOR, VENDOR, me, require
from zou.db import session
from zou.db.find import exists
from zou.kit.errors import Forbidden, NotFound
from zou.kit.ids import parse_id
from zou.models import Project, Task, TaskPersonLink, TaskType

Params = dict[str, Any]
STAFF = (MANAGER, SUPERVISOR, ARTIST, VENDOR)
INSIDERS = (MANAGER, SUPERVISOR, ARTIST)


@dataclass(frozen=True)
class Policy:
    """Who may call. `token`: the kind of token read; `public`: none is."""

    name: str
    check: Callable[[Params], Params | None] | None = None
    public: bool = False
    persons_only: bool = False
    token: str = "access"


public = Policy("public", public=True)
"""Anybody, without a token."""
signed_in = Policy("signed_in")
"""Every account with a token, bots too."""
persons_only = Policy("persons_only", persons_only=True)
"""Every human account."""
with_refresh_token = Policy("with_refresh_token", persons_only=True, token="refresh")
"""Who shows a refresh token."""


def humans(policy: Policy) -> Policy:
    """The policy for people alone: bots are refused."""
    return replace(policy, name=f"humans({policy.name})", persons_only=True)


def policy(check: Callable[[Params], Params | None]) -> Policy:
    """Make a policy of a check; its docstring says who passes."""
    return Policy(check.__name__, check)


@policy
def admin(_params: Params) -> None:
    """Administrators."""
    require(me().is_admin)


@policy
def studio_manager(_params: Params) -> None:
    """Managers by their global role, and administrators."""
    require(me().is_manager)


@policy
def not_vendor(_params: Params) -> None:
    """Everybody but vendors by their global role."""
    require(me().role != VENDOR)


@policy
def not_client(_params: Params) -> None:
    """Everybody but clients by their global role."""
    require(me().role != CLIENT)


def in_team(*roles: str, name: str | None = None) -> Policy:
    """Members of the production `project_id` whose role there is one of `roles` (any without)."""

    def check(params: Params) -> None:
        reach(params["project_id"], *roles)

    return Policy(name or f"in_team({', '.join(roles)})", check)


def reach(project_id: Any, *roles: str) -> UUID:
    """The id of a production that the caller reaches with one of `roles` (any without). Raises NotFound, Forbidden."""
    known = parse_id(project_id)
    mine = me()
    if known is None or (known not in mine.teams and not exists(Project, known)):
        raise NotFound(f"No production has the id {project_id}.")
    require(mine.is_member(known), "You are not in the team of this production.")
    require(not roles or mine.has_role_in(known, *roles))
    return known


team_member = in_team(name="team_member")
"""The production's team."""
production_manager = in_team(MANAGER, name="production_manager")
"""Managers of the production."""
production_supervisor = in_team(MANAGER, SUPERVISOR, name="production_supervisor")
"""Supervisors of the production, and managers."""
team_member_not_vendor = in_team(MANAGER, SUPERVISOR, ARTIST, CLIENT, name="team_member_not_vendor")
"""The production's team without vendors."""
team_member_not_client = in_team(*STAFF, name="team_member_not_client")
"""The production's team without clients."""
team_insider = in_team(*INSIDERS, name="team_insider")
"""The production's team without clients and vendors."""


def is_assigned(task_id: UUID) -> bool:
    """Whether the task is assigned to the caller."""
    statement = sa.select(TaskPersonLink.task_id).where(TaskPersonLink.task_id == task_id, TaskPersonLink.person_id == me().id)
    return session.execute(statement).first() is not None


def works_on(entity_id: UUID | None) -> bool:
    """Whether a task of the entity is assigned to the caller."""
    statement = sa.select(Task.id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id)
    return session.execute(statement.where(Task.entity_id == entity_id, TaskPersonLink.person_id == me().id).limit(1)).first() is not None


def require_entity_access(project_id: UUID, entity_id: UUID) -> None:
    """Raise Forbidden unless the caller may see the entity: the team; vendors only with a task on it."""
    mine = me()
    require(mine.is_member(project_id), "You are not in the team of this production.")
    require(mine.role_in(project_id) != VENDOR or works_on(entity_id), "No task of this is assigned to you.")


def require_task_access(task: Any) -> None:
    """Raise Forbidden unless the caller may see the task: who may see its entity."""
    require_entity_access(task.project_id, task.entity_id)


def department_of(task_type_id: UUID | None) -> UUID | None:
    """The department of a task type."""
    return session.execute(sa.select(TaskType.department_id).where(TaskType.id == task_type_id)).scalar()


def supervises_task(task: Any) -> bool:
    """Whether the caller supervises the task's production and the department of its type."""
    mine = me()
    if mine.manages(task.project_id):
        return True
    return mine.supervises(task.project_id) and (not mine.departments or department_of(task.task_type_id) in mine.departments)


def require_admin_or_self(person_id: UUID) -> None:
    """Raise Forbidden unless the caller is that person, or an admin."""
    if not (me().is_admin or me().id == person_id):
        raise Forbidden()
