"""Daily salaries by department, position and seniority."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row
from zou.models.person import POSITIONS, SENIORITIES


class SalaryScale(Row, Base):
    """The daily salary of a position and seniority in a department."""

    __tablename__ = "salary_scale"

    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id", ondelete="CASCADE"), index=True)
    position: Mapped[str | None] = mapped_column(String(255), default="artist", info={"codes": POSITIONS})
    seniority: Mapped[str | None] = mapped_column(String(255), default="mid", info={"codes": SENIORITIES})
    salary: Mapped[int] = mapped_column(default=0)
