"""Budgets and their lines as rows."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import Rows, rows
from zou.models import Budget, BudgetEntry

BUDGET = ("id", "project_id", "revision", "name", "currency")
ENTRY = (
    *("id", "budget_id", "department_id", "person_id", "start_date", "months_duration"),
    *("daily_salary", "position", "seniority", "exceptions"),
)


def of_project(project_id: UUID) -> Rows:
    """The budgets of a production by revision. One statement."""
    return rows(sa.select(*(getattr(Budget, key) for key in BUDGET)).where(Budget.project_id == project_id).order_by(Budget.revision))


def entries_of(budget_id: UUID) -> Rows:
    """The lines of a budget in the order in which they were made. One statement."""
    statement = sa.select(*(getattr(BudgetEntry, key) for key in ENTRY)).where(BudgetEntry.budget_id == budget_id)
    return rows(statement.order_by(BudgetEntry.created_at, BudgetEntry.id))


def shown(row: Any) -> dict[str, Any]:
    """A budget or a line of one, whole."""
    return {**{column.key: getattr(row, column.key) for column in row.__table__.columns}, "type": type(row).__name__}
