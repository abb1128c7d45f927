"""Bodies of the casting routes."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from zou.domains.entities.schemas import Whole
from zou.kit.errors import BadRequest
from zou.kit.validation import Body, Id, ListBody, Text

Count = Annotated[Whole, Field(ge=0)]
Label = Annotated[Text, StringConstraints(max_length=80)]


class Cast(Body):
    """An asset of a casting."""

    asset_id: Id
    nb_occurences: Count = 1
    label: Label | None = ""


class Casting(ListBody):
    """The casting of an asset."""

    root: list[Cast]

    @model_validator(mode="before")
    @classmethod
    def only_lists(cls, value: Any) -> Any:
        """Raise BadRequest unless it is a list."""
        if not isinstance(value, list):
            raise BadRequest("A casting is a list.")
        return value


def _some(ids: list[Any]) -> list[Any]:
    if not ids:
        raise ValueError("must name at least one entity")
    return ids


class CastInMany(Body):
    """One asset, cast in several entities."""

    entity_ids: Annotated[list[Id], AfterValidator(_some)]
    nb_occurences: Count | None = None
    label: Label | None = None


class Sharing(Body):
    """Assets to share, or to share no more."""

    is_shared: bool = True
    asset_ids: list[Id] | None = None
