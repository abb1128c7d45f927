"""The context of the caller. A fixed number of statements, whatever the studio's size."""

from typing import Any

import sqlalchemy as sa

from zou.access.identity import CLIENT, VENDOR, me
from zou.access.productions import is_mine, open_productions
from zou.db import Rows, rows
from zou.domains.persons.fields import ALL, FOR_CLIENTS, FULL_NAME, SHORT, person_columns
from zou.domains.projects import queries as projects
from zou.domains.search_filters import queries as search_filters
from zou.domains.studio.shared_settings import shared_setting
from zou.domains.user_context.studio_tables import read_tables
from zou.models import Person, ProjectPersonLink

#: What administrators alone read of people.
PRIVATE = ("phone", "daily_salary", "expiration_date")


def context() -> dict[str, Any]:
    """All that the web interface needs to begin. Lists are never null."""
    mine = me()
    found = {
        "projects": projects.open_projects(),
        "project_roles": {str(project_id): role for project_id, role in mine.teams.items() if role},
        "persons": people(),
        **read_tables(),
        "search_filters": search_filters.my_filters(),
        "search_filter_groups": search_filters.my_groups(),
    }
    return {**found, "user_limit": int(shared_setting("user_limit"))} if mine.is_admin else found


def people() -> Rows:
    """The people whom the caller sees, by full name, without guests and preview accounts. One statement.

    Clients and vendors see the teams of their productions; managers all but what is private, others what colleagues see of each other.
    """
    mine = me()
    names = ALL if mine.is_manager else FOR_CLIENTS if mine.role == CLIENT else SHORT
    statement = sa.select(*person_columns(names)).where(Person.preview_project_id.is_(None), Person.is_guest.is_not(True))
    if mine.role in (CLIENT, VENDOR):
        of_teams = sa.select(ProjectPersonLink.person_id).where(ProjectPersonLink.project_id.in_(open_productions().where(is_mine())))
        statement = statement.where(sa.or_(Person.id == mine.id, Person.id.in_(of_teams)))
    found = rows(statement.order_by(FULL_NAME, Person.id))
    if mine.is_manager and not mine.is_admin:
        for row in found:
            if row["id"] != mine.id:
                row.update(dict.fromkeys(PRIVATE))
    return found
