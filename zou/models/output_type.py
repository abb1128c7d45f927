"""Kinds of output files."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class OutputType(Row, Base):
    """A kind of output file: cache, render, image sequence..."""

    __tablename__ = "output_type"

    name: Mapped[str] = mapped_column(String(40), index=True, unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
