"""Days off."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Row

if TYPE_CHECKING:
    from zou.models.person import Person


class DayOff(Row, Base):
    """A range of days on which a person does not work."""

    __tablename__ = "day_off"
    __table_args__ = (UniqueConstraint("person_id", "date", name="day_off_uc"), CheckConstraint("date <= end_date", name="day_off_date_check"))

    date: Mapped[datetime.date]
    end_date: Mapped[datetime.date]
    description: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    person: Mapped[Person | None] = relationship()
