"""Files that artists work in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row
from zou.models.preview_file import VALIDATION_STATUSES

if TYPE_CHECKING:
    from zou.models.output_file import OutputFile
    from zou.models.task import Task


class WorkingFile(Row, Base):
    """A revision of a file that an artist works in."""

    __tablename__ = "working_file"
    __table_args__ = (UniqueConstraint("name", "task_id", "entity_id", "revision", name="working_file_uc"),)

    shotgun_id: Mapped[int | None] = mapped_column(index=True)
    name: Mapped[str | None] = mapped_column(String(250))
    description: Mapped[str | None] = mapped_column(Text)
    comment: Mapped[str | None] = mapped_column(Text)
    revision: Mapped[int | None]
    size: Mapped[int | None]
    checksum: Mapped[int | None]
    path: Mapped[str | None] = mapped_column(String(400))
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    entity_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    software_id: Mapped[UUID | None] = mapped_column(ForeignKey("software.id"), index=True)
    validation_status: Mapped[str] = mapped_column(
        String(255), default="neutral", server_default=sql("'neutral'::character varying"), info={"codes": VALIDATION_STATUSES}
    )

    task: Mapped[Task | None] = relationship()
    outputs: Mapped[list[OutputFile]] = relationship(viewonly=True)
