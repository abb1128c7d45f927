"""Who may write and see the time that people spend on tasks."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, me, require
from zou.access.overseeing import oversees, oversees_some
from zou.access.policies import Params, policy, reach, require_entity_access, require_task_access
from zou.db import scalar, session
from zou.db.find import find
from zou.kit.errors import Forbidden
from zou.models import Entity, Person, Project, Task, TaskPersonLink, TimeSpent


def may_keep_time(task: Any, person_id: UUID | None) -> bool:
    """Whether the caller may write the person's time on the task: theirs, or as a manager; the person must be assigned to it."""
    mine = me()
    link = TaskPersonLink
    if person_id != mine.id and not mine.manages(task.project_id):
        return False
    return session.execute(sa.select(link.task_id).where(link.task_id == task.id, link.person_id == person_id)).first() is not None


@policy
def time_keeper(params: Params) -> Params:
    """Who writes the time of `person_id` on `task_id`: that person and the production's managers, as long as the person is assigned to it."""
    task, person = find(Task, params["task_id"]), find(Person, params["person_id"])
    if person.is_bot and not scalar(sa.select(Project.is_bot_collaboration_enabled).where(Project.id == task.project_id)):
        raise Forbidden("Bots spend no time on the tasks of this production.")
    require(may_keep_time(task, person.id), "Time is written by who the task is assigned to, and by managers for them.")
    return {**params, "task": task, "person": person}


@policy
def task_time_reader(params: Params) -> Params:
    """Who sees the time spent on a task: who may see the task, but clients."""
    task = find(Task, params["task_id"])
    require_task_access(task)
    require(me().role_in(task.project_id) != CLIENT)
    return {**params, "task": task}


@policy
def entity_time_reader(params: Params) -> Params:
    """Who sees the time spent on an entity: who may see the entity, but clients."""
    entity = find(Entity, params["entity_id"])
    require_entity_access(entity.project_id, entity.id)
    require(me().role_in(entity.project_id) != CLIENT)
    return {**params, "entity": entity}


@policy
def time_reader(params: Params) -> Params:
    """Who sees a person's time: that person, and who manages or supervises. Bots have none."""
    person = human(params["person_id"])
    require(me().id == person.id or oversees_some())
    return {**params, "person": person}


@policy
def own_time_reader(params: Params) -> Params:
    """Who sees all of a person's time: that person, and administrators. Bots have none."""
    person = human(params["person_id"])
    require(me().id == person.id or me().is_admin)
    return {**params, "person": person}


def human(person_id: Any) -> Person:
    """The person of this id. Raises NotFound, and Forbidden for a bot."""
    person = find(Person, person_id)
    if person.is_bot:
        raise Forbidden("Bots have no time, no quotas and no list of tasks.")
    return person


def is_visible_time() -> sa.ColumnElement[bool]:
    """Whether the caller may see a row of `TimeSpent`, joined with its `Task`: their own, and that on tasks they oversee."""
    return sa.or_(TimeSpent.person_id == me().id, oversees())


def require_reach(project_id: UUID | None) -> None:
    """Raise NotFound or Forbidden unless the caller reaches the production, where one is given."""
    if project_id is not None:
        reach(project_id)
