"""What a production uses, over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.identity import MANAGER
from zou.access.policies import production_manager, reach, signed_in, team_member
from zou.domains.project_settings import schemas, service, softwares
from zou.domains.projects.queries import plain
from zou.kit.http import Resource, Room, allow, body, malformed, no_content
from zou.models import Project, TaskStatus, TaskType

room = Room("project_settings")
SETTINGS = "/data/projects/<uuid:project_id>/settings"


@room.route("/data/projects/<uuid:project_id>/task-types")
class UsedTaskTypes(Resource):
    """The task types of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The task types that the production uses."""
        return service.used(project_id, "task_type_id")


@room.route(f"{SETTINGS}/asset-types")
class AssetTypes(Resource):
    """The asset types of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The asset types that the production uses."""
        return service.used(project_id, "asset_type_id")

    @allow(production_manager)
    @body(schemas.AssetType)
    def post(self, project: Project, body: schemas.AssetType) -> Any:
        """Use an asset type."""
        service.link(project.id, "asset_type_id", body.asset_type_id)
        return plain(project), 201


@room.route(f"{SETTINGS}/asset-types/<uuid:asset_type_id>")
class AssetType(Resource):
    """An asset type of a production."""

    @allow(production_manager)
    def delete(self, project_id: UUID, asset_type_id: UUID) -> Any:
        """Use the asset type no longer."""
        service.unlink(project_id, "asset_type_id", asset_type_id)
        return no_content()


@room.route(f"{SETTINGS}/task-types")
class TaskTypes(Resource):
    """The task types of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The task types that the production uses."""
        return service.used(project_id, "task_type_id")

    @allow(production_manager)
    @body(schemas.TaskType)
    def post(self, project: Project, body: schemas.TaskType) -> Any:
        """Use a task type."""
        values = {key: value for key, value in body.given().items() if key != "task_type_id"}
        if values.get("is_client_visible", True) is None:
            del values["is_client_visible"]
        service.use_task_type(project, body.task_type_id, values)
        return plain(project), 201


@room.route(f"{SETTINGS}/task-types/<uuid:task_type_id>")
class OneTaskType(Resource):
    """A task type of a production."""

    @allow(production_manager)
    def delete(self, project_id: UUID, task_type_id: UUID) -> Any:
        """Use the task type no longer; its tasks stay."""
        service.unlink(project_id, "task_type_id", task_type_id)
        return no_content()


@room.route(f"{SETTINGS}/task-status")
class TaskStatuses(Resource):
    """The task statuses of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The statuses that the production uses."""
        return service.used(project_id, "task_status_id")

    @allow(production_manager)
    @body(schemas.TaskStatus)
    def post(self, project: Project, body: schemas.TaskStatus) -> Any:
        """Use a status."""
        service.link(project.id, "task_status_id", body.task_status_id)
        return plain(project), 201


@room.route(f"{SETTINGS}/task-status/<uuid:task_status_id>")
class OneTaskStatus(Resource):
    """A task status of a production."""

    @allow(production_manager)
    @body(schemas.ClientAllowed)
    def put(self, project_id: UUID, task_status_id: UUID, body: schemas.ClientAllowed) -> Any:
        """Say whether the production's clients may set the status."""
        return service.link_row(service.allow_clients(project_id, task_status_id, body.is_client_allowed))

    @allow(production_manager)
    def delete(self, project_id: UUID, task_status_id: UUID) -> Any:
        """Use the status no longer."""
        service.unlink(project_id, "task_status_id", task_status_id)
        return no_content()


@room.route(f"{SETTINGS}/status-automations")
class Automations(Resource):
    """The status automations of a production."""

    @allow(production_manager)
    def get(self, project_id: UUID) -> Any:
        """The automations that work in the production."""
        return service.used(project_id, "status_automation_id")

    @allow(production_manager)
    @body(schemas.Automation)
    def post(self, project: Project, body: schemas.Automation) -> Any:
        """Use an automation."""
        service.link(project.id, "status_automation_id", body.status_automation_id)
        return plain(project), 201


@room.route(f"{SETTINGS}/status-automations/<uuid:status_automation_id>")
class Automation(Resource):
    """A status automation of a production."""

    @allow(production_manager)
    def delete(self, project_id: UUID, status_automation_id: UUID) -> Any:
        """Use the automation no longer."""
        service.unlink(project_id, "status_automation_id", status_automation_id)
        return no_content()


@room.route(f"{SETTINGS}/preview-background-files")
class Backgrounds(Resource):
    """The preview backgrounds of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The backgrounds that the production uses."""
        return service.used(project_id, "preview_background_file_id")

    @allow(production_manager)
    @body(schemas.Background)
    def post(self, project: Project, body: schemas.Background) -> Any:
        """Use a background."""
        service.link(project.id, "preview_background_file_id", body.preview_background_file_id)
        return plain(project), 201


@room.route(f"{SETTINGS}/preview-background-files/<uuid:preview_background_file_id>")
class Background(Resource):
    """A preview background of a production."""

    @allow(production_manager)
    def delete(self, project_id: UUID, preview_background_file_id: UUID) -> Any:
        """Use the background no longer."""
        service.unlink(project_id, "preview_background_file_id", preview_background_file_id)
        return no_content()


@room.route(f"{SETTINGS}/batch")
class Batch(Resource):
    """Many settings at once."""

    @allow(production_manager)
    @body(schemas.Batch)
    def post(self, project: Project, body: schemas.Batch) -> Any:
        """Use all of these."""
        service.batch(project, **body.model_dump())
        return plain(project)


@room.route("/data/task-type-links")
class TaskTypeLinks(Resource):
    """The priorities of task types in productions."""

    @allow(signed_in)
    @body(schemas.TaskTypeLink)
    def post(self, body: schemas.TaskTypeLink) -> Any:
        """Use a task type with a priority."""
        project_id = reach(body.project_id, MANAGER)
        service.require_known(TaskType, body.task_type_id, "task_type_id")
        return service.link_row(service.set_priority(project_id, body.task_type_id, body.priority)), 201


@room.route("/data/task-status-links")
class TaskStatusLinks(Resource):
    """The priorities of statuses in productions, and whose boards show them."""

    @allow(signed_in)
    @body(schemas.TaskStatusLink)
    def post(self, body: schemas.TaskStatusLink) -> Any:
        """Use a status with a priority, on the boards of some roles."""
        project_id = reach(body.project_id, MANAGER)
        service.require_known(TaskStatus, body.task_status_id, "task_status_id")
        link = service.set_board(project_id, body.task_status_id, priority=body.priority, roles=list(body.roles_for_board))
        return service.link_row(link), 201


@room.route("/actions/projects/<uuid:project_id>/task-type-links/reorder")
class TaskTypeOrder(Resource):
    """The order of a production's task types."""

    @allow(production_manager)
    @body(schemas.TaskTypeOrder, json_only=True)
    def post(self, project_id: UUID, body: schemas.TaskTypeOrder) -> Any:
        """Put the task types into this order."""
        return [service.link_row(one) for one in service.reorder(project_id, "task_type_id", body.task_type_ids)]


@room.route("/actions/projects/<uuid:project_id>/task-status-links/reorder")
class TaskStatusOrder(Resource):
    """The order of a production's statuses."""

    @allow(production_manager)
    @body(schemas.TaskStatusOrder, json_only=True)
    def post(self, project_id: UUID, body: schemas.TaskStatusOrder) -> Any:
        """Put the statuses into this order."""
        return [service.link_row(one) for one in service.reorder(project_id, "task_status_id", body.task_status_ids)]


@room.route("/data/projects/<uuid:project_id>/task-type-softwares")
class UsedSoftwares(Resource):
    """The software of a production's task types."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """Which task type uses which software."""
        return softwares.of_project(project_id)


@room.route("/data/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/softwares")
class TaskTypeSoftwares(Resource):
    """The software of a task type in a production."""

    @allow(softwares.chooser)
    @malformed(400)
    @body(schemas.SoftwareUse)
    def post(self, project_id: UUID, task_type_id: UUID, body: schemas.SoftwareUse) -> Any:
        """Use a software for the task type."""
        return softwares.use(project_id, task_type_id, body.software_id), 201


@room.route("/data/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/softwares/<uuid:software_id>")
class TaskTypeSoftware(Resource):
    """A software of a task type in a production."""

    @allow(softwares.chooser)
    @malformed(400)
    def delete(self, project_id: UUID, task_type_id: UUID, software_id: UUID) -> Any:
        """Use the software no longer."""
        softwares.stop(project_id, task_type_id, software_id)
        return no_content()
