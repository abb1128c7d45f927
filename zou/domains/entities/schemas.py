"""Bodies and queries that the kinds of entities share."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from zou.kit.validation import Body, Flag, Id, Name, Query, Text


def _digits(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a whole number")
    if isinstance(value, str):
        try:
            return int(value)
        except ValueError as error:
            raise ValueError("must be a whole number") from error
    return value


Whole = Annotated[int, BeforeValidator(_digits), Field(ge=-(2**31), lt=2**31)]
"""A whole number that PostgreSQL's integer holds; digits in a text are taken too."""
Metadata = dict[str, Any]
"""An entity's own columns."""


def _object_or_nothing(value: Any) -> Any:
    return {} if value is None else value


MetadataOrNull = Annotated[Metadata, BeforeValidator(_object_or_nothing)]
"""The same; null is none."""


class EntityCreate(Body):
    """What every new entity may have."""

    name: Name
    description: Text | None = ""
    data: MetadataOrNull = {}


class ForceQuery(Query):
    """`force=true`: remove for good."""

    force: Flag = False


class RelationsQuery(Query):
    """`relations=true`: with the to-many keys."""

    relations: Flag = False


class EntityRef(Body):
    """An entity named by its id."""

    id: Id
