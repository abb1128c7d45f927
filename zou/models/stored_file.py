"""Register of the files in the store."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Json, Row


class StoredFile(Row, Base):
    """A file in the store, and where it stands on its way out."""

    __tablename__ = "stored_file"
    __table_args__ = (
        UniqueConstraint("bucket", "key", name="stored_file_uc"),
        Index("ix_stored_file_to_purge", "purge_forced", "deleted_at", postgresql_where=sql("(deleted_at IS NOT NULL) AND (purged_at IS NULL)")),
    )

    bucket: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(255))
    prefix: Mapped[str] = mapped_column(String(40))
    file_id: Mapped[str] = mapped_column(String(200), index=True)
    size: Mapped[int | None] = mapped_column(BigInteger)
    deleted_at: Mapped[datetime | None]
    purge_forced: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    purged_at: Mapped[datetime | None]
    purge_attempts: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    last_error: Mapped[str | None] = mapped_column(Text)
    journal: Mapped[Any] = mapped_column(Json, default=list, server_default=sql("'[]'::jsonb"), nullable=False)
