"""Reading tasks: rows ready to be JSON, in a fixed number of statements."""

import hashlib
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access import me
from zou.access.identity import VENDOR
from zou.access.productions import open_productions
from zou.crud.columns import plain_columns
from zou.db import Rows, rows, session
from zou.domains.tasks.blanking import blanked
from zou.models import Entity, EntityType, Project, Task, TaskPersonLink, TaskStatus, TaskType

_ASSIGNEES = sa.func.array(
    sa.select(TaskPersonLink.person_id).where(TaskPersonLink.task_id == Task.id).correlate(Task.__table__).scalar_subquery(), type_=sa.ARRAY(sa.Uuid)
).label("assignees")


def columns(*, relations: bool = True) -> list[Any]:
    """The columns of a task's row, with its `assignees` where `relations`."""
    own = [column.label(key) for key, column in plain_columns(Task).items()]
    return [*own, _ASSIGNEES] if relations else own


def finished(found: Rows) -> Rows:
    """Tasks' rows as the caller sees them."""
    return [blanked({**row, "type": "Task"}) for row in found]


def of_ids(task_ids: list[UUID], *, relations: bool = True) -> Rows:
    """The tasks of these ids, in their order. One statement."""
    found = {row["id"]: row for row in rows(sa.select(*columns(relations=relations)).where(Task.id.in_(task_ids)))}
    return finished([found[ident] for ident in task_ids if ident in found])


def only_theirs(project_id: UUID) -> list[Any]:
    """The conditions by which the caller sees the tasks of a production: vendors see those assigned to them."""
    if me().role_in(project_id) != VENDOR:
        return []
    return [sa.exists().where(TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == me().id)]


def of_entity(entity: Entity, *, relations: bool) -> Rows:
    """The tasks of an entity, with the names of what they refer to, by name, type and entity. One statement."""
    names = (
        Project.name.label("project_name"),
        TaskType.name.label("task_type_name"),
        TaskStatus.name.label("task_status_name"),
        EntityType.name.label("entity_type_name"),
        Entity.name.label("entity_name"),
    )
    statement = (
        sa.select(*columns(relations=relations), *names)
        .join(Project, Project.id == Task.project_id)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .join(TaskStatus, TaskStatus.id == Task.task_status_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .where(Task.entity_id == entity.id, *only_theirs(entity.project_id))
        .order_by(*(sa.func.lower(column) for column in (Task.name, Project.name, TaskType.name, EntityType.name, Entity.name)), Task.id)
    )
    return finished(rows(statement))


def of_entity_and_type(entity: Entity, task_type_id: UUID) -> Rows:
    """The tasks of a type of an entity, by name. One statement."""
    statement = sa.select(*columns(relations=False)).where(Task.entity_id == entity.id, Task.task_type_id == task_type_id, *only_theirs(entity.project_id))
    return finished(rows(statement.order_by(sa.func.lower(Task.name), Task.id)))


def of_entity_assigned_to(entity: Entity, person_id: UUID) -> Rows:
    """The tasks of an entity of an open production that are assigned to a person. One statement."""
    assigned = sa.exists().where(TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == person_id)
    statement = sa.select(*columns(relations=False)).where(Task.entity_id == entity.id, assigned, Task.project_id.in_(open_productions()))
    return finished(rows(statement.order_by(Task.name, Task.id)))


def of_project(project_id: UUID, *, task_type_id: UUID | None, episode_id: UUID | None) -> sa.Select:
    """The statement of a production's tasks, the latest change first."""
    statement = sa.select(*columns()).where(Task.project_id == project_id, *only_theirs(project_id))
    if task_type_id:
        statement = statement.where(Task.task_type_id == task_type_id)
    if episode_id:
        statement = statement.where(in_episode(episode_id))
    return statement.order_by(Task.updated_at.desc(), Task.created_at.desc(), Task.id)


def in_episode(episode_id: UUID) -> Any:
    """Whether a task's entity has the episode as its parent's parent."""
    parent = aliased(Entity)
    return Task.entity_id.in_(sa.select(Entity.id).join(parent, parent.id == Entity.parent_id).where(parent.parent_id == episode_id))


def version_of_project(project_id: UUID) -> str:
    """A text that changes with every task of the production that is made, changed, assigned or removed, and with who asks. One statement."""
    linked = sa.select(sa.func.sum(sa.func.hashtextextended(sa.func.concat(TaskPersonLink.task_id, TaskPersonLink.person_id), 0))).where(
        TaskPersonLink.task_id.in_(sa.select(Task.id).where(Task.project_id == project_id))
    )
    seen = sa.func.sum(sa.func.hashtextextended(sa.func.concat(Task.id, Task.updated_at), 0))
    statement = sa.select(sa.func.count(Task.id), sa.func.max(Task.updated_at), seen, linked.scalar_subquery()).where(Task.project_id == project_id)
    state = tuple(session.execute(statement).one())
    return hashlib.sha256(f"{me().id} {me().role_in(project_id)} {state}".encode()).hexdigest()[:40]
