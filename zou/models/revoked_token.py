"""Tokens that are dead before their time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base


class RevokedToken(Base):
    """A token that was signed out. The row may go once the token has expired by itself."""

    __tablename__ = "revoked_token"

    jti: Mapped[str] = mapped_column(String(60), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
