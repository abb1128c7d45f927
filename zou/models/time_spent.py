"""Time spent on tasks."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.person import Person
    from zou.models.task import Task


class TimeSpent(Row, Base):
    """Minutes that a person worked on a task on a day."""

    __tablename__ = "time_spent"
    __table_args__ = (
        UniqueConstraint("person_id", "task_id", "date", name="time_spent_uc"),
        CheckConstraint("duration > 0", name="check_duration_positive"),
    )

    duration: Mapped[float]
    date: Mapped[datetime.date]
    task_id: Mapped[UUID | None] = mapped_column(ForeignKey("task.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    task: Mapped[Task | None] = relationship()
    person: Mapped[Person | None] = relationship()
