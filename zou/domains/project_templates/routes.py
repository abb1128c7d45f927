"""Templates of productions over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.policies import admin, studio_manager
from zou.crud.columns import plain_columns
from zou.db import session
from zou.domains.project_settings.schemas import AssetType, Automation, Background, TaskStatusOrder, TaskTypeOrder
from zou.domains.project_settings.service import link_row
from zou.domains.project_templates import links, schemas, service
from zou.domains.project_templates.columns import normalised
from zou.domains.projects.queries import plain
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.models import Project, ProjectTemplate

room = Room("project_templates")
TEMPLATE = "/data/project-templates/<uuid:project_template_id>"
Template = ProjectTemplate


def shown(template: Template) -> dict[str, Any]:
    """The row of a template."""
    return {**{key: getattr(template, key) for key in plain_columns(Template)}, "type": "ProjectTemplate"}


@room.route(f"{TEMPLATE}/task-types")
class TaskTypes(Resource):
    """The task types of a template."""

    @allow(studio_manager)
    def get(self, project_template: Template) -> Any:
        """The task types by priority."""
        return links.task_types(project_template.id)

    @allow(admin)
    @body(schemas.TaskType)
    def post(self, project_template: Template, body: schemas.TaskType) -> Any:
        """Link a task type, or change its link."""
        return link_row(links.use_task_type(project_template, body.given())), 201


@room.route(f"{TEMPLATE}/task-statuses")
class TaskStatuses(Resource):
    """The statuses of a template."""

    @allow(studio_manager)
    def get(self, project_template: Template) -> Any:
        """The statuses by priority."""
        return links.task_statuses(project_template.id)

    @allow(admin)
    @body(schemas.TaskStatus)
    def post(self, project_template: Template, body: schemas.TaskStatus) -> Any:
        """Link a status, or change its link."""
        return link_row(links.use_status(project_template, body.given())), 201


@room.route(f"{TEMPLATE}/asset-types")
class AssetTypes(Resource):
    """The asset types of a template."""

    @allow(studio_manager)
    def get(self, project_template: Template) -> Any:
        """The asset types by name."""
        return links.asset_types(project_template.id)

    @allow(admin)
    @body(AssetType)
    def post(self, project_template: Template, body: AssetType) -> Any:
        """Link an asset type."""
        found = links.add(project_template, "asset_type_id", body.asset_type_id)
        return {"id": found.id, "name": found.name}, 201


@room.route(f"{TEMPLATE}/status-automations")
class Automations(Resource):
    """The automations of a template."""

    @allow(studio_manager)
    def get(self, project_template: Template) -> Any:
        """The automations."""
        return links.automations(project_template.id)

    @allow(admin)
    @body(Automation)
    def post(self, project_template: Template, body: Automation) -> Any:
        """Link an automation."""
        return link_row(links.add(project_template, "status_automation_id", body.status_automation_id)), 201


@room.route(f"{TEMPLATE}/preview-background-files")
class Backgrounds(Resource):
    """The preview backgrounds of a template."""

    @allow(studio_manager)
    def get(self, project_template: Template) -> Any:
        """The backgrounds by name."""
        return links.backgrounds(project_template.id)

    @allow(admin)
    @body(Background)
    def post(self, project_template: Template, body: Background) -> Any:
        """Link a background."""
        found = links.add(project_template, "preview_background_file_id", body.preview_background_file_id)
        return {"id": found.id, "name": found.name, "is_default": found.is_default}, 201


class Unlink(Resource):
    """A link of a template."""

    key: str

    @allow(admin)
    def delete(self, project_template: Template, linked_id: UUID) -> Any:
        """Remove the link."""
        links.remove(project_template, self.key, linked_id)
        return no_content()


for part, key in (
    ("task-types", "task_type_id"),
    ("task-statuses", "task_status_id"),
    ("asset-types", "asset_type_id"),
    ("status-automations", "status_automation_id"),
    ("preview-background-files", "preview_background_file_id"),
):
    room.add(type(f"Unlink-{part}", (Unlink,), {"key": key}), f"{TEMPLATE}/{part}/<uuid:linked_id>")


@room.route("/actions/project-templates/<uuid:project_template_id>/task-types/reorder")
class TaskTypesOrder(Resource):
    """The order of a template's task types."""

    @allow(admin)
    @body(TaskTypeOrder, json_only=True)
    def post(self, project_template: Template, body: TaskTypeOrder) -> Any:
        """Link these task types in this order."""
        return [link_row(link) for link in links.reorder(project_template, "task_type_id", body.task_type_ids)]


@room.route("/actions/project-templates/<uuid:project_template_id>/task-statuses/reorder")
class TaskStatusesOrder(Resource):
    """The order of a template's statuses."""

    @allow(admin)
    @body(TaskStatusOrder, json_only=True)
    def post(self, project_template: Template, body: TaskStatusOrder) -> Any:
        """Link these statuses in this order."""
        return [link_row(link) for link in links.reorder(project_template, "task_status_id", body.task_status_ids)]


@room.route(f"{TEMPLATE}/metadata-descriptors")
class Columns(Resource):
    """The columns of a template."""

    @allow(admin)
    @body(schemas.Columns)
    def put(self, project_template: Template, body: schemas.Columns) -> Any:
        """Replace the columns."""
        project_template.metadata_descriptors = normalised(body.metadata_descriptors)
        session.flush()
        links.announce(project_template.id)
        return shown(project_template)


@room.route(f"{TEMPLATE}/default-preview-background-file")
class DefaultBackground(Resource):
    """The default background of a template."""

    @allow(admin)
    @body(schemas.DefaultBackground)
    def put(self, project_template: Template, body: schemas.DefaultBackground) -> Any:
        """Choose the default background."""
        links.set_default_background(project_template, body.default_preview_background_file_id)
        return shown(project_template)


@room.route("/data/project-templates/from-project/<uuid:project_id>")
class FromProject(Resource):
    """Templates made from productions."""

    @allow(admin)
    @body(schemas.FromProject)
    def post(self, project: Project, body: schemas.FromProject) -> Any:
        """Make a template of what the production is set to."""
        return shown(service.from_project(project, **body.model_dump())), 201


@room.route("/data/projects/<uuid:project_id>/apply-template/<uuid:project_template_id>")
class Apply(Resource):
    """Templates applied to productions."""

    @allow(admin)
    def post(self, project: Project, project_template: Template) -> Any:
        """Give the production what the template says."""
        service.apply(project_template, project)
        return plain(project)
