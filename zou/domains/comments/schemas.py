"""Bodies of the comment routes."""

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field, model_validator

from zou.kit import json
from zou.kit.errors import BadRequest
from zou.kit.validation import Body, Id, ListBody, Query, Text

TRUE, FALSE = ("true", "1", "yes", "y", "on", "t"), ("false", "0", "no", "n", "off", "f", "")


def _as_list(value: Any) -> Any:
    """A list, the JSON text of one (as forms send it), or nothing."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else []
        except ValueError as error:
            raise ValueError("must be a list, or the JSON text of one") from error
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError("must be a list, or the JSON text of one")
    if b"\\u0000" in json.dumps(value):
        raise ValueError("must not contain a NUL character")
    return value


def _as_texts(value: Any) -> Any:
    items = _as_list(value)
    if any(item is None or isinstance(item, dict | list) for item in items):
        raise ValueError("must be a list of texts")
    return [item if isinstance(item, str) else json.dumps_text(item) for item in items]


def as_flag(value: Any) -> Any:
    """A boolean, or the text of one. Raises ValueError for anything else."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str | int) and str(value).lower() in TRUE + FALSE:
        return str(value).lower() in TRUE
    raise ValueError("must be true or false")


Items = Annotated[list[Any], BeforeValidator(_as_list)]
"""A list of any JSON values; forms send its JSON text."""
Links = Annotated[list[str], BeforeValidator(_as_texts)]
"""A list of texts; forms send its JSON text."""
Switch = Annotated[bool, BeforeValidator(as_flag)]
"""A boolean, or the text of one."""


class CommentCreate(Body):
    """A new comment. `person_id`, `created_at` and `for_client` count for managers only."""

    task_status_id: Text
    comment: Text = ""
    checklist: Items = []
    links: Links = []
    for_client: Switch = False
    person_id: Text = ""
    created_at: Text = ""


class ReplyCreate(Body):
    """A reply to a comment."""

    text: Text = ""


class Move(Body):
    """The task that a comment is moved to."""

    target_task_id: Text


class ClientCommentsCopy(Body):
    """The tasks whose last comment by a client is copied, and what the copies begin with."""

    task_ids: Annotated[list[Id], Field(min_length=1)]
    prefix: Text = ""


class BatchEntry(Body):
    """A comment of a batch. `task_id` counts where the path names no task."""

    task_id: Text = ""
    task_status_id: Text
    text: Text
    checklist: Items = []
    links: Links = []
    person_id: Text = ""
    created_at: Text = ""


def _as_entries(value: Any) -> Any:
    """A list, or the JSON text of one. Raises BadRequest."""
    try:
        entries = _as_list(value)
    except ValueError as error:
        raise BadRequest(f"The comments {error}.") from error
    if value is None:
        raise BadRequest("The comments must be a list, or the JSON text of one.")
    return entries


class Batch(Body):
    """Comments to post; forms send the JSON text of the list."""

    comments: Annotated[list[BatchEntry], BeforeValidator(_as_entries)] = Field(None, validate_default=True)


class ManyEntry(Body):
    """A comment of many. An entry that lacks its task, its status or its text is skipped."""

    object_id: Id | None = Field(None, validation_alias=AliasChoices("object_id", "task_id"))
    task_status_id: Id | None = None
    comment: Text | None = None
    links: Links = []

    def is_whole(self) -> bool:
        """Whether nothing is missing."""
        return None not in (self.object_id, self.task_status_id, self.comment)


class Many(ListBody):
    """Comments to post: a list, or a form whose `comments` is the JSON text of one."""

    root: list[ManyEntry]

    @model_validator(mode="before")
    @classmethod
    def of_form(cls, value: Any) -> Any:
        """What a form sends has the list under `comments`."""
        if isinstance(value, dict) and isinstance(value.get("comments"), str):
            value = value["comments"]
        elif not isinstance(value, list):
            raise BadRequest("Send a list of comments.")
        return _as_entries(value)


class PageQuery(Query):
    """Which page."""

    page: str | None = None
    limit: str | None = None
