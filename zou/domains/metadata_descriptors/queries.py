"""Columns that productions add, as rows."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.productions import sees_descriptor
from zou.db import Rows, rows
from zou.models import DepartmentMetadataDescriptorLink, MetadataDescriptor

IN_PROJECT = ("id", "name", "field_name", "data_type", "choices", "for_client", "entity_type", "task_type_id", "position")


def departments_of(descriptor: Any = MetadataDescriptor) -> sa.ColumnElement[Any]:
    """The ids of a column's departments, in SQL."""
    link = DepartmentMetadataDescriptorLink
    ids = sa.select(link.department_id).where(link.metadata_descriptor_id == descriptor.id).correlate(descriptor).scalar_subquery()
    return sa.func.array(ids, type_=sa.ARRAY(sa.Uuid)).label("departments")


def by_project(project_ids: list[UUID], *conditions: sa.ColumnElement[bool]) -> dict[UUID, Rows]:
    """The columns that the caller may see of each of the productions, as these carry them. One statement."""
    columns = [MetadataDescriptor.project_id, *(getattr(MetadataDescriptor, key) for key in IN_PROJECT), departments_of()]
    statement = sa.select(*columns).where(MetadataDescriptor.project_id.in_(project_ids), sees_descriptor(), *conditions)
    found: dict[UUID, Rows] = {}
    for row in rows(statement.order_by(MetadataDescriptor.position.nulls_last(), MetadataDescriptor.name)):
        found.setdefault(row.pop("project_id"), []).append(row)
    return found


def shown(*conditions: sa.ColumnElement[bool], order: tuple[Any, ...] = (MetadataDescriptor.position.nulls_last(), MetadataDescriptor.name)) -> Rows:
    """Whole columns that meet the conditions, with their departments, by position, then name. One statement."""
    found = rows(sa.select(*MetadataDescriptor.__table__.columns, departments_of()).where(*conditions).order_by(*order))
    return [{**row, "type": "MetadataDescriptor"} for row in found]


def of_project(project_id: UUID) -> Rows:
    """The columns of a production that the caller may see, by position, then name. One statement."""
    return shown(MetadataDescriptor.project_id == project_id, sees_descriptor())


def one(descriptor_id: UUID) -> dict[str, Any]:
    """A column."""
    return shown(MetadataDescriptor.id == descriptor_id)[0]


def many(descriptor_ids: list[UUID]) -> Rows:
    """Columns of these ids, in this order. One statement."""
    found = {row["id"]: row for row in shown(MetadataDescriptor.id.in_(descriptor_ids))}
    return [found[ident] for ident in descriptor_ids]


def is_visible(descriptor_id: UUID) -> bool:
    """Whether the caller may see a column of a production of theirs."""
    return bool(rows(sa.select(MetadataDescriptor.id).where(MetadataDescriptor.id == descriptor_id, sees_descriptor())))
