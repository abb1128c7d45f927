"""Bodies of the settings' routes."""

from typing import Annotated, Any, Literal

from flask import request
from pydantic import Field, model_validator

from zou.kit.validation import Body, Boolean, Id, Whole

Bitrate = Annotated[Whole, Field(ge=1)]
BoardRole = Literal["user", "admin", "supervisor", "manager", "client", "vendor"]


class AssetType(Body):
    """An asset type."""

    asset_type_id: Id


class TaskStatus(Body):
    """A task status."""

    task_status_id: Id


class Automation(Body):
    """A status automation."""

    status_automation_id: Id


class Background(Body):
    """A preview background."""

    preview_background_file_id: Id


class SoftwareUse(Body):
    """A software."""

    software_id: Id


class TaskType(Body):
    """A task type and how the production uses it."""

    task_type_id: Id
    priority: Whole | None = None
    hd_bitrate_compression: Bitrate | None = None
    ld_bitrate_compression: Bitrate | None = None
    is_client_visible: Boolean | None = None


class BatchTaskType(Body):
    """A task type of a batch."""

    task_type_id: Id
    priority: Whole | None = None
    is_client_visible: Boolean | None = None


class Batch(Body):
    """Many settings at once."""

    task_types: list[BatchTaskType] = []
    task_status_ids: list[Id] = []
    asset_type_ids: list[Id] = []
    replace_task_types: Boolean = False


class ClientAllowed(Body):
    """Whether clients may set a status; null: as the status itself says."""

    is_client_allowed: Boolean | None


class Merged(Body):
    """A body of which the query may say any part, and wins."""

    lists_faults = False

    @model_validator(mode="before")
    @classmethod
    def merge(cls, content: Any) -> Any:
        """The body's object with what the query says."""
        if not isinstance(content, dict):
            return content
        said = {key: request.args.getlist(key) if key == "roles_for_board" else request.args[key] for key in request.args}
        return {**content, **said}


class TaskTypeLink(Merged):
    """The priority of a task type in a production."""

    project_id: Id
    task_type_id: Id
    priority: Whole | None = 1


class TaskStatusLink(Merged):
    """The priority of a status in a production, and whose boards show it."""

    project_id: Id
    task_status_id: Id
    priority: Whole | None = 1
    roles_for_board: list[BoardRole] = []


class TaskTypeOrder(Body):
    """Task types in their order."""

    lists_faults = False

    task_type_ids: list[Id]


class TaskStatusOrder(Body):
    """Statuses in their order."""

    lists_faults = False

    task_status_ids: list[Id]
