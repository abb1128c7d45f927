"""Bodies and queries of the routes of columns."""

from typing import Annotated

from pydantic import Field

from zou.kit.validation import Body, Boolean, Filled, Id, Query, Text


class DescriptorUpdate(Body):
    """What a column is to be; what is left out stays."""

    name: Filled | None = None
    data_type: Text | None = None
    choices: list[Text] | None = None
    for_client: Boolean | None = None
    departments: list[Text] | None = None


class DescriptorCreate(DescriptorUpdate):
    """A new column."""

    name: Filled
    entity_type: Text = "Asset"
    task_type_id: Text | None = None


class DescriptorUpdateEverywhere(DescriptorUpdate):
    """What the column of this kind is to be in all productions."""

    entity_type: Text


class DescriptorOrder(Body):
    """Columns of a kind in their order."""

    entity_type: Text
    descriptor_ids: Annotated[list[Id], Field(min_length=1)]


class FieldOrder(Body):
    """Columns of a kind in their order, by the keys of their values."""

    entity_type: Text
    field_order: Annotated[list[Text], Field(min_length=1)]


class OfKind(Query):
    """The kind of a column."""

    entity_type: Text | None = None
