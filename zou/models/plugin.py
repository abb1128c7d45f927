"""Plugins installed in the server."""

from __future__ import annotations

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class Plugin(Row, Base):
    """An installed plugin as its manifest describes it."""

    __tablename__ = "plugin"

    plugin_id: Mapped[str] = mapped_column(String(80), index=True, unique=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    description: Mapped[str | None] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(50))
    maintainer_name: Mapped[str] = mapped_column(String(200))
    maintainer_email: Mapped[str | None] = mapped_column(String(255))
    website: Mapped[str | None] = mapped_column(Text)
    license: Mapped[str] = mapped_column(String(80))
    revision: Mapped[str | None] = mapped_column(String(12))
    frontend_project_enabled: Mapped[bool | None] = mapped_column(default=False)
    frontend_studio_enabled: Mapped[bool | None] = mapped_column(default=False)
    icon: Mapped[str | None] = mapped_column(String(255))
