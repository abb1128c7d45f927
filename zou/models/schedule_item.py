"""Bars of the schedule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.project import Project


class ScheduleItem(Row, Base):
    """The time planned for a task type, or for an entity in a task type."""

    __tablename__ = "schedule_item"
    __table_args__ = (UniqueConstraint("project_id", "task_type_id", "object_id", name="schedule_item_uc"),)

    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    man_days: Mapped[int | None]
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    object_id: Mapped[UUID | None] = mapped_column(index=True)

    project: Mapped[Project | None] = relationship()
