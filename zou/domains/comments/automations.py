"""Status automations: what a new status of a task makes of other tasks, or of the asset."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import find
from zou.domains.breakdown import readiness
from zou.events import emit
from zou.models import Entity, EntityType, ProjectStatusAutomationLink, ProjectTaskTypeLink, StatusAutomation, Task, TaskStatus, TaskType
from zou.models.kinds import kind_named


@dataclass(frozen=True)
class Consequence:
    """A comment that an automation posts. `with_previews`: the last revision of the triggering task is copied to it."""

    task: Task
    status: TaskStatus
    text: str
    with_previews: bool


def consequences(task: Task, status: TaskStatus) -> list[Consequence]:
    """The comments that the production's automations post where `task` has just got `status`.

    Sets `ready_for` of the asset where an automation says so, and counts the castings of its shots anew; emits asset:update then.
    """
    rules = _rules_for(task, status)
    if not rules:
        return []
    entity = session.get(Entity, task.entity_id)
    kind = _kind_of(entity)
    found: list[Consequence] = []
    for rule in rules:
        if (rule.entity_type or "").lower() != kind:
            continue
        if rule.out_field_type == "ready_for":
            if entity is not None and kind == "asset":
                _make_ready(entity, rule.out_task_type_id)
        elif not _is_rollback(task, rule):
            found += _comment_of(task, status, rule)
    return found


def _rules_for(task: Task, status: TaskStatus) -> list[StatusAutomation]:
    statement = (
        sa.select(StatusAutomation)
        .join(ProjectStatusAutomationLink, ProjectStatusAutomationLink.status_automation_id == StatusAutomation.id)
        .where(
            ProjectStatusAutomationLink.project_id == task.project_id,
            StatusAutomation.in_task_type_id == task.task_type_id,
            StatusAutomation.in_task_status_id == status.id,
            StatusAutomation.archived.is_not(True),
        )
        .order_by(StatusAutomation.created_at, StatusAutomation.id)
    )
    return list(session.execute(statement).scalars())


def _kind_of(entity: Entity | None) -> str:
    if entity is None:
        return ""
    return kind_named(find(EntityType, entity.entity_type_id).name).lower()


def _is_rollback(task: Task, rule: StatusAutomation) -> bool:
    """Whether the rule would reach back to a type that comes before the task's own in the production."""
    link = ProjectTaskTypeLink
    statement = sa.select(link.task_type_id, link.priority).where(
        link.project_id == task.project_id, link.task_type_id.in_([rule.in_task_type_id, rule.out_task_type_id])
    )
    priorities: dict[UUID | None, int] = {ident: priority or 0 for ident, priority in session.execute(statement)}
    return priorities.get(rule.in_task_type_id, 0) > priorities.get(rule.out_task_type_id, 0)


def _comment_of(task: Task, status: TaskStatus, rule: StatusAutomation) -> list[Consequence]:
    statement = sa.select(Task).where(Task.entity_id == task.entity_id, Task.task_type_id == rule.out_task_type_id).order_by(Task.name).limit(1)
    target = session.execute(statement).scalars().first()
    out = session.get(TaskStatus, rule.out_task_status_id) if rule.out_task_status_id else None
    if target is None or out is None:
        return []
    name = find(TaskType, task.task_type_id).name
    return [Consequence(target, out, f"{name} is {status.name}: the status follows by itself.", bool(rule.import_last_revision))]


def _make_ready(asset: Entity, task_type_id: UUID | None) -> None:
    asset.ready_for = task_type_id
    session.flush()
    emit("asset:update", asset_id=asset.id, data={"ready_for": str(task_type_id) if task_type_id else None}, project_id=asset.project_id)
    readiness.refresh(readiness.holders_of([asset.id]), tell=True)
