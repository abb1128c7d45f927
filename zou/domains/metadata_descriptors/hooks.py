"""What is particular to the generic routes of columns."""

from typing import Any

import sqlalchemy as sa
from flask import request

from zou.access import me
from zou.access.productions import my_open_productions, sees_descriptor
from zou.crud import hooks
from zou.domains.metadata_descriptors.checks import check_kind
from zou.domains.metadata_descriptors.queries import departments_of
from zou.domains.pipeline.naming import require_filled
from zou.models import MetadataDescriptor

descriptors = hooks("metadata-descriptors")
Values = dict[str, Any]


@descriptors.scope
def scope(statement: sa.Select) -> sa.Select:
    """Administrators see all columns, others those for them of their open productions. Departments are there where nothing was asked."""
    if not request.args:
        statement = statement.add_columns(departments_of())
    if me().is_admin:
        return statement
    return statement.where(MetadataDescriptor.project_id.in_(my_open_productions()), sees_descriptor())


@descriptors.before_create
def check_new(values: Values) -> Values:
    """A column has a known kind, a type, a name and a key."""
    check_kind(values.get("entity_type"))
    return check_change(None, values)


@descriptors.before_update
def check_change(_row: MetadataDescriptor | None, values: Values) -> Values:
    """Keys are not empty, kinds known."""
    require_filled(values, "field_name")
    if "entity_type" in values:
        check_kind(values["entity_type"])
    return values
