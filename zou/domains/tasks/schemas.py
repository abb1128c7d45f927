"""Bodies and queries of the task routes."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from zou.kit.validation import Body, Filled, Flag, Query


def _as_rank(value: Any) -> Any:
    if isinstance(value, str) and value.strip().isdigit():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
        raise ValueError("must be a whole number from 0")
    return value


class Assign(Body):
    """Who gets a task."""

    person_id: Filled


class TaskIds(Body):
    """Tasks."""

    task_ids: Annotated[list[str], Field(min_length=1)]


class ClearAssignation(TaskIds):
    """Tasks, and who is taken off them: everybody without `person_id`."""

    person_id: str | None = None


class SetPriority(TaskIds):
    """Tasks and their new priority."""

    priority: Annotated[int, BeforeValidator(_as_rank)]


class Relations(Query):
    """Whether rows carry their lists."""

    relations: Flag = False


class ProjectTasksQuery(Query):
    """Which tasks of a production."""

    page: str | None = None
    task_type_id: str | None = None
    episode_id: str | None = None
