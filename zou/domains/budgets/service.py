"""Budgets of productions and their lines."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import scalar, session
from zou.db.find import add, find
from zou.events import emit
from zou.kit.errors import BadRequest, NotFound
from zou.models import Budget, BudgetEntry, Department, Person, Project


def create(project_id: UUID, *, name: str, currency: str | None) -> Budget:
    """Add a budget to a production, with the revision after its highest. Emits budget:create."""
    find(Project, project_id, lock=True)
    revision = (scalar(sa.select(sa.func.max(Budget.revision)).where(Budget.project_id == project_id)) or 0) + 1
    budget = add(Budget(project_id=project_id, revision=revision, name=name, currency=currency))
    _announce(budget, "create")
    return budget


def find_in(project_id: UUID, budget_id: Any) -> Budget:
    """The budget of the production. Raises NotFound."""
    budget = find(Budget, budget_id)
    if budget.project_id != project_id:
        raise NotFound(f"The production has no budget of the id {budget_id}.")
    return budget


def update(budget: Budget, given: dict[str, Any]) -> None:
    """Change what is given of a budget. Emits budget:update."""
    _change(budget, given)
    _announce(budget, "update")


def remove(budget: Budget) -> None:
    """Remove a budget with its lines. Emits budget:delete."""
    session.execute(sa.delete(BudgetEntry).where(BudgetEntry.budget_id == budget.id), execution_options={"synchronize_session": False})
    session.delete(budget)
    _announce(budget, "delete")


def add_entry(budget: Budget, values: dict[str, Any]) -> BudgetEntry:
    """Add a line to a budget. Raises BadRequest where a value lacks, and for an unknown department or person. Emits budget-entry:create."""
    missing = [key for key in ("start_date", "months_duration", "daily_salary") if values.get(key) is None]
    if missing:
        raise BadRequest(f"A line of a budget needs {', '.join(missing)}.")
    _check_references(values)
    entry = add(BudgetEntry(budget_id=budget.id, exceptions={}, **values))
    _announce_entry(budget, entry, "create")
    return entry


def find_entry(budget: Budget, entry_id: Any) -> BudgetEntry:
    """The line of the budget. Raises NotFound."""
    entry = find(BudgetEntry, entry_id)
    if entry.budget_id != budget.id:
        raise NotFound(f"The budget has no entry of the id {entry_id}.")
    return entry


def update_entry(budget: Budget, entry: BudgetEntry, given: dict[str, Any]) -> None:
    """Change what is given of a line. Raises BadRequest for an unknown department or person. Emits budget-entry:update."""
    _check_references(given)
    _change(entry, given)
    _announce_entry(budget, entry, "update")


def remove_entry(budget: Budget, entry: BudgetEntry) -> None:
    """Remove a line of a budget. Emits budget-entry:delete."""
    session.delete(entry)
    _announce_entry(budget, entry, "delete")


def _change(row: Any, given: dict[str, Any]) -> None:
    for key, value in given.items():
        setattr(row, key, value)
    session.flush()


def _check_references(values: dict[str, Any]) -> None:
    for key, model in (("department_id", Department), ("person_id", Person)):
        ident = values.get(key)
        if ident is not None and scalar(sa.select(model.id).where(model.id == ident)) is None:
            raise BadRequest(f"{key}: nothing has the id {ident}.")


def _announce(budget: Budget, verb: str) -> None:
    emit(f"budget:{verb}", budget_id=budget.id, project_id=budget.project_id)


def _announce_entry(budget: Budget, entry: BudgetEntry, verb: str) -> None:
    emit(f"budget-entry:{verb}", budget_id=budget.id, budget_entry_id=entry.id, project_id=budget.project_id)
