"""Who signed in, when and from where."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row

LOGIN_ORIGINS = ("web", "script")


class LoginLog(Row, Base):
    """A sign-in through the web interface or a script."""

    __tablename__ = "login_log"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    ip_address: Mapped[str | None] = mapped_column(String(50))
    origin: Mapped[str | None] = mapped_column(String(255), info={"codes": LOGIN_ORIGINS})


class DesktopLoginLog(Row, Base):
    """A sign-in on a workstation of the studio."""

    __tablename__ = "desktop_login_log"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    date: Mapped[datetime]
