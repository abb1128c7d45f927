"""Queries of the logs."""

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from zou.kit.validation import Id, Moment, Query, Text

LARGEST = 1000


def _cut(limit: int) -> int:
    if limit < 0:
        raise ValueError("must not be negative")
    return min(limit, LARGEST)


Limit = Annotated[int, AfterValidator(_cut)]
"""A number of rows: larger ones are cut."""
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
"""A part of an event's name."""
ExactlyTrue = Annotated[bool, BeforeValidator(lambda text: text == "true")]


class LastLogins(Query):
    """What to show of the log of sign-ins, newest first."""

    limit: Limit = 100
    after: Moment | None = None
    before: Moment | None = None
    person_ids: list[Id] = []
    cursor_login_log_id: Id | None = None


class LastEvents(Query):
    """What to show of the log of events, newest first."""

    limit: Limit = 100
    after: Moment | None = None
    before: Moment | None = None
    person_ids: list[Id] = []
    cursor_event_id: Id | None = None
    project_id: Id | None = None
    name: Text | None = None
    name_prefixes: list[Word] = []
    name_suffixes: list[Word] = []
    only_files: ExactlyTrue = False
