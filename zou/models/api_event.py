"""What happened, as told to the listeners of the event stream."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Json, Row


class ApiEvent(Row, Base):
    """One event: its name, its data, and the production and the author it concerns."""

    __tablename__ = "api_event"
    __table_args__ = (Index("ix_api_event_created_at", "created_at"), Index("ix_api_event_project_id_created_at", "project_id", "created_at"))

    name: Mapped[str] = mapped_column(String(80), index=True)
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    data: Mapped[Any] = mapped_column(Json, nullable=True)
