"""What to search for."""

from typing import Annotated

from pydantic import Field

from zou.kit.validation import Body, Id, Text

INDEXES = ("assets", "shots", "persons")


class Search(Body):
    """A search: `limit` and `offset` count rows of each index; names of unknown indexes are ignored."""

    query: Text
    project_id: Id | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 3
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    index_names: list[Text] = list(INDEXES)
