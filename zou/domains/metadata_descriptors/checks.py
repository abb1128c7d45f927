"""What a column must be."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import rows
from zou.db.find import exists
from zou.domains.metadata_descriptors.names import ENTITY_TYPES, field_name_of
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id
from zou.models import Department, TaskType
from zou.models.metadata_descriptor import DATA_TYPES

LONGEST = 120


def check_kind(entity_type: str | None, *, tasks: bool = True) -> str:
    """The kind of a column. Raises BadRequest where it is none, and for tasks where these have no place."""
    if entity_type not in ENTITY_TYPES or (entity_type == "Task" and not tasks):
        known = [kind for kind in ENTITY_TYPES if tasks or kind != "Task"]
        raise BadRequest(f"entity_type must be one of {', '.join(known)}.")
    return entity_type


def check_task_type(entity_type: str, task_type_id: Any) -> UUID | None:
    """The task type of a column of tasks, None for others. Raises BadRequest where one lacks, is unknown or has no place."""
    if (entity_type == "Task") != bool(task_type_id):
        raise BadRequest("A column of tasks has a task_type_id, others have none.")
    if task_type_id and not exists(TaskType, task_type_id):
        raise BadRequest(f"task_type_id: no task type has the id {task_type_id}.")
    return parse_id(task_type_id)


def check_data_type(data_type: str | None) -> str:
    """The type of a column's values. Raises BadRequest."""
    if data_type not in DATA_TYPES:
        raise BadRequest(f"data_type must be one of {', '.join(DATA_TYPES)}.")
    return data_type


def check_name(name: str) -> tuple[str, str]:
    """The name of a column, without blanks around it, and the field name made of it. Raises BadRequest."""
    name = name.strip()
    field_name = field_name_of(name)
    if not field_name:
        raise BadRequest("name must hold a letter or a digit.")
    if max(len(name), len(field_name)) > LONGEST:
        raise BadRequest(f"name must have at most {LONGEST} characters.")
    return name, field_name


def known_departments(ids: list[str] | None) -> list[UUID]:
    """The departments of these ids; unknown ones are dropped. Raises NotFound for what is no id."""
    parsed = []
    for ident in ids or []:
        known = parse_id(ident)
        if known is None:
            raise NotFound(f"No department has the id {ident}.")
        parsed.append(known)
    if not parsed:
        return []
    found = {row["id"] for row in rows(sa.select(Department.id).where(Department.id.in_(parsed)))}
    return [ident for ident in dict.fromkeys(parsed) if ident in found]
