"""Queries of the news routes."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from zou.kit.validation import Id, Moment, Query

LARGEST_PAGE = 2000


def _as_count(value: Any) -> Any:
    text = str(value)
    if not text.isdigit() or not 1 <= int(text) < 2**31:
        raise ValueError("must be a whole number from 1")
    return int(text)


def _as_switch(value: Any) -> Any:
    text = str(value).lower()
    if text in ("true", "1", "on"):
        return True
    if text in ("false", "0", "off", ""):
        return False
    raise ValueError("must be true or false")


Count = Annotated[int, BeforeValidator(_as_count)]


class NewsQuery(Query):
    """Which news."""

    page: Count = 1
    limit: Count = 50
    only_preview: Annotated[bool, BeforeValidator(_as_switch)] = False
    task_type_id: Id | None = None
    task_status_id: Id | None = None
    person_id: Id | None = None
    episode_id: Id | None = None
    project_id: Id | None = None
    after: Moment | None = None
    before: Moment | None = None
