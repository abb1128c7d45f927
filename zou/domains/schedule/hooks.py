"""What is particular to the generic routes of milestones, schedule items, versions and their tasks."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request

from zou.access import me
from zou.access.identity import require
from zou.access.policies import department_of
from zou.crud import hooks
from zou.crud.write import remove
from zou.db import scalar
from zou.db.find import exists, find
from zou.domains.schedule import items, versions
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id
from zou.models import ProductionScheduleVersion, ProductionScheduleVersionTaskLink, Project, ScheduleItem, Task

milestones, schedule_items = hooks("milestones"), hooks("schedule-items")
schedule_versions, task_links = hooks("production-schedule-versions"), hooks("production-schedule-version-task-links")
Values = dict[str, Any]
Version = ProductionScheduleVersion
TaskLink = ProductionScheduleVersionTaskLink


def require_project(content: Any) -> Any:
    """The body of a new row, whose production must be there. Raises BadRequest, NotFound."""
    if isinstance(content, dict):
        ident = content.get("project_id")
        if parse_id(ident) is None:
            raise BadRequest("project_id must be the id of a production.")
        if not exists(Project, ident):
            raise NotFound(f"No production has the id {ident}.")
    return content


@milestones.before_body
@schedule_versions.before_body
def read_of_production(verb: str, content: Any) -> Any:
    """A milestone, and a version, belongs to a production."""
    return require_project(content) if verb == "create" else content


@schedule_items.before_body
def read_item(verb: str, content: Any) -> Any:
    """An item belongs to a task type of a production; a text is no number of days when one changes."""
    if verb == "create":
        return require_project(content) if isinstance(content, dict) and content.get("project_id") else content
    if isinstance(content, dict) and isinstance(content.get("man_days"), str):
        return {key: value for key, value in content.items() if key != "man_days"}
    return content


@schedule_items.before_create
def check_item(values: Values) -> Values:
    """A production has one item for a task type and object."""
    for key in ("project_id", "task_type_id"):
        if values.get(key) is None:
            raise BadRequest(f"{key} is required.")
    items.refuse_similar(values["project_id"], values["task_type_id"], values.get("object_id"))
    return values


def _plans(project_id: UUID | None, task_type_id: UUID | None) -> bool:
    mine = me()
    return mine.manages(project_id) or (mine.supervises(project_id) and mine.works_in(department_of(task_type_id)))


@schedule_items.allow("update")
def may_change_item(row: ScheduleItem) -> bool:
    """Managers, and supervisors of the item's task type."""
    return _plans(row.project_id, row.task_type_id)


@schedule_items.before_update
def check_item_change(row: ScheduleItem, values: Values) -> Values:
    """An item becomes no double of another one, and of no task type that the caller does not plan."""
    task_type_id, object_id = values.get("task_type_id", row.task_type_id), values.get("object_id", row.object_id)
    if task_type_id != row.task_type_id:
        require(_plans(row.project_id, task_type_id), "This task type is not of your departments.")
    if (task_type_id, object_id) != (row.task_type_id, row.object_id):
        items.refuse_similar(row.project_id, task_type_id, object_id, but=row.id)
    return values


def _reads_schedules(_rows: Any) -> bool:
    """Who lists versions and their tasks: insiders of the production asked for, administrators of all. Raises BadRequest, NotFound, Forbidden."""
    asked = request.args.get("project_id")
    if asked is None:
        return me().is_admin
    if parse_id(asked) is None:
        raise BadRequest("project_id must be an id.")
    return versions.insider_of(asked)


def _everything(statement: sa.Select) -> sa.Select:
    """Who may list sees all rows of the production asked for."""
    return statement


for listed in (schedule_versions, task_links):
    listed.allow("list")(_reads_schedules)
    listed.scope(_everything)


@schedule_versions.before_create
def check_version(values: Values) -> Values:
    """Versions are copies of versions of their own production."""
    _check_source(values, values["project_id"])
    return values


@schedule_versions.before_update
def check_version_change(row: Version, values: Values) -> Values:
    """Versions are copies of versions of their own production."""
    _check_source(values, row.project_id)
    return values


def _check_source(values: Values, project_id: UUID) -> None:
    source = values.get("production_schedule_from")
    if source is not None and scalar(sa.select(Version.project_id).where(Version.id == source)) != project_id:
        raise BadRequest("production_schedule_from must be a version of the same production.")


@schedule_versions.delete
def remove_version(row: Version, _force: bool) -> None:
    """A version leaves those copied from it, and the production that it was applied to."""
    versions.release(row)
    remove(row)


@task_links.project
def production_of(subject: Any) -> UUID | None:
    """The production of the version."""
    ident = subject.get("production_schedule_version_id") if isinstance(subject, dict) else subject.production_schedule_version_id
    return scalar(sa.select(Version.project_id).where(Version.id == ident))


@task_links.filter("project_id")
def of_production(statement: sa.Select, text: str) -> sa.Select:
    """The tasks of the production's versions."""
    return statement.where(TaskLink.production_schedule_version_id.in_(sa.select(Version.id).where(Version.project_id == parse_id(text))))


@task_links.before_body
def read_link(verb: str, content: Any) -> Any:
    """A new link names a version and a task of one production."""
    if verb != "create" or not isinstance(content, dict):
        return content
    for key in ("production_schedule_version_id", "task_id"):
        if parse_id(content.get(key)) is None:
            raise BadRequest(f"{key} must be an id.")
    if find(Version, content["production_schedule_version_id"]).project_id != find(Task, content["task_id"]).project_id:
        raise BadRequest("The version and the task must belong to one production.")
    return content


@task_links.event
def told(row: TaskLink, verb: str) -> tuple[str, Values, None]:
    """Events of links name no production."""
    return f"production-schedule-version-task-link:{verb}", {"production_schedule_version_task_link_id": row.id}, None
