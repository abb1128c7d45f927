"""Statuses of productions."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class ProjectStatus(Row, Base):
    """A status of a production: open or closed."""

    __tablename__ = "project_status"

    name: Mapped[str] = mapped_column(String(20), index=True, unique=True)
    color: Mapped[str] = mapped_column(String(7))
