"""Actions of the studio, called from the lists of the interface."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class CustomAction(Row, Base):
    """An address that the interface calls with the selected rows."""

    __tablename__ = "custom_action"

    name: Mapped[str] = mapped_column(String(80))
    url: Mapped[str | None] = mapped_column(String(400))
    entity_type: Mapped[str | None] = mapped_column(String(40), default="all")
    is_ajax: Mapped[bool | None] = mapped_column(default=False)
