"""Budgets of a production and their lines."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from zou.db.base import Base, Json, Row
from zou.models.person import POSITIONS, SENIORITIES


class Budget(Row, Base):
    """A revision of the budget of a production."""

    __tablename__ = "budget"

    project_id: Mapped[UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(255))
    currency: Mapped[str | None] = mapped_column(String(3))


class BudgetEntry(Row, Base):
    """A line of a budget: what a position of a department costs over some months."""

    __tablename__ = "budget_entry"

    budget_id: Mapped[UUID] = mapped_column(ForeignKey("budget.id"), index=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    start_date: Mapped[date]
    months_duration: Mapped[int]
    daily_salary: Mapped[float]
    position: Mapped[str | None] = mapped_column(String(255), default="artist", info={"codes": POSITIONS})
    seniority: Mapped[str | None] = mapped_column(String(255), default="mid", info={"codes": SENIORITIES})
    exceptions: Mapped[Any] = mapped_column(Json, nullable=True)

    budget: Mapped[Budget] = relationship()
