"""Bodies of kept searches and their groups. Keys that are not listed are ignored: clients send whole rows back."""

from typing import Annotated

from pydantic import StringConstraints

from zou.kit.validation import Body, Id, Text

FilterName = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
SearchQuery = Annotated[Text, StringConstraints(min_length=1, max_length=500)]
Word = Annotated[Text, StringConstraints(max_length=80)]
Color = Annotated[Text, StringConstraints(max_length=8)]


class _Create(Body):
    name: FilterName
    list_type: Word | None = "todo"
    project_id: Id | None = None
    entity_type: Word | None = None
    is_shared: bool | None = False
    department_id: Id | None = None


class FilterCreate(_Create):
    """A search to keep. `list_type`: the page it is for."""

    query: SearchQuery
    search_filter_group_id: Id | None = None


class GroupCreate(_Create):
    """A group of searches."""

    color: Color | None = ""


class _Update(Body):
    name: FilterName | None = None
    is_shared: bool | None = None
    project_id: Id | None = None
    department_id: Id | None = None


class FilterUpdate(_Update):
    """What to change of a kept search. Without group: `search_filter_group_id` null; other nulls change nothing."""

    search_query: SearchQuery | None = None
    search_filter_group_id: Id | None = None


class GroupUpdate(_Update):
    """What to change of a group; nulls change nothing. Its searches are shared as it is."""

    color: Color | None = None
