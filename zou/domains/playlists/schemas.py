"""Bodies and queries of the playlist routes."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from zou.kit.validation import Body, Flag, Id, Query

IdOrNothing = Annotated[Id | None, BeforeValidator(lambda value: None if value == "" else value)]
"""An id; nothing and an empty text are none."""


class PageQuery(Query):
    """Which page."""

    page: str | None = None
    limit: str | None = None


class ListQuery(Query):
    """Which playlists, in which order."""

    page: int = 1
    sort_by: str = "updated_at"
    task_type_id: IdOrNothing = None
    for_entity: str | None = None


class Addition(Body):
    """An entity to add, with the preview that is shown of it."""

    entity_id: Id
    preview_file_id: IdOrNothing = None


class Additions(Body):
    """Entities to add."""

    entities: Annotated[list[Addition], Field(min_length=1)]


class TemporaryQuery(Query):
    """Whether a temporary playlist is sorted by where its entities stand."""

    sort: Flag = False


class Temporary(Body):
    """What a temporary playlist shows."""

    task_ids: list[Id] = []
    entity_ids: list[Id] = []


class Audience(Body):
    """Which clients are told."""

    studio_id: IdOrNothing = None
    department_id: IdOrNothing = None
