"""Filters of the lists of tasks."""

import datetime as dt
from typing import Annotated, Any

from pydantic import BeforeValidator

from zou.kit.dates import parse_moment
from zou.kit.ids import parse_id
from zou.kit.validation import MaybeId, Query

UNASSIGNED = "unassigned"
LARGEST_PAGE = 10_000
WIDEST_NUMBER = 2**31 - 1


def _people(value: Any) -> Any:
    if value in ("", UNASSIGNED):
        return value or None
    ids = [parse_id(part.strip()) for part in value.split(",")]
    if None in ids:
        raise ValueError("must be ids joined by commas, or 'unassigned'")
    return ids


def _moment(text: Any) -> Any:
    try:
        return parse_moment(text) if text else None
    except ValueError as error:
        raise ValueError("must be a day or a time, YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS") from error


def _end_of_day(text: Any) -> Any:
    """The last moment that a text means: a day's end, or the moment itself."""
    found = _moment(text)
    return found + dt.timedelta(days=1, microseconds=-1) if found is not None and len(text) <= 10 else found


def _whole(text: Any) -> int:
    try:
        number = int(text)
    except ValueError as error:
        raise ValueError("must be a whole number") from error
    return number


def _at_least_one(text: Any) -> int:
    return min(max(_whole(text), 1), 2**40)


def _priority(text: Any) -> Any:
    if text == "":
        return None
    number = _whole(text)
    if abs(number) > WIDEST_NUMBER:
        raise ValueError("must be a number of 32 bits")
    return number


People = Annotated[Any, BeforeValidator(_people)]
"""Ids of persons joined by commas, `unassigned`, or None."""
Since = Annotated[Any, BeforeValidator(_moment)]
Until = Annotated[Any, BeforeValidator(_end_of_day)]
PageNumber = Annotated[int, BeforeValidator(_at_least_one)]


class Filters(Query):
    """What every list of tasks can be narrowed to."""

    project_id: MaybeId = None
    task_type_id: MaybeId = None
    task_status_id: MaybeId = None
    person_id: People = None


class Paged(Query):
    """A page, from 1; numbers below are brought up to it."""

    limit: PageNumber = 100

    @property
    def size(self) -> int:
        """Rows of a page."""
        return min(self.limit, LARGEST_PAGE)


class ToCheck(Filters, Paged):
    """Filters of the tasks to check."""

    episode_id: MaybeId = None
    due_date_since: Since = None
    due_date_until: Until = None
    order_by: str | None = None
    page: PageNumber | None = None


class OpenFilters(Filters):
    """Filters of the open tasks."""

    studio_id: MaybeId = None
    department_id: MaybeId = None
    start_date: Since = None
    due_date: Until = None
    priority: Annotated[Any, BeforeValidator(_priority)] = None


class OpenPage(OpenFilters, Paged):
    """A page of the open tasks."""

    page: PageNumber = 1
