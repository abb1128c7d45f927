"""Who may act on a task, use a status, and read its comments."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import ADMIN, ARTIST, CLIENT, MANAGER, SUPERVISOR, VENDOR, me, require
from zou.access.policies import Params, is_assigned, policy, require_task_access, supervises_task
from zou.db import rows, scalar, session
from zou.db.find import find
from zou.kit import json
from zou.kit.errors import Forbidden
from zou.kit.ids import parse_id
from zou.models import Comment, Entity, Person, Project, ProjectPersonLink, ProjectTaskStatusLink, Task, TaskStatus

_NAMED = sa.text("""
    SELECT EXISTS (
        SELECT 1 FROM comment c WHERE c.object_id = :task AND (
            EXISTS (SELECT 1 FROM comment_mentions m WHERE m.comment = c.id AND m.person = :person)
            OR EXISTS (SELECT 1 FROM comment_department_mentions m WHERE m.comment = c.id AND m.department = ANY(:departments))
            OR c.replies @> CAST(:by_name AS jsonb) OR c.replies @> ANY(CAST(:by_department AS jsonb[]))))""")


@policy
def task_reader(params: Params) -> Params:
    """Who may see the task `task_id`: the team of its production; vendors with a task on its entity."""
    task = find(Task, params["task_id"])
    require_task_access(task)
    return {**params, "task": task}


@policy
def task_actor(params: Params) -> Params:
    """Who may act on the task `task_id`."""
    task = find(Task, params["task_id"])
    require_action(task)
    return {**params, "task": task}


@policy
def task_speaker(params: Params) -> Params:
    """Who may speak on the task `task_id`: who may act on it, and who is mentioned there (`acts` says which)."""
    task = find(Task, params["task_id"])
    acts = may_act(task)
    require(acts or is_mentioned(task), "You do not work on this task.")
    return {**params, "task": task, "acts": acts}


@policy
def comment_actor(params: Params) -> Params:
    """Who may act on the task of the comment `comment_id`."""
    task = task_of(find(Comment, params["comment_id"]))
    require_action(task)
    return {**params, "task": task}


def may_act(task: Any) -> bool:
    """Whether the caller may act on the task.

    Managers and clients of its production, its assignees, supervisors of its department, and who made its entity.
    """
    role = me().role_in(task.project_id)
    if role is None:
        return False
    if role in (ADMIN, MANAGER, CLIENT):
        return True
    if role == SUPERVISOR and supervises_task(task):
        return True
    return is_assigned(task.id) or scalar(sa.select(Entity.created_by).where(Entity.id == task.entity_id)) == me().id


def require_action(task: Any) -> None:
    """Raise Forbidden unless the caller may act on the task."""
    require(may_act(task), "You do not work on this task.")


def is_mentioned(task: Any) -> bool:
    """Whether a comment or a reply of the task names the caller, or a department of theirs. Never for vendors."""
    mine = me()
    if mine.role_in(task.project_id) in (None, VENDOR):
        return False
    by_name = json.dumps_text([{"mentions": [str(mine.id)]}])
    by_department = [json.dumps_text([{"department_mentions": [str(ident)]}]) for ident in mine.departments]
    values = {"task": task.id, "person": mine.id, "departments": list(mine.departments), "by_name": by_name, "by_department": by_department}
    return bool(scalar(_NAMED, values))


def may_use(status: TaskStatus, project_id: UUID | None) -> bool:
    """Whether the caller's role in the production may give tasks this status."""
    role = me().role_in(project_id)
    if role == ARTIST:
        return bool(status.is_artist_allowed)
    if role == CLIENT:
        return clients_may_use(status, project_id)
    return role is not None


def clients_may_use(status: TaskStatus, project_id: UUID | None) -> bool:
    """Whether the clients of the production may give tasks this status: what the production says, else the status itself."""
    link = ProjectTaskStatusLink
    override = scalar(sa.select(link.is_client_allowed).where(link.project_id == project_id, link.task_status_id == status.id))
    return bool(status.is_client_allowed if override is None else override)


def require_status(status: TaskStatus, project_id: UUID | None) -> None:
    """Raise Forbidden unless the caller's role in the production may give tasks this status."""
    require(may_use(status, project_id), f"Your role may not set the status {status.name}.")


def role_column(project_id: Any, person: Any = Person, link: Any = ProjectPersonLink) -> sa.ColumnElement[str]:
    """The role of a joined `person` in the production, in SQL. `link` is their membership, outer joined by `in_team_of`."""
    return sa.case((person.role == ADMIN, ADMIN), else_=sa.func.coalesce(sa.func.nullif(link.role, ""), person.role))


def in_team_of(project_id: Any, person: Any = Person, link: Any = ProjectPersonLink) -> sa.ColumnElement[bool]:
    """The condition that joins `link` to `person` in the production."""
    return sa.and_(link.person_id == person.id, link.project_id == project_id)


def role_of(person_id: UUID, project_id: UUID | None) -> str | None:
    """The role of somebody in a production: the team's, else the global one."""
    statement = sa.select(role_column(project_id)).outerjoin(ProjectPersonLink, in_team_of(project_id))
    return scalar(statement.where(Person.id == person_id))


def is_visible(*, for_client: bool | None, author_id: UUID, author_role: str | None, role: str | None, reader_id: UUID, isolated: bool | None) -> bool:
    """Whether a reader with `role` in the production may read a comment. `isolated`: its clients see only their own."""
    if role in (ADMIN, MANAGER, SUPERVISOR):
        return True
    if role != CLIENT:
        return role is not None and author_role != CLIENT
    if for_client or author_id == reader_id:
        return True
    return author_role == CLIENT and not isolated


def is_heard(*, author_id: UUID, author_role: str | None, role: str | None, reader_id: UUID, isolated: bool | None) -> bool:
    """Whether who reads a comment reads this author's reply to it: what a client says there, as what a client says in a comment."""
    reader = {"role": role, "reader_id": reader_id, "isolated": isolated}
    return is_visible(for_client=author_role != CLIENT, author_id=author_id, author_role=author_role, **reader)  # type: ignore[arg-type]


def unheard(people: Iterable[Any], project_id: UUID | None) -> set[str]:
    """Those of these people, ids as texts, whose replies the caller does not read. Two statements at most."""
    mine = me()
    role = mine.role_in(project_id)
    others = {parse_id(str(ident)) for ident in people} - {mine.id, None}
    if not others or role in (ADMIN, MANAGER, SUPERVISOR):
        return set()
    reader: dict[str, Any] = {"role": role, "reader_id": mine.id, "isolated": role == CLIENT and isolates_clients(project_id)}
    statement = sa.select(Person.id, role_column(project_id).label("role")).outerjoin(ProjectPersonLink, in_team_of(project_id))
    found = rows(statement.where(Person.id.in_(others)))
    return {str(one["id"]) for one in found if not is_heard(author_id=one["id"], author_role=one["role"], **reader)}


def isolates_clients(project_id: UUID | None) -> bool:
    """Whether the clients of the production see only their own comments."""
    return bool(scalar(sa.select(Project.is_clients_isolated).where(Project.id == project_id)))


def may_read(comment: Comment, task: Any) -> bool:
    """Whether the caller, who may see the task, may read this comment of it."""
    mine = me()
    role = mine.role_in(task.project_id)
    if role in (ADMIN, MANAGER, SUPERVISOR):
        return True
    return is_visible(
        for_client=comment.for_client,
        author_id=comment.person_id,
        author_role=role_of(comment.person_id, task.project_id),
        role=role,
        reader_id=mine.id,
        isolated=role == CLIENT and isolates_clients(task.project_id),
    )


def require_comment_access(comment: Comment, task: Any) -> None:
    """Raise Forbidden unless the caller may see the task and read this comment of it."""
    require_task_access(task)
    require(may_read(comment, task), "You may not read this comment.")


def task_of(comment: Comment) -> Task:
    """The task of a comment. Raises Forbidden where it hangs on none: nobody but admins has a say then."""
    task = session.get(Task, comment.object_id)
    if task is None:
        raise Forbidden("This comment hangs on no task.")
    return task
