"""Columns that productions add to their entities and tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.department import Department
    from zou.models.project import Project

DATA_TYPES = ("string", "number", "list", "taglist", "boolean", "checklist", "date", "url", "textarea", "person")


class MetadataDescriptor(Row, Base):
    """A column that a production adds to a kind of entity or to a task type."""

    __tablename__ = "metadata_descriptor"
    __table_args__ = (
        Index(
            "metadata_descriptor_task_type_uc",
            "project_id",
            "entity_type",
            "task_type_id",
            "name",
            unique=True,
            postgresql_where=sql("task_type_id IS NOT NULL"),
        ),
        Index(
            "metadata_descriptor_task_type_uc2",
            "project_id",
            "entity_type",
            "task_type_id",
            "field_name",
            unique=True,
            postgresql_where=sql("task_type_id IS NOT NULL"),
        ),
        Index("metadata_descriptor_uc", "project_id", "entity_type", "name", unique=True, postgresql_where=sql("task_type_id IS NULL")),
        Index("metadata_descriptor_uc2", "project_id", "entity_type", "field_name", unique=True, postgresql_where=sql("task_type_id IS NULL")),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id"), index=True)
    entity_type: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str] = mapped_column(String(120))
    data_type: Mapped[str | None] = mapped_column(String(255), info={"codes": DATA_TYPES})
    field_name: Mapped[str] = mapped_column(String(120))
    choices: Mapped[Any] = mapped_column(Json, nullable=True)
    for_client: Mapped[bool | None] = mapped_column(index=True, default=False)
    position: Mapped[int | None]
    task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id", name="fk_metadata_descriptor_task_type_id"), index=True)

    project: Mapped[Project] = relationship()
    departments: Mapped[list[Department]] = relationship(secondary="department_metadata_descriptor_link")


class DepartmentMetadataDescriptorLink(Base):
    """A department that a metadata column is meant for."""

    __tablename__ = "department_metadata_descriptor_link"
    __table_args__ = (UniqueConstraint("metadata_descriptor_id", "department_id", name="department_metadata_descriptor_link_uc"),)

    metadata_descriptor_id: Mapped[UUID] = mapped_column(ForeignKey("metadata_descriptor.id"), primary_key=True, index=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
