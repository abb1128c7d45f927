"""Leaves as rows, each as the caller may read it."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.db import Rows, rows
from zou.db.rows import Row
from zou.domains.day_offs.rights import Reads, of_all, reads
from zou.kit.errors import Forbidden
from zou.kit.periods import Period
from zou.models import DayOff, ProjectPersonLink

_SELECT = sa.select(*DayOff.__table__.columns, sa.literal("DayOff").label("type")).order_by(DayOff.date, DayOff.id)


def of_person(person_id: UUID, period: Period | None = None) -> Rows:
    """A person's leaves that touch `period`, by date. Raises Forbidden where the caller may not read them."""
    what = reads(person_id)
    if what is Reads.NOTHING:
        raise Forbidden()
    return [shaped(row, what) for row in rows(_within(_SELECT.where(DayOff.person_id == person_id), period))]


def on(person_id: UUID, day: dt.date) -> Row:
    """The leave that a person has that day; an empty row without. Raises Forbidden."""
    return next(iter(of_person(person_id, Period(day, day))), {})


def of_everybody(period: Period) -> Rows:
    """The leaves that touch `period`, of all people whose leaves the caller may read. At most two statements."""
    return _readable(_within(_SELECT, period))


def of_project(project_id: UUID, period: Period | None) -> dict[str, Rows]:
    """The leaves of a production's team that the caller may read, by person. At most two statements."""
    team = sa.select(ProjectPersonLink.person_id).where(ProjectPersonLink.project_id == project_id)
    found: dict[str, Rows] = {}
    for row in _readable(_within(_SELECT.where(DayOff.person_id.in_(team)), period)):
        found.setdefault(str(row["person_id"]), []).append(row)
    return found


def shaped(row: Row, what: Reads) -> Row:
    """A leave as somebody who reads it like this sees it."""
    return row if what is Reads.WHOLE else {key: value for key, value in row.items() if key != "description"}


def _readable(statement: sa.Select) -> Rows:
    if me().is_admin:
        return rows(statement)
    what = of_all()
    return [shaped(row, what[row["person_id"]]) for row in rows(statement.where(DayOff.person_id.in_(what)))]


def _within(statement: sa.Select, period: Period | None) -> sa.Select:
    if period is None:
        return statement
    return statement.where(DayOff.date <= period.last, DayOff.end_date >= period.first)
