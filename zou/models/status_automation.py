"""Automations of statuses."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row

OUT_FIELD_TYPES = ("status", "ready_for")


class StatusAutomation(Row, Base):
    """What follows when a task reaches a status."""

    __tablename__ = "status_automation"

    entity_type: Mapped[str | None] = mapped_column(String(40), default="asset")
    in_task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    in_task_status_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    out_field_type: Mapped[str] = mapped_column(String(255), default="status", info={"codes": OUT_FIELD_TYPES})
    out_task_type_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_type.id"), index=True)
    out_task_status_id: Mapped[UUID | None] = mapped_column(ForeignKey("task_status.id"), index=True)
    import_last_revision: Mapped[bool | None] = mapped_column(default=False, server_default=sql("false"))
    archived: Mapped[bool | None] = mapped_column(default=False)
