"""Hardware of the studio."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, PrimaryKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class HardwareItem(Row, Base):
    """A kind of hardware with its cost and stock."""

    __tablename__ = "hardware_item"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    archived: Mapped[bool | None] = mapped_column(default=False)
    monthly_cost: Mapped[int | None] = mapped_column(default=0)
    inventory_amount: Mapped[int | None] = mapped_column(default=0)


class HardwareItemDepartmentLink(Row, Base):
    """Hardware that a department uses."""

    __tablename__ = "hardware_item_department_link"
    __table_args__ = (
        PrimaryKeyConstraint("department_id", "hardware_item_id", "id"),
        UniqueConstraint("hardware_item_id", "department_id", name="hardware_item_department_link_uc"),
    )

    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True, index=True)
    hardware_item_id: Mapped[UUID] = mapped_column(ForeignKey("hardware_item.id"), primary_key=True, index=True)
