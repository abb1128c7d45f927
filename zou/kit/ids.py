"""Ids in paths and values: UUIDs in their dashed form, any case, and nothing else."""

import re
from typing import Any
from uuid import UUID

_DASHED = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")


def parse_id(value: Any) -> UUID | None:
    """The UUID that `value` is or says in dashed form; None where it is anything else."""
    if isinstance(value, UUID):
        return value
    return UUID(value) if isinstance(value, str) and _DASHED.match(value) else None
