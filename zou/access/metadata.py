"""Metadata that is not for everybody: columns of departments are hidden from other vendors, what is not meant for clients from these."""

from collections.abc import Callable, Iterable
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, VENDOR, me
from zou.db import Rows
from zou.db.rows import Row, execute
from zou.models import DepartmentMetadataDescriptorLink, MetadataDescriptor


def hidden_fields(project_ids: Iterable[UUID], kinds: Iterable[str]) -> dict[tuple[UUID, str], frozenset[str]]:
    """The fields of entities of the kinds that the caller may not read, by production and kind. At most one statement."""
    mine = me()
    # What is shared by a production of others is read with one's own role.
    roles = {ident: mine.role_in(ident) or mine.role for ident in project_ids}
    vendor, client = ([ident for ident, role in roles.items() if role == wanted] for wanted in (VENDOR, CLIENT))
    if not vendor and not client:
        return {}
    link = DepartmentMetadataDescriptorLink
    of_it = sa.exists().where(link.metadata_descriptor_id == MetadataDescriptor.id)
    for_others = sa.and_(of_it, ~of_it.where(link.department_id.in_(mine.departments)))
    rule = sa.or_(
        sa.and_(MetadataDescriptor.project_id.in_(vendor), for_others),
        sa.and_(MetadataDescriptor.project_id.in_(client), MetadataDescriptor.for_client.is_not(True)),
    )
    statement = sa.select(MetadataDescriptor.project_id, MetadataDescriptor.entity_type, MetadataDescriptor.field_name)
    found: dict[tuple[UUID, str], set[str]] = {}
    for row in execute(statement.where(MetadataDescriptor.entity_type.in_(set(kinds)), MetadataDescriptor.task_type_id.is_(None), rule)):
        found.setdefault((row.project_id, row.entity_type), set()).add(row.field_name)
    return {place: frozenset(names) for place, names in found.items()}


def masked(found: Rows, kind: str | Callable[[Row], str], *, column: str = "data") -> Rows:
    """The rows without the metadata in `column` that the caller may not read. `kind`: of what entities it is, or what tells it of a row."""
    places = [(row["project_id"], kind if isinstance(kind, str) else kind(row)) for row in found]
    hidden = hidden_fields({project_id for project_id, _ in places if project_id}, {name for _, name in places})
    for row, place in zip(found, places, strict=True) if hidden else ():
        names, values = hidden.get(place), row.get(column)
        if names and isinstance(values, dict):
            row[column] = {key: value for key, value in values.items() if key not in names}
    return found
