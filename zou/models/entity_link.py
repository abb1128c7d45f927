"""Links from entity to entity: castings and concepts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Json, Row


class EntityLink(Row, Base):
    """The casting of an asset (out) in a shot, an episode, an asset... (in)."""

    __tablename__ = "entity_link"
    __table_args__ = (
        PrimaryKeyConstraint("entity_in_id", "entity_out_id", "id"),
        UniqueConstraint("entity_in_id", "entity_out_id", name="entity_link_uc"),
    )

    entity_in_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id"), primary_key=True, index=True)
    entity_out_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id"), primary_key=True, index=True)
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    nb_occurences: Mapped[int | None] = mapped_column(default=1)
    label: Mapped[str | None] = mapped_column(String(80), default="")


class EntityConceptLink(Row, Base):
    """A concept (in) that illustrates an entity (out)."""

    __tablename__ = "entity_concept_link"
    __table_args__ = (PrimaryKeyConstraint("entity_in_id", "entity_out_id", "id"),)

    entity_in_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id"), primary_key=True)
    entity_out_id: Mapped[UUID] = mapped_column(ForeignKey("entity.id"), primary_key=True)
