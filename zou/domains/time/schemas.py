"""Bodies and queries of the time spents."""

import math
from typing import Annotated, Any

from pydantic import BeforeValidator

from zou.kit.validation import Body, Day, MaybeId, Query

LONGEST = 1_000_000.0


def as_minutes(value: Any) -> float:
    """Minutes, of a number or its text. Raises ValueError for what is none, or not above zero."""
    try:
        minutes = math.nan if isinstance(value, bool) else float(value)
    except (TypeError, ValueError, OverflowError):
        minutes = math.nan
    if not 0 < minutes <= LONGEST:
        raise ValueError("must be a number of minutes above 0")
    return minutes


class TimeBody(Body):
    """The minutes spent."""

    duration: Annotated[float, BeforeValidator(as_minutes)]


class Range(Query):
    """Days from one to another; either may lack."""

    start_date: Day | None = None
    end_date: Day | None = None


class Paged(Query):
    """A page of a list."""

    page: str | None = None
    limit: str | None = None


class OfProject(Query):
    """One production's, or everything's."""

    project_id: MaybeId = None
