"""Concepts, read."""

from typing import Any
from uuid import UUID

from zou.db import Rows
from zou.domains.boards import service as boards
from zou.domains.entities import queries as entities
from zou.models import Entity
from zou.models.kinds import CONCEPT

_OTHER_LISTS = ("entities_out", "entities_in", "instance_casting")


def listed(project_id: UUID | None, **options: Any) -> Rows:
    """Concepts by name, with the ids of the entities that they illustrate."""
    found = entities.listed(CONCEPT, relations=True, project_id=project_id, **options)
    return [{key: value for key, value in row.items() if key not in _OTHER_LISTS} for row in found]


def one(concept: Entity) -> dict[str, Any]:
    """A concept with its tasks and relations."""
    return {**boards.one("concepts", concept), **entities.row_of(concept, relations=True)}
