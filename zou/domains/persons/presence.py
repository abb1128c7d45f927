"""Signing in at workstations, and the sheet of who was there."""

import csv
import datetime as dt
import io
from collections import defaultdict
from uuid import UUID

import sqlalchemy as sa

from zou.db import Rows, execute, rows
from zou.db.find import add
from zou.db.rows import Row
from zou.domains.persons.fields import FULL_NAME
from zou.domains.time.service import refresh_presence
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.periods import Period
from zou.models import DesktopLoginLog, Person

_COLUMNS = (*DesktopLoginLog.__table__.columns, sa.literal("DesktopLoginLog").label("type"))
#: Characters with which a cell becomes a formula in a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def logs_of(person_id: UUID) -> Rows:
    """A person's workstation sign-ins, newest first. One statement."""
    return rows(sa.select(*_COLUMNS).where(DesktopLoginLog.person_id == person_id).order_by(DesktopLoginLog.date.desc(), DesktopLoginLog.id))


def log(person: Person, moment: dt.datetime | None) -> Row:
    """Note that a person signed in at a workstation at `moment` (UTC; now without). Emits person:update."""
    made = add(DesktopLoginLog(person_id=person.id, date=moment or utcnow()))
    refresh_presence(person.id)
    emit("person:update", person_id=person.id)
    return rows(sa.select(*_COLUMNS).where(DesktopLoginLog.id == made.id))[0]


def sheet(month: Period) -> str:
    """Who signed in on which days of a month, as CSV: a line for each active person, by name. Two statements."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\n").writerow
    days = range(1, month.last.day + 1)
    write([month.first.year, *days])
    there = _days_by_person(month)
    active = sa.select(Person.id, FULL_NAME.label("name")).where(Person.active.is_(True), Person.is_guest.is_(False), Person.preview_project_id.is_(None))
    for person in execute(active.order_by(Person.first_name, Person.last_name, Person.id)):
        name = f"'{person.name}" if person.name.startswith(FORMULA) else person.name
        write([name, *("X" if day in there[person.id] else "" for day in days)])
    return out.getvalue()


def _days_by_person(month: Period) -> dict[UUID, set[int]]:
    day = sa.cast(DesktopLoginLog.date, sa.Date)
    found: dict[UUID, set[int]] = defaultdict(set)
    for row in execute(sa.select(DesktopLoginLog.person_id, day.label("day")).where(day.between(month.first, month.last)).distinct()):
        found[row.person_id].add(row.day.day)
    return found
