"""Queries of the quotas."""

from typing import Literal

from zou.kit.validation import MaybeId, Query

Mode = Literal["weighted", "weighteddone", "feedback", "done"]


class Counted(Query):
    """How shots count: when feedback was asked for or when they were done; weighted by the time spent or not."""

    count_mode: Mode = "weighted"


class QuotaQuery(Counted):
    """Quotas of a production; `studio_id`: of the tasks with an assignee of that studio."""

    studio_id: MaybeId = None


class ShotsQuery(Counted):
    """The shots behind a person's quotas."""

    project_id: MaybeId = None
    task_type_id: MaybeId = None
