"""Studios that people belong to."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class Studio(Row, Base):
    """A studio that takes part in the productions."""

    __tablename__ = "studio"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    color: Mapped[str] = mapped_column(String(7))
    archived: Mapped[bool | None] = mapped_column(default=False)
