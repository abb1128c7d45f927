"""What is particular to leaves among the generic rows."""

from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.crud.table import hooks
from zou.db import session
from zou.domains.day_offs.queries import shaped
from zou.domains.day_offs.rights import Reads, reads
from zou.domains.time.service import erase_days
from zou.kit.errors import BadRequest, Forbidden
from zou.models import DayOff, Person

day_offs = hooks("day-offs")


@day_offs.allow("one")
def may_read(row: Any) -> bool:
    """Who reads the person's leaves, or their dates."""
    return reads(row.person_id) is not Reads.NOTHING


@day_offs.shape
def shape(rows: list[dict[str, Any]], many: bool) -> list[dict[str, Any]]:
    """Without the description for who reads the dates alone."""
    return rows if many else [shaped(row, reads(row["person_id"])) for row in rows]


@day_offs.before_create
def before_create(values: dict[str, Any]) -> dict[str, Any]:
    """Check the days."""
    missing = [key for key in ("person_id", "date", "end_date") if values.get(key) is None]
    if missing:
        raise BadRequest(f"A required field is missing: {', '.join(missing)}.")
    _check(values["person_id"], values["date"], values["end_date"])
    return values


@day_offs.before_update
def before_update(row: DayOff, values: dict[str, Any]) -> dict[str, Any]:
    """Check the days; the person is changed by administrators alone."""
    if any(key in values and values[key] is None for key in ("person_id", "date", "end_date")):
        raise BadRequest("A leave has a person, a first and a last day.")
    if values.get("person_id", row.person_id) != row.person_id and not me().is_admin:
        raise Forbidden()
    after = {key: values.get(key, getattr(row, key)) for key in ("person_id", "date", "end_date")}
    _check(after["person_id"], after["date"], after["end_date"], but=row.id)
    return values


@day_offs.created
@day_offs.updated
def forget_time(row: DayOff, _values: dict[str, Any]) -> None:
    """Who was away did not work."""
    assert row.person_id is not None
    erase_days(row.person_id, row.date, row.end_date)


def _check(person_id: Any, first: Any, last: Any, *, but: Any = None) -> None:
    """Raise BadRequest where the days are reversed or overlap another leave of the person, who is locked meanwhile."""
    if last < first:
        raise BadRequest("A leave ends on its first day or later.")
    person = session.get(Person, person_id, with_for_update={"key_share": True})
    if person is None:
        raise BadRequest(f"No person has the id {person_id}.")
    if person.is_bot:
        raise BadRequest("Bots have no leaves.")
    overlapping = sa.select(DayOff.id).where(DayOff.person_id == person_id, DayOff.date <= last, DayOff.end_date >= first)
    if session.execute(overlapping.where(DayOff.id != but) if but else overlapping).first():
        raise BadRequest("The person has a leave on some of these days already.")
