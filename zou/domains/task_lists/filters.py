"""Filters of the lists of tasks as conditions. What clients see blank of a task, they cannot filter by either."""

from typing import Any

import sqlalchemy as sa

from zou.access.overseeing import Condition, client_projects
from zou.domains.task_lists.names import Grandparent, Parent, Source
from zou.domains.task_lists.schemas import UNASSIGNED, Filters, OpenFilters, ToCheck
from zou.models import DepartmentLink, Person, Task, TaskPersonLink, TaskType


def to_check(filters: ToCheck) -> list[Condition]:
    """The conditions on tasks to check."""
    found = _common(filters)
    if filters.episode_id is not None:
        found.append(sa.or_(*(place.id == filters.episode_id for place in (Grandparent, Parent, Source))))
    if filters.due_date_since is not None:
        found.append(_planned(Task.due_date >= filters.due_date_since))
    if filters.due_date_until is not None:
        found.append(_planned(Task.due_date <= filters.due_date_until))
    return found


def open_tasks(filters: OpenFilters) -> list[Condition]:
    """The conditions on open tasks, but for the production."""
    found = _common(filters)
    if filters.studio_id is not None:
        found.append(_planned(_assigned(TaskPersonLink.person_id.in_(sa.select(Person.id).where(Person.studio_id == filters.studio_id)))))
    if filters.department_id is not None:
        members = sa.select(DepartmentLink.person_id).where(DepartmentLink.department_id == filters.department_id)
        found.append(_planned(_assigned(TaskPersonLink.person_id.in_(members))))
    if filters.start_date is not None:
        found.append(_planned(Task.start_date >= filters.start_date))
    if filters.due_date is not None:
        found.append(_planned(Task.due_date <= filters.due_date))
    if filters.priority is not None:
        found.append(TaskType.priority == filters.priority)
    return found


def _common(filters: Filters) -> list[Condition]:
    found: list[Condition] = []
    for column in (Task.project_id, Task.task_type_id, Task.task_status_id):
        asked = getattr(filters, column.key)
        if asked is not None:
            found.append(column == asked)
    if filters.person_id == UNASSIGNED:
        found.append(sa.or_(~_assigned(), Task.project_id.in_(client_projects())))
    elif filters.person_id is not None:
        found.append(_planned(_assigned(TaskPersonLink.person_id.in_(filters.person_id))))
    return found


def _assigned(*conditions: Any) -> Condition:
    return sa.exists().where(TaskPersonLink.task_id == Task.id, *conditions).correlate(Task)


def _planned(condition: Condition) -> Condition:
    """`condition`, which tells of the planning, where the caller sees it."""
    hidden = client_projects()
    return sa.and_(condition, Task.project_id.not_in(hidden)) if hidden else condition
