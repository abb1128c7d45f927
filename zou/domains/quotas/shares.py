"""Who got through how much of a shot on which day: the one rule behind all quotas.

Raw: the day that the task ended counts the whole shot, to each assignee. Weighted: each day that time was spent on counts its share,
to who spent it; without any time, each working day from the first work to the end, to each assignee.
"""

import datetime as dt
import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

SATURDAY = 5


@dataclass(frozen=True)
class Share:
    """What a person got through of a shot on a day. `count`: the part of the shot."""

    person_id: UUID
    task_type_id: UUID
    shot_id: UUID
    day: dt.date
    frames: int
    drawings: int
    count: float


@dataclass(frozen=True)
class Work:
    """A task on a shot that has ended: its first and last day (in the caller's time zone), and the time spent on it by (day, person)."""

    task_type_id: UUID
    shot_id: UUID
    frames: int
    drawings: int
    assignees: list[UUID]
    start: dt.date | None
    end: dt.date
    spents: list[tuple[dt.date, UUID, float]]


def raw(works: Iterable[Work]) -> Iterator[Share]:
    """Each assignee's whole shots, on the day that they ended."""
    for work in works:
        for person_id in work.assignees:
            yield Share(person_id, work.task_type_id, work.shot_id, work.end, work.frames, work.drawings, 1)


def weighted(works: Iterable[Work]) -> Iterator[Share]:
    """Each person's part of the shots, on the days that they worked on them."""
    for work in works:
        if work.spents:
            total = sum(minutes for _, _, minutes in work.spents)
            yield from _split(work, [(day, [person_id], minutes / total) for day, person_id, minutes in work.spents])
        elif work.start is not None:
            part = 1 / business_days(work.start, work.end)
            yield from _split(work, [(day, work.assignees, part) for day in _weekdays(work.start, work.end)])


def _split(work: Work, parts: list[tuple[dt.date, list[UUID], float]]) -> Iterator[Share]:
    weights = [part for _, _, part in parts]
    frames, drawings = portions(work.frames, weights), portions(work.drawings, weights)
    for (day, people, part), some_frames, some_drawings in zip(parts, frames, drawings, strict=True):
        for person_id in people:
            yield Share(person_id, work.task_type_id, work.shot_id, day, some_frames, some_drawings, part)


def portions(whole: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to `weights`, parts of 1, that lose nothing: they sum up to the rounded sum."""
    reached = [round(whole * weight + 1e-9) for weight in itertools.accumulate(weights)]
    return [after - before for before, after in itertools.pairwise([0, *reached])]


def business_days(start: dt.date, end: dt.date) -> int:
    """The weekdays after the day of the start up to the end, and one for the start."""
    return sum(1 for _ in _weekdays(start + dt.timedelta(days=1), end)) + 1


def _weekdays(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        if day.weekday() < SATURDAY:
            yield day


def by_day(shares: Iterable[Share]) -> dict[dt.date, list[float]]:
    """The frames, count and drawings of each day, in order."""
    days: dict[dt.date, list[float]] = {}
    for share in shares:
        _add(days.setdefault(share.day, [0, 0, 0]), (share.frames, share.count, share.drawings))
    return dict(sorted(days.items()))


def _add(sums: list[float], amounts: Iterable[float]) -> None:
    for place, amount in enumerate(amounts):
        sums[place] += amount


def summed(shares: Iterable[Share], *, fps: float, whole: bool) -> dict[str, dict[str, Any]]:
    """Shares by day, week, month and year. `whole`: shots are counted whole."""
    units: dict[str, dict[str, list[float]]] = {"day": {}, "week": {}, "month": {}, "year": {}}
    for day, amounts in by_day(shares).items():
        for unit, key in _keys(day):
            _add(units[unit].setdefault(key, [0, 0, 0]), amounts)
    found: dict[str, dict[str, Any]] = {}
    for unit, keys in units.items():
        found[unit] = {
            "frames": {key: sums[0] for key, sums in keys.items()},
            "seconds": {key: sums[0] / fps for key, sums in keys.items()},
            "count": {key: sums[1] if whole else round(sums[1], 2) for key, sums in keys.items()},
            "drawings": {key: sums[2] for key, sums in keys.items()},
        }
        if unit != "year":
            found[unit]["entries"] = _entries(keys, 7 if unit == "day" else 4)
    return found


@functools.lru_cache(maxsize=4096)
def _keys(day: dt.date) -> tuple[tuple[str, str], ...]:
    """The keys of a day by unit."""
    iso = day.isocalendar()
    return ("day", day.isoformat()), ("week", f"{iso.year}-{iso.week}"), ("month", f"{day.year:04}-{day.month:02}"), ("year", f"{day.year:04}")


def _entries(keys: Iterable[str], length: int) -> dict[str, int]:
    """How many keys there are in each larger unit, whose key is their beginning."""
    found: dict[str, int] = {}
    for key in keys:
        found[key[:length]] = found.get(key[:length], 0) + 1
    return found
