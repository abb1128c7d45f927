"""Bodies and queries of the schedule's routes."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from zou.kit.validation import Body, Flag, Id, Query


def _nothing(value: Any) -> Any:
    return value or None


class EpisodeQuery(Query):
    """An episode, none where it is empty."""

    episode_id: Annotated[Id | None, BeforeValidator(_nothing)] = None


class TaskLinksQuery(Query):
    """Which tasks of a version, and how they are shown."""

    task_type_id: Annotated[Id | None, BeforeValidator(_nothing)] = None
    relations: Flag = False


class SourceVersion(Body):
    """The version to copy."""

    production_schedule_version_id: Id
