"""What is particular to the rows that all productions share."""

from typing import Any

import sqlalchemy as sa

from zou.access.productions import CLOSED, OPEN
from zou.crud import hooks
from zou.crud.write import remove
from zou.db import rows, scalar, session
from zou.domains.pipeline.naming import require_filled, require_own_name
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import (
    EntityType,
    Project,
    ProjectStatus,
    ProjectStatusAutomationLink,
    ProjectTaskTypeLink,
    ScheduleItem,
    StatusAutomation,
    TaskStatus,
    TaskType,
)
from zou.models.kinds import FIXED

task_types, statuses, entity_types = hooks("task-types"), hooks("task-status"), hooks("entity-types")
project_statuses = hooks("project-status")
automations = hooks("status-automations")
Values = dict[str, Any]
_PLAIN = {"synchronize_session": False}


@task_types.before_create
def check_task_type(values: Values) -> Values:
    """Task types have names of their own, whatever the case and the entity."""
    require_own_name(TaskType, values)
    return values


@task_types.before_update
def check_task_type_change(row: TaskType, values: Values) -> Values:
    """A new name is one that no other task type has."""
    require_own_name(TaskType, values, row)
    return values


@task_types.delete
def remove_task_type(row: TaskType, force: bool) -> None:
    """A task type that productions use or have planned goes with `force` alone; one that has tasks never."""
    links = (ScheduleItem, ProjectTaskTypeLink)
    if not force:
        used = sa.or_(*(sa.exists().where(model.task_type_id == row.id) for model in links))
        if scalar(sa.select(used)):
            raise BadRequest("Productions use this task type: delete it with force=true.")
    for model in links:
        session.execute(sa.delete(model).where(model.task_type_id == row.id), execution_options=_PLAIN)
    remove(row)


@statuses.before_create
def check_status(values: Values) -> Values:
    """Statuses have a short name."""
    require_filled(values, "short_name")
    return values


@statuses.before_update
def check_status_change(_row: TaskStatus, values: Values) -> Values:
    """Statuses keep a short name."""
    return check_status(values)


@statuses.created
@statuses.updated
def take_default(row: TaskStatus, values: Values) -> None:
    """There is one default for tasks and one for concepts: a new one takes the flag from the other of its kind."""
    if not values.get("is_default"):
        return
    same_kind = sa.func.coalesce(TaskStatus.for_concept, False) == bool(row.for_concept)
    others = sa.update(TaskStatus).where(TaskStatus.is_default.is_(True), TaskStatus.id != row.id, same_kind)
    for (ident,) in session.execute(others.values(is_default=False, updated_at=utcnow()).returning(TaskStatus.id), execution_options=_PLAIN):
        emit("task-status:update", task_status_id=ident)


@entity_types.before_create
def check_entity_type(values: Values) -> Values:
    """Entity types have names of their own, whatever the case."""
    require_own_name(EntityType, values)
    return values


@entity_types.before_update
def check_entity_type_change(row: EntityType, values: Values) -> Values:
    """A new name is one that no other entity type has. Shots, sequences... are known by the name of their type, which stays."""
    if row.name in FIXED and values.get("name", row.name) != row.name:
        raise BadRequest(f"The entity type {row.name} keeps its name: entities are what they are by it.")
    require_own_name(EntityType, values, row)
    return values


@project_statuses.before_update
def check_project_status_change(row: ProjectStatus, values: Values) -> Values:
    """The two statuses that the server itself gives keep their names."""
    if row.name in (OPEN, CLOSED) and values.get("name", row.name) != row.name:
        raise BadRequest(f"The status {row.name} keeps its name: productions are open or closed by it.")
    return values


@project_statuses.delete
def remove_project_status(row: ProjectStatus, _force: bool) -> None:
    """The two statuses that the server itself gives stay, and those that productions have."""
    if row.name in (OPEN, CLOSED):
        raise BadRequest(f"The status {row.name} stays: productions are open or closed by it.")
    if rows(sa.select(Project.id).where(Project.project_status_id == row.id).limit(1)):
        raise BadRequest("Productions have this status: give them another one first.")
    remove(row)


@automations.delete
def remove_automation(row: StatusAutomation, _force: bool) -> None:
    """An automation that a production or a template uses stays."""
    if rows(sa.select(ProjectStatusAutomationLink.project_id).where(ProjectStatusAutomationLink.status_automation_id == row.id).limit(1)):
        raise BadRequest("Productions use this automation: take it out of their settings first.")
    remove(row)
