"""The team of a production as rows."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import CLIENT
from zou.crud.columns import plain_columns
from zou.crud.table import COLLECTIONS
from zou.db import Rows, rows
from zou.models import DepartmentLink, Person, ProjectPersonLink

FOR_CLIENTS = ("id", "first_name", "last_name", "has_avatar", "active", "role", "is_bot")
FOR_TEAM = (*FOR_CLIENTS, "studio_id", "desktop_login")


def of_project(project_id: UUID) -> Rows:
    """The team, each member with their role in it: whole for managers, with what the team and clients may know for others. One statement."""
    columns = plain_columns(Person)
    keys = _keys(project_id, tuple(key for key in columns if key not in COLLECTIONS["persons"].hidden))
    chosen: list[Any] = [*(columns[key] for key in keys), ProjectPersonLink.role.label("project_role")]
    if keys != FOR_CLIENTS:
        chosen.append(departments())
    statement = sa.select(*chosen).join(ProjectPersonLink, ProjectPersonLink.person_id == Person.id).where(ProjectPersonLink.project_id == project_id)
    found = rows(statement.order_by(Person.first_name, Person.last_name, Person.id))
    for row in found:
        row["full_name"] = f"{row['first_name']} {row['last_name']}".strip()
        row["type"] = "Person"
    return found


def departments() -> sa.ColumnElement[Any]:
    """The ids of a person's departments, in SQL."""
    ids = sa.select(DepartmentLink.department_id).where(DepartmentLink.person_id == Person.id).correlate(Person).scalar_subquery()
    return sa.func.array(ids, type_=sa.ARRAY(sa.Uuid)).label("departments")


def _keys(project_id: UUID, everything: tuple[str, ...]) -> tuple[str, ...]:
    if me().manages(project_id):
        return everything
    return FOR_CLIENTS if me().role_in(project_id) == CLIENT else FOR_TEAM
