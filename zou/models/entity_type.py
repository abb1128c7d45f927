"""Kinds of entities: the temporal ones and the types of assets."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.task_type import TaskType


class EntityType(Row, Base):
    """A kind of entity."""

    __tablename__ = "entity_type"

    name: Mapped[str] = mapped_column(String(30), index=True, unique=True)
    short_name: Mapped[str | None] = mapped_column(String(20))
    description: Mapped[str | None] = mapped_column(Text)
    archived: Mapped[bool | None] = mapped_column(default=False)

    task_types: Mapped[list[TaskType]] = relationship(secondary="task_type_asset_type_link")


class TaskTypeAssetTypeLink(Base):
    """A task type that assets of a type go through."""

    __tablename__ = "task_type_asset_type_link"
    __table_args__ = (UniqueConstraint("asset_type_id", "task_type_id", name="task_type_asset_type_link_uc"),)

    asset_type_id: Mapped[UUID] = mapped_column(ForeignKey("entity_type.id"), primary_key=True, index=True)
    task_type_id: Mapped[UUID] = mapped_column(ForeignKey("task_type.id"), primary_key=True, index=True)
