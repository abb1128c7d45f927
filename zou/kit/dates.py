"""Moments and days. Stored moments are naive and UTC, as the contract has them."""

import datetime as dt
import zoneinfo


def utcnow() -> dt.datetime:
    """Now, naive, in UTC."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def parse_moment(text: str) -> dt.datetime:
    """The moment that an ISO 8601 text says, naive and in UTC: an offset is converted. Raises ValueError."""
    moment = dt.datetime.fromisoformat(text)
    try:
        return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError as error:
        raise ValueError("out of range") from error


def parse_day(text: str) -> dt.date:
    """The day of `YYYY-MM-DD`, or of an ISO 8601 moment. Raises ValueError."""
    return dt.date.fromisoformat(text) if len(text) <= 10 else dt.datetime.fromisoformat(text).date()


def zone_named(timezone: str | None) -> dt.tzinfo:
    """The time zone of an IANA name; UTC where it is unknown."""
    try:
        return zoneinfo.ZoneInfo(timezone) if timezone else dt.UTC
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def today_in(timezone: str | None) -> dt.date:
    """Today where the clock shows `timezone` (an IANA name; UTC where it is unknown)."""
    return dt.datetime.now(zone_named(timezone)).date()
