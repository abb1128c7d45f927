"""Choosing what a production uses."""

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import rows, session
from zou.db.find import find_for_body
from zou.domains.projects.checks import HIGH, LOW, check_bitrates
from zou.domains.projects.service import announce, known_ids
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, NotFound
from zou.models import (
    EntityType,
    PreviewBackgroundFile,
    Project,
    ProjectAssetTypeLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    StatusAutomation,
    TaskStatus,
    TaskType,
)

#: Key of a body → (link table, model of what is linked).
PARTS: dict[str, tuple[Any, Any]] = {
    "asset_type_id": (ProjectAssetTypeLink, EntityType),
    "task_status_id": (ProjectTaskStatusLink, TaskStatus),
    "task_type_id": (ProjectTaskTypeLink, TaskType),
    "status_automation_id": (ProjectStatusAutomationLink, StatusAutomation),
    "preview_background_file_id": (ProjectPreviewBackgroundFileLink, PreviewBackgroundFile),
}


def link(project_id: UUID, key: str, ident: Any) -> None:
    """Make the production use what `key` and `ident` name. Raises BadRequest for an unknown one. Emits project:update where it did not yet."""
    find_for_body(PARTS[key][1], ident, key)
    if add_links(project_id, key, [{key: ident}]):
        announce(project_id)


def add_links(project_id: UUID, key: str, values: list[dict[str, Any]]) -> int:
    """Link the production with each of the values, but for those that it has; how many were made. One statement."""
    model = PARTS[key][0]
    now = utcnow()
    ours = {"id": uuid4, "created_at": lambda: now, "updated_at": lambda: now} if hasattr(model, "id") else {}
    made = [{"project_id": project_id, **value, **{name: make() for name, make in ours.items()}} for value in values]
    if not made:
        return 0
    if model is ProjectTaskStatusLink:
        made = [{"roles_for_board": model.roles_for_board.default.arg(None), **value} for value in made]
    return len(list(session.execute(insert(model).values(made).on_conflict_do_nothing().returning(model.project_id))))


def unlink(project_id: UUID, key: str, ident: UUID) -> None:
    """Make the production use what `key` and `ident` name no longer. Emits project:update."""
    model = PARTS[key][0]
    session.execute(sa.delete(model).where(model.project_id == project_id, getattr(model, key) == ident))
    if key == "preview_background_file_id":
        default = sa.update(Project).where(Project.id == project_id, Project.default_preview_background_file_id == ident)
        session.execute(default.values(default_preview_background_file_id=None), execution_options={"synchronize_session": False})
    announce(project_id)


def task_type_link(project_id: UUID, task_type_id: Any) -> ProjectTaskTypeLink | None:
    """The link of the production with a task type."""
    statement = sa.select(ProjectTaskTypeLink).where(ProjectTaskTypeLink.project_id == project_id, ProjectTaskTypeLink.task_type_id == task_type_id)
    return session.execute(statement).scalars().first()


def status_link(project_id: UUID, task_status_id: UUID) -> ProjectTaskStatusLink | None:
    """The link of the production with a task status."""
    statement = sa.select(ProjectTaskStatusLink).where(ProjectTaskStatusLink.project_id == project_id, ProjectTaskStatusLink.task_status_id == task_status_id)
    return session.execute(statement).scalars().first()


def _lock(project_id: UUID) -> None:
    """Make others who change the settings of the production wait."""
    session.execute(sa.select(Project.id).where(Project.id == project_id).with_for_update(key_share=True))


def use_task_type(project: Project, task_type_id: Any, values: dict[str, Any]) -> None:
    """Make the production use a task type; a link that exists keeps its priority and takes the bitrates and visibility given.

    Raises BadRequest: unknown, or bitrates out of their range. Emits project:update where something changes.
    """
    task_type = find_for_body(TaskType, task_type_id, "task_type_id")
    _lock(project.id)
    existing = task_type_link(project.id, task_type.id)
    check_bitrates(values, existing, project)
    if existing is None:
        session.add(ProjectTaskTypeLink(project_id=project.id, task_type_id=task_type.id, **values))
    else:
        changes = {key: value for key, value in values.items() if key in (HIGH, LOW, "is_client_visible") and getattr(existing, key) != value}
        if not changes:
            return
        for key, value in changes.items():
            setattr(existing, key, value)
    session.flush()
    announce(project.id)


def set_priority(project_id: UUID, task_type_id: UUID, priority: int | None) -> ProjectTaskTypeLink:
    """The production's link with a task type, made where it lacks, with this priority. Emits project:update."""
    _lock(project_id)
    found = task_type_link(project_id, task_type_id)
    if found is None:
        found = ProjectTaskTypeLink(project_id=project_id, task_type_id=task_type_id)
        session.add(found)
    found.priority = priority
    session.flush()
    announce(project_id)
    return found


def set_board(project_id: UUID, task_status_id: UUID, *, priority: int | None, roles: list[str]) -> ProjectTaskStatusLink:
    """The production's link with a status, made where it lacks, with this priority and these roles' boards. Emits project:update."""
    _lock(project_id)
    found = status_link(project_id, task_status_id)
    if found is None:
        found = ProjectTaskStatusLink(project_id=project_id, task_status_id=task_status_id)
        session.add(found)
    found.priority, found.roles_for_board = priority, roles
    session.flush()
    announce(project_id)
    return found


def reorder(project_id: UUID, key: str, ids: list[UUID]) -> list[Any]:
    """Give the links their place in `ids`, from 1, as priority; those touched, in that order. Ids that are not linked use up their number.

    Two statements. Emits project:update.
    """
    model = PARTS[key][0]
    places = {ident: place for place, ident in reversed(list(enumerate(ids, 1)))}
    linked = session.execute(sa.select(model).where(model.project_id == project_id, getattr(model, key).in_(places))).scalars()
    found = {getattr(one, key): one for one in linked}
    for ident, one in found.items():
        one.priority = places[ident]
    session.flush()
    announce(project_id)
    return sorted(found.values(), key=lambda one: places[getattr(one, key)])


def batch(project: Project, *, task_types: list[dict[str, Any]], task_status_ids: list[UUID], asset_type_ids: list[UUID], replace_task_types: bool) -> None:
    """Make the production use all of these; task types that it uses take the priority and visibility given, unknown ones are skipped.

    With `replace_task_types` it uses no other task types. A fixed number of statements. Emits project:update once.
    """
    _use_many(project.id, {one["task_type_id"]: one for one in reversed(task_types)}, replace_task_types)
    for key, ids in (("task_status_id", task_status_ids), ("asset_type_id", asset_type_ids)):
        known = known_ids(PARTS[key][1], ids)
        add_links(project.id, key, [{key: ident} for ident in dict.fromkeys(ids) if ident in known])
    announce(project.id)


def _use_many(project_id: UUID, wanted: dict[UUID, dict[str, Any]], replace: bool) -> None:
    model = ProjectTaskTypeLink
    if replace:
        session.execute(sa.delete(model).where(model.project_id == project_id, model.task_type_id.not_in(list(wanted))))
    existing = {one.task_type_id: one for one in session.execute(sa.select(model).where(model.project_id == project_id)).scalars()}
    known = known_ids(TaskType, wanted)
    new = []
    for ident, one in wanted.items():
        if ident in existing:
            for key in ("priority", "is_client_visible"):
                if one.get(key) is not None:
                    setattr(existing[ident], key, one[key])
        elif ident in known:
            visible = one.get("is_client_visible")
            new.append({"task_type_id": ident, "priority": one.get("priority"), "is_client_visible": True if visible is None else visible})
    session.flush()
    add_links(project_id, "task_type_id", new)


def allow_clients(project_id: UUID, task_status_id: UUID, allowed: bool | None) -> ProjectTaskStatusLink:
    """Say whether the production's clients may set a status; None: the status itself says so. Raises NotFound. Emits project:update."""
    found = status_link(project_id, task_status_id)
    if found is None:
        raise NotFound("The production does not use this status.")
    found.is_client_allowed = allowed
    session.flush()
    announce(project_id)
    return found


def require_known(model: Any, ident: Any, field: str) -> None:
    """Raise BadRequest unless a row of `model` has this id."""
    if not known_ids(model, [ident]):
        raise BadRequest(f"{field}: unknown.", errors=[{"field": field, "message": "unknown"}])


def link_row(one: Any) -> dict[str, Any]:
    """A link as it leaves, with its type."""
    return {**{column.key: getattr(one, column.key) for column in one.__table__.columns}, "type": type(one).__name__}


def used(project_id: UUID, key: str) -> list[dict[str, Any]]:
    """The rows that the production uses, by name. One statement."""
    model, other = PARTS[key]
    statement = sa.select(*other.__table__.columns).join(model, getattr(model, key) == other.id).where(model.project_id == project_id)
    order = other.name if hasattr(other, "name") else other.created_at
    return [{**found, "type": other.__name__} for found in rows(statement.order_by(order, other.id))]
