"""What is particular to the generic routes of the log: a row written by hand is told of, and not sent itself."""

from typing import Any

from zou.crud import hooks

events = hooks("events")


@events.before_create
def lower_case(values: dict[str, Any]) -> dict[str, Any]:
    """Names are in lower case, as those of the server's own events."""
    return {**values, "name": values["name"].lower()} if values.get("name") else values
