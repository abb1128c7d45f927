"""What a template gives to a production, and takes from one."""

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.db import session
from zou.domains.metadata_descriptors import service as descriptors
from zou.domains.metadata_descriptors.names import ENTITY_TYPES, field_name_of
from zou.domains.projects.service import announce, ensure_episode
from zou.events import emit
from zou.kit.dates import utcnow
from zou.models import (
    Department,
    Project,
    ProjectAssetTypeLink,
    ProjectPreviewBackgroundFileLink,
    ProjectStatusAutomationLink,
    ProjectTaskStatusLink,
    ProjectTaskTypeLink,
    ProjectTemplate,
    ProjectTemplateAssetTypeLink,
    ProjectTemplatePreviewBackgroundFileLink,
    ProjectTemplateStatusAutomationLink,
    ProjectTemplateTaskStatusLink,
    ProjectTemplateTaskTypeLink,
    TaskType,
)
from zou.models.metadata_descriptor import DATA_TYPES

#: The settings that productions and templates share.
SETTINGS = (
    *("fps", "ratio", "resolution", "production_type", "production_style", "max_retakes", "homepage", "file_tree", "data"),
    *("is_clients_isolated", "is_client_stats_visible", "is_client_task_list_visible", "is_client_task_panel_visible"),
    *("is_preview_download_allowed", "is_set_preview_automated", "is_publish_default_for_artists", "is_single_preview_per_revision"),
    *("is_frame_in_numbering", "revision_padding", "hd_bitrate_compression", "ld_bitrate_compression", "default_preview_background_file_id"),
)
#: Link of a template → (link of a production, the id both have, what else they say).
LINKS = (
    (ProjectTemplateTaskTypeLink, ProjectTaskTypeLink, "task_type_id", ("priority", "hd_bitrate_compression", "ld_bitrate_compression", "is_client_visible")),
    (ProjectTemplateTaskStatusLink, ProjectTaskStatusLink, "task_status_id", ("priority", "roles_for_board", "is_client_allowed")),
    (ProjectTemplateAssetTypeLink, ProjectAssetTypeLink, "asset_type_id", ()),
    (ProjectTemplateStatusAutomationLink, ProjectStatusAutomationLink, "status_automation_id", ()),
    (ProjectTemplatePreviewBackgroundFileLink, ProjectPreviewBackgroundFileLink, "preview_background_file_id", ()),
)


def fill_in(values: dict[str, Any], template: ProjectTemplate) -> dict[str, Any]:
    """The values of a new production, completed with the template's settings: what the values say wins.

    A file tree and data that are empty count as unsaid.
    """
    filled = {**values}
    for key in SETTINGS:
        unsaid = not filled.get(key) if key in ("file_tree", "data") else filled.get(key) is None
        if unsaid and getattr(template, key) is not None:
            filled[key] = getattr(template, key)
    return filled


def backgrounds_of(template: ProjectTemplate) -> list[UUID]:
    """The ids of the template's preview backgrounds."""
    link = ProjectTemplatePreviewBackgroundFileLink
    return list(session.execute(sa.select(link.preview_background_file_id).where(link.project_template_id == template.id)).scalars())


def link(template: ProjectTemplate, project: Project) -> None:
    """Give a production the template's links and columns that it lacks; what it has stays. One statement a kind of link.

    Emits project:update and metadata-descriptor:new for each column.
    """
    for source, target, other, keys in LINKS:
        _copy(source, source.project_template_id == template.id, target, {"project_id": project.id}, other, keys)
    announce(project.id)
    add_columns(template, project.id)


def _copy(source: Any, condition: Any, target: Any, owner: dict[str, UUID], other: str, keys: tuple[str, ...]) -> None:
    """Copy links as those of another owner, but for those that it has."""
    names = [*owner, other, *keys]
    columns: list[Any] = [*(sa.literal(ident, sa.Uuid) for ident in owner.values()), getattr(source, other), *(getattr(source, key) for key in keys)]
    if hasattr(target, "id"):
        now = utcnow()
        names += ["id", "created_at", "updated_at"]
        columns += [sa.func.gen_random_uuid(), sa.literal(now, sa.DateTime), sa.literal(now, sa.DateTime)]
    session.execute(insert(target).from_select(names, sa.select(*columns).where(condition), include_defaults=False).on_conflict_do_nothing())


def add_columns(template: ProjectTemplate, project_id: UUID) -> None:
    """Add the template's columns that the production lacks. Those without a known entity type are skipped."""
    columns = [column for column in template.metadata_descriptors or [] if _is_whole(column)]
    if not columns:
        return
    taken = descriptors.names_taken([project_id])
    known_types = set(session.execute(sa.select(sa.cast(TaskType.id, sa.Text))).scalars())
    known_departments = set(session.execute(sa.select(sa.cast(Department.id, sa.Text))).scalars())
    values = []
    for column in columns:
        task_type_id = column.get("task_type_id")
        field_name = column.get("field_name") or field_name_of(column["name"])
        if task_type_id and task_type_id not in known_types:
            continue
        in_use = taken.setdefault((project_id, column["entity_type"], UUID(task_type_id) if task_type_id else None), set())
        if {column["name"], field_name} & in_use:
            continue
        in_use |= {column["name"], field_name}
        departments = [UUID(ident) for ident in column.get("departments") or [] if ident in known_departments]
        kept = {key: column.get(key) for key in ("name", "entity_type", "choices", "position")}
        kept |= {"data_type": column.get("data_type") or "string", "for_client": bool(column.get("for_client"))}
        values.append({**kept, "project_id": project_id, "field_name": field_name, "task_type_id": task_type_id, "departments": departments})
    descriptors.add_many(values)


def _is_whole(column: Any) -> bool:
    return (
        isinstance(column, dict) and column.get("entity_type") in ENTITY_TYPES and bool(column.get("name")) and column.get("data_type") in (None, *DATA_TYPES)
    )


def from_project(project: Project, *, name: str, description: str | None) -> ProjectTemplate:
    """A new template with the settings, links and columns of a production. Emits project-template:new."""
    settings = {key: getattr(project, key) for key in SETTINGS}
    template = ProjectTemplate(id=uuid4(), name=name, description=description, **settings)
    template.metadata_descriptors = columns_of(project.id)
    session.add(template)
    session.flush()
    for target, source, other, keys in LINKS:
        _copy(source, source.project_id == project.id, target, {"project_template_id": template.id}, other, keys)
    emit("project-template:new", project_template_id=template.id)
    return template


def columns_of(project_id: UUID) -> list[dict[str, Any]]:
    """The columns of a production as a template keeps them."""
    return descriptors.for_template(project_id)


def apply(template: ProjectTemplate, project: Project) -> None:
    """Give a production the template's settings, links and columns: the template's settings that are not null replace the production's.

    Emits project:update, metadata-descriptor:new for each column, and episode:new where it becomes a TV show without episode.
    """
    for key in SETTINGS:
        if getattr(template, key) is not None:
            setattr(project, key, getattr(template, key))
    project.updated_at = utcnow()
    session.flush()
    link(template, project)
    ensure_episode(project)
