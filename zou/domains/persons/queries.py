"""People as rows: in the forms in which others see them."""

from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.db.rows import Row, Rows, row, rows
from zou.domains.persons.fields import ALL, FULL_NAME, SHORT, person_columns
from zou.models import DepartmentLink, Person, ProjectPersonLink


def one(person_id: UUID, names: tuple[str, ...] = ALL) -> Row:
    """A person with the columns `names`: all but secrets without. One statement."""
    found = row(sa.select(*person_columns(names)).where(Person.id == person_id))
    assert found is not None
    return found


def everybody(names: tuple[str, ...] = ALL) -> Rows:
    """All people with the columns `names`, preview accounts left out, by full name. One statement."""
    return rows(sa.select(*person_columns(names)).where(Person.preview_project_id.is_(None)).order_by(FULL_NAME, Person.id))


def of_projects(project_ids: list[UUID], names: tuple[str, ...] = SHORT) -> Rows:
    """The members of the productions' teams, once each, by full name. One statement."""
    members = sa.select(ProjectPersonLink.person_id).where(ProjectPersonLink.project_id.in_(project_ids))
    return rows(sa.select(*person_columns(names)).where(Person.id.in_(members)).order_by(FULL_NAME, Person.id))


def of_department(department_id: UUID) -> Rows:
    """The members of a department by first and last name, as the caller may see them. One statement."""
    names = ALL if me().is_admin else SHORT
    members = sa.select(DepartmentLink.person_id).where(DepartmentLink.department_id == department_id)
    return rows(sa.select(*person_columns(names)).where(Person.id.in_(members)).order_by(Person.first_name, Person.last_name, Person.id))


def find_by_email(email: str, *, bots: bool = False) -> Person | None:
    """The human with this address, in any case (a bot too where `bots`, humans first)."""
    statement = sa.select(Person).where(sa.func.lower(Person.email) == email.lower()).order_by(Person.is_bot, Person.created_at)
    return _first(statement if bots else statement.where(Person.is_bot.is_(False)))


def find_by_login(login: str) -> Person | None:
    """The human with this address (any case), or else this desktop login (exactly)."""
    humans = sa.select(Person).where(Person.is_bot.is_(False))
    by_email = sa.func.lower(Person.email) == login.lower()
    return _first(humans.where(sa.or_(by_email, Person.desktop_login == login)).order_by(by_email.desc().nulls_last(), Person.created_at))


def _first(statement: sa.Select) -> Person | None:
    from zou.db import session

    return session.execute(statement.limit(1)).scalars().first()
