"""Bodies and queries of the preview routes."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from zou.kit.validation import Body, Flag, Id, Query

LARGEST = 2**31 - 2
Count = Annotated[int, BeforeValidator(lambda value: int(value) if isinstance(value, float) and value.is_integer() else value), Field(ge=0)]
"""A whole number from 0; 2.0 is 2."""


class PreviewCreate(Body):
    """A new preview of a comment. Without `revision`, the comment's own or the task's next."""

    revision: Annotated[Count, Field(le=LARGEST)] | None = None


class Empty(Body):
    """A body of which nothing is read."""


class UploadQuery(Query):
    """How an upload is processed. `normalize`: encode the movie; `no_job`: in this request."""

    normalize: Flag = True
    no_job: Flag = False


class DeleteQuery(Query):
    """`force`: remove the stored files at once."""

    force: Flag = False


class NoJobQuery(Query):
    """`no_job`: do the work in this request."""

    no_job: Flag = False


class Position(Body):
    """The place of a preview in its revision, from 1; 0 leaves it where it is."""

    position: Count = 0


class MainPreview(Body):
    """`frame_number`: the frame of the movie that the pictures show from now on."""

    frame_number: Annotated[Count, Field(le=LARGEST)] | None = None


class TaskIds(Body):
    """Tasks."""

    task_ids: Annotated[list[Id], Field(min_length=1)]


class AnnotationUpdate(Body):
    """Changes of a preview's drawings, applied in this order."""

    additions: list[Any] = []
    updates: list[Any] = []
    deletions: list[Any] = []


class PageQuery(Query):
    """A page of a list."""

    page: str | None = None
    limit: str | None = None


class RunningQuery(Query):
    """Where a list begins, and how long it is."""

    limit: str | None = None
    cursor_preview_file_id: str | None = None
