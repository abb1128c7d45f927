"""Years, months, ISO weeks and days as texts of a path, and the days that they span."""

import datetime as dt
from dataclasses import dataclass

from zou.kit.errors import BadRequest


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both in it."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last


def year(text: str) -> Period:
    """A calendar year. Raises BadRequest."""
    number = _number("year", text, 1, 9998)
    return Period(dt.date(number, 1, 1), dt.date(number, 12, 31))


def month(year_text: str, month_text: str) -> Period:
    """A month, with or without its leading zero. Raises BadRequest."""
    in_year, number = _number("year", year_text, 1, 9998), _number("month", month_text, 1, 12)
    after = dt.date(in_year + number // 12, number % 12 + 1, 1)
    return Period(dt.date(in_year, number, 1), after - dt.timedelta(days=1))


def week(year_text: str, week_text: str) -> Period:
    """An ISO week of an ISO year. Raises BadRequest."""
    in_year, number = _number("year", year_text, 1, 9998), _number("week", week_text, 1, 53)
    try:
        first = dt.date.fromisocalendar(in_year, number, 1)
    except ValueError as error:
        raise BadRequest(f"{in_year} has no week {number}.") from error
    return Period(first, first + dt.timedelta(days=6))


def iso_year(text: str) -> Period:
    """All ISO weeks of an ISO year. Raises BadRequest."""
    number = _number("year", text, 1, 9998)
    return Period(dt.date.fromisocalendar(number, 1, 1), dt.date.fromisocalendar(number + 1, 1, 1) - dt.timedelta(days=1))


def day(year_text: str, month_text: str, day_text: str) -> Period:
    """One day. Raises BadRequest."""
    in_year, in_month, number = _number("year", year_text, 1, 9998), _number("month", month_text, 1, 12), _number("day", day_text, 1, 31)
    try:
        found = dt.date(in_year, in_month, number)
    except ValueError as error:
        raise BadRequest(f"{in_year}-{in_month:02} has no day {number}.") from error
    return Period(found, found)


def one_day(text: str) -> dt.date:
    """The day that a path names as `YYYY-MM-DD`. Raises BadRequest."""
    try:
        return dt.datetime.strptime(text if len(text) == len("YYYY-MM-DD") else "", "%Y-%m-%d").date()
    except ValueError as error:
        raise BadRequest(f"{text!r} is no day: write YYYY-MM-DD.") from error


def _number(name: str, text: str, least: int, most: int) -> int:
    if not (text.isascii() and text.isdigit()) or not least <= int(text[:9]) <= most:
        raise BadRequest(f"{text!r} is no {name}: {least} to {most} are.")
    return int(text)
