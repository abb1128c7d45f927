"""The searches and groups that a person sees, sorted for the pages that show them."""

from typing import Any

import sqlalchemy as sa

from zou.access.identity import MANAGER, me
from zou.access.productions import is_open
from zou.crud.columns import plain_columns
from zou.db import Rows, rows
from zou.models import Project, SearchFilter, SearchFilterGroup

ByPage = dict[str, dict[str, Rows]]


def my_filters() -> ByPage:
    """The caller's searches, and those shared with them. One statement."""
    return _by_page(SearchFilter, "SearchFilter")


def my_groups() -> ByPage:
    """The caller's groups, and those shared with them, newest first. One statement."""
    return _by_page(SearchFilterGroup, "SearchFilterGroup")


def _by_page(model: Any, kind: str) -> ByPage:
    """{list type: {production's id or `all`: rows}}."""
    columns = plain_columns(model).values()
    statement = sa.select(*columns).outerjoin(Project, Project.id == model.project_id)
    statement = statement.where(sa.or_(model.project_id.is_(None), is_open()), sa.or_(model.person_id == me().id, _shared_with_me(model)))
    found: ByPage = {}
    for row in rows(statement.order_by(model.created_at.desc(), model.id)):
        page = found.setdefault(row["list_type"], {})
        page.setdefault(str(row["project_id"]) if row["project_id"] else "all", []).append({**row, "type": kind})
    return found


def _shared_with_me(model: Any) -> sa.ColumnElement[bool]:
    """Shared, in a production of the caller's, for a department of theirs or for all; managers see those of every department."""
    mine = me()
    shared: sa.ColumnElement[bool] = model.is_shared.is_(True)
    if mine.is_admin:
        return shared
    of_team = sa.or_(model.project_id.is_(None), model.project_id.in_(list(mine.teams)))
    departments = [model.department_id.is_(None), model.department_id.in_(mine.departments), model.project_id.in_(mine.projects_as(MANAGER))]
    if mine.is_manager:
        departments.append(model.project_id.is_(None))
    return sa.and_(shared, of_team, sa.or_(*departments))
