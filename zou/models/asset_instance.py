"""Copies of an asset in a scene or in another asset."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.entity import Entity


class AssetInstance(Row, Base):
    """One copy of an asset, numbered within its scene or its target asset."""

    __tablename__ = "asset_instance"
    __table_args__ = (UniqueConstraint("asset_id", "target_asset_id", "scene_id", "number", name="asset_instance_uc"),)

    asset_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(80))
    number: Mapped[int | None]
    description: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool | None] = mapped_column(default=True)
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    scene_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    target_asset_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    entity_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    entity_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity_type.id"), index=True)

    shots: Mapped[list[Entity]] = relationship(secondary="asset_instance_link", back_populates="instance_casting")


class AssetInstanceLink(Base):
    """An asset instance cast in a shot."""

    __tablename__ = "asset_instance_link"

    entity_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id"), primary_key=True)
    asset_instance_id: Mapped[UUID] = mapped_column(ForeignKey("asset_instance.id"), primary_key=True)
