"""Bodies of the budgets' routes."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from zou.kit.validation import Body, Day, Filled, Id, Text, Whole

BudgetName = Annotated[Filled, Field(max_length=255)]
Currency = Annotated[Text, Field(max_length=3)]
Position = Literal["supervisor", "lead", "artist"]
Seniority = Literal["senior", "mid", "junior"]


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


Salary = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]


def _amounts(value: Any) -> Any:
    """Amounts as whole numbers, those that are not above 0 and nulls left out; null is none."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError("must be an object of amounts by month")
    if any(isinstance(amount, bool) or not isinstance(amount, int | float | None) for amount in value.values()):
        raise ValueError("must hold numbers")
    return {month: int(amount) for month, amount in value.items() if amount is not None and int(amount) > 0}


Amounts = Annotated[dict[Text, int], BeforeValidator(_amounts)]
"""Amounts that replace the computed ones, by month YYYY-MM."""

#: The default of what may be left out but never null: it is not validated, and `sent()` does not hold it.
LEFT_OUT: Any = None


class BudgetCreate(Body):
    """A new budget."""

    name: BudgetName
    currency: Currency | None = "USD"


class BudgetUpdate(Body):
    """What a budget is to be; null stays."""

    name: BudgetName | None = None
    currency: Currency | None = None


class EntryCreate(Body):
    """A new line of a budget."""

    department_id: Id
    start_date: Day = LEFT_OUT
    months_duration: Whole = LEFT_OUT
    daily_salary: Salary = LEFT_OUT
    position: Position | None = "artist"
    seniority: Seniority | None = "mid"
    person_id: Id | None = None


class EntryUpdate(Body):
    """What a line of a budget is to be; what is left out stays."""

    department_id: Id = LEFT_OUT
    start_date: Day = LEFT_OUT
    months_duration: Whole = LEFT_OUT
    daily_salary: Salary = LEFT_OUT
    position: Position = LEFT_OUT
    seniority: Seniority = LEFT_OUT
    person_id: Id | None = None
    exceptions: Amounts = {}
