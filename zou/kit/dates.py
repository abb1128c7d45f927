"""Dates and times. Moments are naive UTC datetimes everywhere."""

from datetime import UTC, datetime


def utcnow() -> datetime:
    """The present moment as a naive UTC datetime."""
    return datetime.now(UTC).replace(tzinfo=None)
