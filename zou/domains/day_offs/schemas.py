"""Queries of leaves."""

import datetime as dt

from zou.kit.errors import BadRequest
from zou.kit.periods import Period
from zou.kit.validation import Day, Query


class Span(Query):
    """The days that leaves must touch; one without the other leaves that side open."""

    start_date: Day | None = None
    end_date: Day | None = None

    def period(self) -> Period | None:
        """The days, None where none were given. Raises BadRequest where they are reversed."""
        if self.start_date is None and self.end_date is None:
            return None
        span = Period(self.start_date or dt.date.min, self.end_date or dt.date.max)
        if span.last < span.first:
            raise BadRequest("end_date must not be before start_date.")
        return span
