"""Tasks and who they are assigned to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, PrimaryKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row

if TYPE_CHECKING:
    from zou.models.entity import Entity
    from zou.models.person import Person
    from zou.models.project import Project
    from zou.models.task_status import TaskStatus
    from zou.models.task_type import TaskType


class Task(Row, Base):
    """The work of a task type to do on an entity."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("name", "project_id", "task_type_id", "entity_id", name="task_uc"),
        CheckConstraint("difficulty > 0 AND difficulty < 6", name="check_difficulty"),
        Index("ix_task_entity_project", "entity_id", "project_id"),
    )

    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str | None] = mapped_column(Text)
    priority: Mapped[int | None] = mapped_column(default=0)
    difficulty: Mapped[int] = mapped_column(default=3, server_default=sql("3"))
    duration: Mapped[float | None] = mapped_column(default=0)
    estimation: Mapped[float | None] = mapped_column(default=0)
    completion_rate: Mapped[int | None] = mapped_column(default=0)
    retake_count: Mapped[int | None] = mapped_column(default=0)
    sort_order: Mapped[int | None] = mapped_column(default=0)
    start_date: Mapped[datetime | None]
    due_date: Mapped[datetime | None]
    real_start_date: Mapped[datetime | None]
    end_date: Mapped[datetime | None]
    done_date: Mapped[datetime | None]
    last_comment_date: Mapped[datetime | None]
    nb_assets_ready: Mapped[int | None] = mapped_column(default=0)
    data: Mapped[Any] = mapped_column(Json, nullable=True)
    nb_drawings: Mapped[int | None] = mapped_column(default=0)
    shotgun_id: Mapped[int | None]
    last_preview_file_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    task_status_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    entity_id: Mapped[UUID | None] = mapped_column(ForeignKey("entity.id"), index=True)
    assigner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    entity: Mapped[Entity | None] = relationship()
    project: Mapped[Project | None] = relationship()
    task_type: Mapped[TaskType | None] = relationship()
    task_status: Mapped[TaskStatus | None] = relationship()
    assignees: Mapped[list[Person]] = relationship(secondary="task_person_link")


class TaskPersonLink(Base):
    """A person assigned to a task."""

    __tablename__ = "task_person_link"
    __table_args__ = (PrimaryKeyConstraint("task_id", "person_id", name="assignations_pkey"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("task.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
