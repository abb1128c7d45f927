"""Versions of the schedule of a production."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.person import Person
    from zou.models.project import Project
    from zou.models.task import Task


class ProductionScheduleVersion(Row, Base):
    """A version of the schedule of a production."""

    __tablename__ = "production_schedule_version"
    __table_args__ = (UniqueConstraint("name", "project_id", name="production_schedule_version_uc"),)

    name: Mapped[str] = mapped_column(String(80))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    production_schedule_from: Mapped[UUID | None] = mapped_column(ForeignKey("production_schedule_version.id", ondelete="SET NULL"), index=True)
    locked: Mapped[bool | None] = mapped_column(default=False)
    canceled: Mapped[bool | None] = mapped_column(default=False)

    project: Mapped[Project] = relationship(foreign_keys="ProductionScheduleVersion.project_id")


class ProductionScheduleVersionTaskLink(Row, Base):
    """The dates and estimation of a task in a version of the schedule."""

    __tablename__ = "production_schedule_version_task_link"
    __table_args__ = (UniqueConstraint("production_schedule_version_id", "task_id", name="production_schedule_version_task_link_uc"),)

    production_schedule_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("production_schedule_version.id", name="production_schedule_version_t_production_schedule_version__fkey", ondelete="CASCADE"), index=True
    )
    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    start_date: Mapped[datetime | None]
    due_date: Mapped[datetime | None]
    estimation: Mapped[float | None] = mapped_column(default=0)

    task: Mapped[Task] = relationship()
    assignees: Mapped[list[Person]] = relationship(secondary="production_schedule_version_task_link_person_link")


class ProductionScheduleVersionTaskLinkPersonLink(Base):
    """A person assigned to a task in a version of the schedule."""

    __tablename__ = "production_schedule_version_task_link_person_link"

    production_schedule_version_task_link_id: Mapped[UUID] = mapped_column(
        ForeignKey("production_schedule_version_task_link.id", name="production_schedule_version__production_schedule_version__fkey1", ondelete="CASCADE"),
        primary_key=True,
    )
    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", name="production_schedule_version_task_link_person_lin_person_id_fkey", ondelete="CASCADE"), primary_key=True
    )
