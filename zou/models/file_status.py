"""Statuses of output files."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class FileStatus(Row, Base):
    """A status that an output file may have."""

    __tablename__ = "file_status"

    name: Mapped[str] = mapped_column(String(40), unique=True)
    color: Mapped[str] = mapped_column(String(7))
