"""Bodies of the templates' routes."""

from typing import Annotated, Any

from pydantic import Field, model_validator

from zou.domains.project_settings import schemas as settings
from zou.kit.validation import Body, Boolean, Filled, Id, Text, Whole


class TaskType(settings.TaskType):
    """A task type and how productions of the template use it."""


class TaskStatus(Body):
    """A status and how productions of the template use it."""

    task_status_id: Id
    priority: Whole | None = None
    roles_for_board: list[settings.BoardRole] | None = None
    is_client_allowed: Boolean | None = None


class DefaultBackground(Body):
    """The default background; null: none."""

    default_preview_background_file_id: Id | None


class Columns(Body):
    """The columns of a template: an object that names them, or the list itself."""

    metadata_descriptors: Any

    @model_validator(mode="before")
    @classmethod
    def bare_list(cls, content: Any) -> Any:
        """A bare list is taken for the columns."""
        return {"metadata_descriptors": content} if isinstance(content, list) else content


class FromProject(Body):
    """The name of a template made from a production."""

    name: Annotated[Filled, Field(max_length=80)]
    description: Text | None = None
