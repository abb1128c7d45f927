"""Queries of the timesheets."""

from zou.domains.time.schemas import OfProject, Range
from zou.kit.errors import BadRequest
from zou.kit.periods import Period
from zou.kit.validation import MaybeId


class TableQuery(OfProject):
    """What a table is narrowed to."""

    department_id: MaybeId = None
    studio_id: MaybeId = None


class WholeRange(Range):
    """Days from one to another: both, or neither."""

    def period(self) -> Period | None:
        """The days, None for all. Raises BadRequest where one of the two lacks."""
        if self.start_date is None and self.end_date is None:
            return None
        if self.start_date is None or self.end_date is None:
            raise BadRequest("Give both start_date and end_date, or neither.")
        return Period(self.start_date, self.end_date)
