"""Policies of the routes of one preview: the path's `preview_file_id` names it; the handler gets what is needed of it as `preview`."""

from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, VENDOR, me, require
from zou.access.policies import Params, is_assigned, policy, require_entity_access, supervises_task, works_on
from zou.access.tasks import require_action
from zou.db import execute
from zou.db.find import find
from zou.db.hot import HotStatement, read_ahead
from zou.kit.errors import NotFound
from zou.kit.ids import parse_id
from zou.models import Task

_COLUMNS = (
    *("id", "status", "extension", "updated_at", "revision", "position", "original_name", "validation_status", "data", "task_id"),
    *("project_id", "entity_id", "task_type_id"),
)
#: One row a preview, by its key: what rights and files depend on.
_PREVIEW = HotStatement(
    sa.text("""
    SELECT p.id, p.status, p.extension, p.updated_at, p.revision, p.position, p.original_name, p.validation_status, p.data, p.task_id,
           t.project_id, t.entity_id, t.task_type_id
    FROM preview_file p LEFT JOIN task t ON t.id = p.task_id WHERE p.id = :id"""),
    _COLUMNS,
)
_SHARED = sa.text("SELECT EXISTS (SELECT 1 FROM entity WHERE preview_file_id = :id AND is_shared)")


class TaskKeys(NamedTuple):
    """The task of a preview, as far as rights depend on it."""

    id: UUID
    project_id: UUID
    entity_id: UUID
    task_type_id: UUID


def task_of(preview: Any) -> TaskKeys:
    """The keys of the task of a preview that `load` gave."""
    return TaskKeys(preview.task_id, preview.project_id, preview.entity_id, preview.task_type_id)


def load(ident: Any) -> Any:
    """The preview of this id with its task's keys. Raises NotFound, also for what is no id. One statement."""
    known = parse_id(ident)
    found = _PREVIEW.first(id=known) if known else None
    if found is None:
        raise NotFound(f"No preview file has the id {ident}.")
    return found


def foresee(ident: Any) -> None:
    """Have the preview that `load` is going to be asked for read together with who asks for it."""
    if known := parse_id(ident):
        read_ahead(_PREVIEW, id=known)


def require_sight(preview: Any) -> None:
    """Raise Forbidden unless the caller may see the preview: the team; vendors with a task on its entity; clients none that is rejected."""
    mine = me()
    if mine.is_admin:
        return
    role = mine.role_in(preview.project_id)
    require(role is not None, "You are not in the team of this production.")
    require(role != VENDOR or works_on(preview.entity_id), "No task of this is assigned to you.")
    require(role != CLIENT or preview.validation_status != "rejected", "This preview is not shown to clients.")


@policy
def preview_reader(params: Params) -> Params:
    """Who may see the preview."""
    preview = load(params["preview_file_id"])
    require_sight(preview)
    return {**params, "preview": preview}


@policy
def picture_viewer(params: Params) -> Params:
    """Who may see the preview; and where it is the main one of a shared entity, everybody but vendors."""
    preview = load(params["preview_file_id"])
    mine = me()
    if mine.role == VENDOR or mine.is_member(preview.project_id) or not execute(_SHARED, {"id": preview.id}).scalar():
        require_sight(preview)
    return {**params, "preview": preview}


@policy
def preview_actor(params: Params) -> Params:
    """Who may act on the preview's task."""
    preview = load(params["preview_file_id"])
    require_action(task_of(preview))
    return {**params, "preview": preview}


@policy
def preview_manager(params: Params) -> Params:
    """Managers of the preview's production."""
    preview = load(params["preview_file_id"])
    require(me().manages(preview.project_id))
    return {**params, "preview": preview}


@policy
def main_preview_setter(params: Params) -> Params:
    """Who may see the preview, without clients."""
    preview = load(params["preview_file_id"])
    require_main_preview(preview)
    return {**params, "preview": preview}


@policy
def task_main_preview_setter(params: Params) -> Params:
    """Who may see the task `task_id`, without clients."""
    task = find(Task, params["task_id"])
    require_main_preview(task)
    return {**params, "task": task}


def require_main_preview(subject: Any) -> None:
    """Raise Forbidden unless the caller may choose the main preview of the entity that a preview or a task is of."""
    require(me().role_in(subject.project_id) != CLIENT)
    require_entity_access(subject.project_id, subject.entity_id)


@policy
def annotator(params: Params) -> Params:
    """Managers and clients of the preview's production, and supervisors of the department of its task type."""
    preview = load(params["preview_file_id"])
    require_annotation(preview)
    return {**params, "preview": preview}


def require_annotation(preview: Any) -> None:
    """Raise Forbidden unless the caller may draw on the preview."""
    require(me().role_in(preview.project_id) == CLIENT or supervises_task(task_of(preview)))
    require_sight(preview)


def may_change(preview: Any) -> bool:
    """Whether the caller may change the preview's row: managers, assignees of its task, supervisors of its department; clients never."""
    mine = me()
    role = mine.role_in(preview.project_id)
    if role in (None, CLIENT):
        return mine.is_admin
    return supervises_task(task_of(preview)) or is_assigned(preview.task_id)
