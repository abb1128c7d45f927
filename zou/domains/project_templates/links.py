"""What a template links: task types, statuses, asset types, automations, backgrounds."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import Rows, rows, session
from zou.db.find import find_for_body
from zou.domains.projects.checks import check_bitrates
from zou.events import emit
from zou.kit.errors import BadRequest
from zou.models import (
    EntityType,
    PreviewBackgroundFile,
    ProjectTemplate,
    ProjectTemplateAssetTypeLink,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectTemplateStatusAutomationLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
    StatusAutomation,
    TaskStatus,
    TaskType,
)

TypeLink, StatusLink = ProjectTemplateTaskTypeLink, ProjectTemplateTaskStatusLink
#: Key of a body → (link table, model of what is linked).
PARTS: dict[str, tuple[Any, Any]] = {
    "task_type_id": (TypeLink, TaskType),
    "task_status_id": (StatusLink, TaskStatus),
    "asset_type_id": (ProjectTemplateAssetTypeLink, EntityType),
    "status_automation_id": (ProjectTemplateStatusAutomationLink, StatusAutomation),
    "preview_background_file_id": (ProjectTemplatePreviewBackgroundFileLink, PreviewBackgroundFile),
}


def announce(template_id: UUID) -> None:
    """Emit project-template:update."""
    emit("project-template:update", project_template_id=template_id)


def _listed(template_id: UUID, key: str, columns: tuple[Any, ...], *order: Any) -> Rows:
    link, other = PARTS[key]
    statement = sa.select(*columns).join(link, getattr(link, key) == other.id).where(link.project_template_id == template_id)
    return rows(statement.order_by(*order))


def task_types(template_id: UUID) -> Rows:
    """The task types of a template with what their links say, by priority, then name. One statement."""
    own = [column for column in TaskType.__table__.columns if column.key != "priority"]
    said = (TypeLink.priority, TypeLink.hd_bitrate_compression, TypeLink.ld_bitrate_compression, TypeLink.is_client_visible)
    found = _listed(template_id, "task_type_id", (*own, *said), sa.func.coalesce(TypeLink.priority, 0), TaskType.name)
    return [{**row, "type": "TaskType"} for row in found]


def task_statuses(template_id: UUID) -> Rows:
    """The statuses of a template with what their links say, by priority, then name. One statement."""
    own = [column for column in TaskStatus.__table__.columns if column.key != "priority"]
    said = (StatusLink.priority, StatusLink.roles_for_board, StatusLink.is_client_allowed.label("link_is_client_allowed"))
    found = _listed(template_id, "task_status_id", (*own, *said), sa.func.coalesce(StatusLink.priority, 0), TaskStatus.name)
    return [{**row, "type": "TaskStatus"} for row in found]


def asset_types(template_id: UUID) -> Rows:
    """The asset types of a template by name. One statement."""
    return _listed(template_id, "asset_type_id", (EntityType.id, EntityType.name), EntityType.name)


def automations(template_id: UUID) -> Rows:
    """The automations of a template. One statement."""
    found = _listed(template_id, "status_automation_id", tuple(StatusAutomation.__table__.columns), StatusAutomation.created_at, StatusAutomation.id)
    return [{**row, "type": "StatusAutomation"} for row in found]


def backgrounds(template_id: UUID) -> Rows:
    """The preview backgrounds of a template by name. One statement."""
    background = PreviewBackgroundFile
    return _listed(template_id, "preview_background_file_id", (background.id, background.name, background.is_default), background.name)


def add(template: ProjectTemplate, key: str, ident: Any) -> Any:
    """Link a template with what `key` and `ident` name, which is returned. Raises BadRequest for an unknown one. Emits project-template:update."""
    link, model = PARTS[key]
    found = find_for_body(model, ident, key)
    session.execute(insert(link).values(project_template_id=template.id, **{key: found.id}).on_conflict_do_nothing())
    announce(template.id)
    return found


def remove(template: ProjectTemplate, key: str, ident: UUID) -> None:
    """Unlink a template from what `key` and `ident` name. Emits project-template:update."""
    link = PARTS[key][0]
    session.execute(sa.delete(link).where(link.project_template_id == template.id, getattr(link, key) == ident))
    if key == "preview_background_file_id" and template.default_preview_background_file_id == ident:
        template.default_preview_background_file_id = None
    announce(template.id)


def _link(template_id: UUID, key: str, ident: Any) -> Any:
    """The link of a template with a task type or a status, a new one where it lacks."""
    link = PARTS[key][0]
    statement = sa.select(link).where(link.project_template_id == template_id, getattr(link, key) == ident)
    found = session.execute(statement).scalars().first()
    if found is None:
        found = link(project_template_id=template_id, **{key: ident})
        session.add(found)
    return found


def use_task_type(template: ProjectTemplate, given: dict[str, Any]) -> Any:
    """Link a template with a task type, or change what the link says; the link. Raises BadRequest. Emits project-template:update."""
    task_type = find_for_body(TaskType, given["task_type_id"], "task_type_id")
    link = _link(template.id, "task_type_id", task_type.id)
    values = {key: value for key, value in given.items() if key != "task_type_id"}
    if values.get("is_client_visible", True) is None:
        del values["is_client_visible"]
    check_bitrates(values, link, template)
    return _say(template, link, values)


def use_status(template: ProjectTemplate, given: dict[str, Any]) -> Any:
    """Link a template with a status, or change what the link says; the link. No roles leave those there. Raises BadRequest.

    Emits project-template:update.
    """
    status = find_for_body(TaskStatus, given["task_status_id"], "task_status_id")
    link = _link(template.id, "task_status_id", status.id)
    values = {key: value for key, value in given.items() if key != "task_status_id"}
    if not values.get("roles_for_board"):
        values.pop("roles_for_board", None)
    return _say(template, link, values)


def _say(template: ProjectTemplate, link: Any, values: dict[str, Any]) -> Any:
    for key, value in values.items():
        setattr(link, key, value)
    session.flush()
    announce(template.id)
    return link


def reorder(template: ProjectTemplate, key: str, ids: list[UUID]) -> list[Any]:
    """Give the links their place in `ids`, from 1, as priority; those that lack are made. Raises BadRequest for an unknown id.

    A fixed number of statements. Emits project-template:update.
    """
    link, model = PARTS[key]
    wanted = list(dict.fromkeys(ids))
    known = {row["id"] for row in rows(sa.select(model.id).where(model.id.in_(wanted)))}
    if len(known) != len(wanted):
        raise BadRequest(f"{key}s must be known ids.")
    statement = sa.select(link).where(link.project_template_id == template.id, getattr(link, key).in_(wanted))
    found = {getattr(one, key): one for one in session.execute(statement).scalars()}
    for place, ident in enumerate(wanted, 1):
        if ident not in found:
            found[ident] = link(project_template_id=template.id, **{key: ident})
            session.add(found[ident])
        found[ident].priority = place
    session.flush()
    announce(template.id)
    return [found[ident] for ident in wanted]


def set_default_background(template: ProjectTemplate, ident: UUID | None) -> None:
    """Choose the default background of a template; None: none. Raises BadRequest for one that the template does not link.

    Emits project-template:update.
    """
    if ident is not None and ident not in {row["id"] for row in backgrounds(template.id)}:
        raise BadRequest("The default background must be one of the template's.")
    template.default_preview_background_file_id = ident
    session.flush()
    announce(template.id)
