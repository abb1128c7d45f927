"""Which entities transactions have touched, for the listings kept in memory."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base


class BoardChange(Base):
    """An entity that a transaction has touched; no entity: all of the production. Written by triggers, kept for a day."""

    __tablename__ = "board_change"
    __table_args__ = (Index("ix_board_change_project_id_xid", "project_id", "xid"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    project_id: Mapped[UUID]
    entity_id: Mapped[UUID | None]
    xid: Mapped[int] = mapped_column(BigInteger, server_default=sql("(pg_current_xact_id()::text)::bigint"))
    at: Mapped[datetime] = mapped_column(server_default=sql("(now() AT TIME ZONE 'utc')"), index=True)
