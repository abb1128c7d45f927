"""Metadata that is not for everybody: columns of departments are hidden from other vendors, what is not meant for clients from these."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import CLIENT, VENDOR, me
from zou.db import Rows
from zou.db.rows import execute
from zou.models import DepartmentMetadataDescriptorLink, MetadataDescriptor


def hidden_fields(project_ids: Iterable[UUID], kind: str) -> dict[UUID, frozenset[str]]:
    """The fields of entities of the kind that the caller may not read, by production. At most one statement."""
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
    statement = sa.select(MetadataDescriptor.project_id, MetadataDescriptor.field_name)
    found: dict[UUID, set[str]] = {}
    for row in execute(statement.where(MetadataDescriptor.entity_type == kind, MetadataDescriptor.task_type_id.is_(None), rule)):
        found.setdefault(row.project_id, set()).add(row.field_name)
    return {project_id: frozenset(names) for project_id, names in found.items()}


def masked(found: Rows, kind: str) -> Rows:
    """The rows of entities of the kind without the metadata that the caller may not read."""
    hidden = hidden_fields({row["project_id"] for row in found if row.get("project_id")}, kind)
    for row in found if hidden else ():
        names: Any = hidden.get(row["project_id"])
        if names and isinstance(row.get("data"), dict):
            row["data"] = {key: value for key, value in row["data"].items() if key not in names}
    return found
