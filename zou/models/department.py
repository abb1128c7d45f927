"""Departments of the studio."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class Department(Row, Base):
    """A department: modeling, animation, compositing..."""

    __tablename__ = "department"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    color: Mapped[str] = mapped_column(String(7))
    archived: Mapped[bool | None] = mapped_column(default=False)
