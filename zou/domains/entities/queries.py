"""Rows of entities."""

from typing import Any

from zou.db import Rows
from zou.models import Entity

COLUMNS = tuple(Entity.__table__.columns)


def shown(entity: Entity, kind: str) -> dict[str, Any]:
    """The row of an entity without relations, as replies have it."""
    row = {column.key: getattr(entity, column.key) for column in COLUMNS}
    row["type"] = kind
    return row


def typed(found: Rows, kind: str) -> Rows:
    """The rows, each with its `type`."""
    for row in found:
        row["type"] = kind
    return found
