"""Queries of the lists of productions."""

from zou.kit.validation import Query, Text


class ProjectName(Query):
    """A production by its name."""

    name: Text | None = None
