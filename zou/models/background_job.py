"""Work done outside of requests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Json, Row

JOB_STATUSES = ("queued", "running", "done", "failed")


class BackgroundJob(Row, Base):
    """A job given to the workers: what to run, where it stands, and what became of it. `timeout` is in seconds, `progress` from 0 to 1."""

    __tablename__ = "background_job"
    __table_args__ = (Index("ix_background_job_status_created_at", "status", "created_at"),)

    name: Mapped[str] = mapped_column(String(120))
    queue: Mapped[str] = mapped_column(String(40))
    args: Mapped[dict[str, Any]] = mapped_column(Json, default=dict, server_default=sql("'{}'::jsonb"))
    status: Mapped[str] = mapped_column(String(20), default="queued", info={"codes": JOB_STATUSES})
    attempts: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    max_attempts: Mapped[int] = mapped_column(default=1)
    timeout: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
    progress: Mapped[float | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    worker: Mapped[str | None] = mapped_column(String(120))
    unique_key: Mapped[str | None] = mapped_column(String(200))
