"""What is particular to previews in the generic routes."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import CLIENT, VENDOR
from zou.access.policies import is_assigned
from zou.access.previews import load, may_change, require_sight
from zou.access.scoping import my_tasks, seen_in_productions
from zou.crud import hooks
from zou.db import session
from zou.domains.previews import removal
from zou.domains.previews.annotations import sound
from zou.domains.previews.positions import change_revision
from zou.domains.previews.queries import shown_to
from zou.kit.errors import BadRequest
from zou.kit.ids import parse_id
from zou.models import PreviewFile, Task

previews = hooks("preview-files")


@previews.scope
def of_mine(statement: Any) -> Any:
    """Previews of open productions in whose team the caller is: for vendors those of their tasks, for clients none that is rejected."""
    mine = me()
    if mine.is_admin:
        return statement
    seen = sa.select(Task.id).where(seen_in_productions(Task.project_id, Task.id.in_(my_tasks())))
    statement = statement.where(PreviewFile.task_id.in_(seen))
    as_client = mine.projects_as(CLIENT)
    if as_client:
        hidden = sa.select(Task.id).where(Task.project_id.in_(as_client))
        statement = statement.where(sa.or_(shown_to(CLIENT), PreviewFile.task_id.not_in(hidden)))
    return statement


@previews.filter("project_id")
def of_project(statement: Any, text: str) -> Any:
    """Previews of a production."""
    project_id = parse_id(text)
    if project_id is None:
        raise BadRequest("project_id must be an id.")
    return statement.where(PreviewFile.task_id.in_(sa.select(Task.id).where(Task.project_id == project_id)))


@previews.allow("one")
def may_see(row: Any) -> bool:
    """Who may see the preview; of vendors those to whom its very task is assigned."""
    preview = load(row.id)
    require_sight(preview)
    return me().role_in(preview.project_id) != VENDOR or is_assigned(preview.task_id)


@previews.allow("update")
def may_update(row: PreviewFile) -> bool:
    """Managers, assignees of the task, supervisors of its department."""
    return may_change(load(row.id))


@previews.before_create
def check_new(values: dict[str, Any]) -> dict[str, Any]:
    """Annotations are a list of objects; revisions are counted from 0, positions from 1."""
    _require_sense(values)
    return values


def _require_sense(values: dict[str, Any]) -> None:
    annotations = values.get("annotations")
    if annotations is not None and sound(annotations) != annotations:
        raise _faulty("annotations", "must be a list of objects")
    for key, least in (("revision", 0), ("position", 1)):
        if key in values and (values[key] is None or values[key] < least):
            raise _faulty(key, f"must be a whole number from {least}")


def _faulty(field: str, message: str) -> BadRequest:
    return BadRequest(f"{field} {message}.", errors=[{"field": field, "message": message}])


@previews.before_update
def check_changes(row: PreviewFile, values: dict[str, Any]) -> dict[str, Any]:
    """A preview stays in its production; a revision that another leads is not taken."""
    _require_sense(values)
    if values.get("task_id", row.task_id) != row.task_id:
        _require_same_production(row, values["task_id"])
    if values.get("revision", row.revision) != row.revision:
        change_revision(row, values["revision"])
        values.pop("position", None)
    return values


def _require_same_production(row: PreviewFile, task_id: UUID | None) -> None:
    statement = sa.select(sa.func.count(Task.project_id.distinct()), sa.func.count(Task.id)).where(Task.id.in_((row.task_id, task_id)))
    if tuple(session.execute(statement).one()) != (1, 2):
        raise _faulty("task_id", "must be a task of the same production")


@previews.delete
def delete(row: PreviewFile, force: bool) -> None:
    """Remove the preview; tasks and entities that showed it get another."""
    removal.remove([row.id], force=force, announce=False)
    session.expunge(row)
