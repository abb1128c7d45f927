"""Backgrounds of 3D previews."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class PreviewBackgroundFile(Row, Base):
    """A picture used as background of 3D previews."""

    __tablename__ = "preview_background_file"

    name: Mapped[str] = mapped_column(String(40))
    archived: Mapped[bool | None] = mapped_column(default=False)
    is_default: Mapped[bool | None] = mapped_column(index=True, default=False)
    original_name: Mapped[str | None] = mapped_column(String(250))
    extension: Mapped[str | None] = mapped_column(String(6))
    file_size: Mapped[int | None] = mapped_column(BigInteger, default=0)
