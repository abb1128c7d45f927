"""Software of the studio."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Json, Row


class Software(Row, Base):
    """A software with its cost and stock."""

    __tablename__ = "software"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    archived: Mapped[bool | None] = mapped_column(default=False)
    version: Mapped[str | None] = mapped_column(String(20))
    file_extension: Mapped[str] = mapped_column(String(20))
    secondary_extensions: Mapped[Any] = mapped_column(Json, nullable=True)
    monthly_cost: Mapped[int | None] = mapped_column(default=0)
    inventory_amount: Mapped[int | None] = mapped_column(default=0)


class SoftwareDepartmentLink(Row, Base):
    """Software that a department uses."""

    __tablename__ = "software_department_link"
    __table_args__ = (
        PrimaryKeyConstraint("department_id", "software_id", "id"),
        UniqueConstraint("department_id", "software_id", name="software_department_link_uc"),
    )

    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
    software_id: Mapped[UUID] = mapped_column(ForeignKey("software.id"), primary_key=True, index=True)
