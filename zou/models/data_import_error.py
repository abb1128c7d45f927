"""What could not be imported."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Json, Row

IMPORT_SOURCES = ("csv", "shotgun")


class DataImportError(Row, Base):
    """A piece of imported data that was refused."""

    __tablename__ = "data_import_error"

    event_data: Mapped[Any] = mapped_column(Json, nullable=False)
    source: Mapped[str | None] = mapped_column(Enum(*IMPORT_SOURCES, name="import_source_enum"), info={"codes": IMPORT_SOURCES})
