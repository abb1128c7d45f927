"""Milestones of a production."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.project import Project


class Milestone(Row, Base):
    """A date to reach in the schedule of a production."""

    __tablename__ = "milestone"

    date: Mapped[datetime.date | None]
    name: Mapped[str] = mapped_column(String(40))
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id"), index=True)

    project: Mapped[Project | None] = relationship()
