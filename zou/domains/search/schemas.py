"""What to search for."""

from typing import Annotated

from pydantic import AfterValidator, Field

from zou.kit.validation import Body, Id, Text

LARGEST = 1000


class Search(Body):
    """A search: `limit` and `offset` count rows of each index; `index_names`: some of assets, shots, persons; all without."""

    query: Text
    project_id: Id | None = None
    limit: Annotated[int, Field(ge=1), AfterValidator(lambda limit: min(limit, LARGEST))] = 3
    offset: Annotated[int, Field(ge=0, lt=2**31)] = 0
    index_names: list[Text] | None = None
