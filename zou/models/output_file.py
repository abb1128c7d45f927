"""Files that come out of the work."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Json, Row

QUALITIES = ("low", "mid", "high")


class OutputFile(Row, Base):
    """A revision of a file produced for an entity or an asset instance."""

    __tablename__ = "output_file"
    __table_args__ = (
        UniqueConstraint(
            "name",
            "entity_id",
            "asset_instance_id",
            "output_type_id",
            "task_type_id",
            "temporal_entity_id",
            "representation",
            "revision",
            name="output_file_uc",
        ),
    )

    shotgun_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(250))
    canceled: Mapped[bool] = mapped_column(default=False)
    size: Mapped[int | None]
    checksum: Mapped[str | None] = mapped_column(String(32))
    description: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    extension: Mapped[str | None] = mapped_column(String(10))
    revision: Mapped[int]
    representation: Mapped[str | None] = mapped_column(String(20), index=True)
    nb_elements: Mapped[int | None] = mapped_column(default=1)
    source: Mapped[str | None] = mapped_column(String(40))
    path: Mapped[str | None] = mapped_column(String(400))
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    file_status_id: Mapped[UUID] = mapped_column(ForeignKey("file_status.id"), index=True)
    entity_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    asset_instance_id: Mapped[UUID | None] = mapped_column(ForeignKey("asset_instance.id"), index=True)
    output_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("output_type.id"), index=True)
    task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    source_file_id: Mapped[UUID | None] = mapped_column(ForeignKey("working_file.id"), index=True)
    temporal_entity_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    quality: Mapped[str | None] = mapped_column(String(255), info={"codes": QUALITIES})
