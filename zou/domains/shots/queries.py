"""Shots, read."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request

from zou.db import Rows
from zou.domains.boards import service as boards
from zou.domains.entities import queries as entities
from zou.kit.ids import parse_id
from zou.models import Entity
from zou.models.kinds import SHOT


def listed_with_names(project_id: UUID | None, *conditions: sa.ColumnElement[bool]) -> Rows:
    """Shots with the names of production and sequence, narrowed by the request's column filters; shots without a sequence are left out."""
    sequence_id = parse_id(request.args.get("sequence_id"))
    if sequence_id is not None:
        conditions = (*conditions, Entity.parent_id == sequence_id)
    return entities.listed(SHOT, *conditions, filters=True, names=("project_name", "sequence_name"), project_id=project_id)


def one(shot: Entity) -> dict[str, Any]:
    """A shot with its tasks and relations."""
    return {**boards.one("shots", shot), **entities.row_of(shot, relations=True)}
