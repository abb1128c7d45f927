"""The values of columns, which entities, tasks and productions keep in `data` under the column's field name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.models import Entity, MetadataDescriptor, Project, Task
from zou.models.kinds import is_a

_PLAIN = {"synchronize_session": False}


def _scope(descriptor: Any) -> tuple[Any, list[Any]]:
    """The model whose rows keep the column's values, and the condition on them but for the production."""
    if descriptor.entity_type == "Project":
        return Project, []
    if descriptor.entity_type == "Task":
        return Task, [Task.task_type_id == descriptor.task_type_id]
    return Entity, [is_a(descriptor.entity_type)]


def _of_projects(model: Any, project_ids: Iterable[UUID]) -> Any:
    return (model.id if model is Project else model.project_id).in_(list(project_ids))


def move(descriptor: MetadataDescriptor, project_ids: Iterable[UUID], old: str, new: str) -> None:
    """Move the values of a column in the productions from one key to another. One statement."""
    model, conditions = _scope(descriptor)
    moved = model.data.op("-")(sa.literal(old, sa.Text)).op("||")(
        sa.func.jsonb_build_object(sa.literal(new, sa.Text), model.data.op("->")(sa.literal(old, sa.Text)))
    )
    statement = sa.update(model).where(_of_projects(model, project_ids), *conditions, model.data.has_key(old))
    session.execute(statement.values(data=moved), execution_options=_PLAIN)


def remove(descriptor: MetadataDescriptor, project_ids: Iterable[UUID], key: str) -> None:
    """Remove the values of a column in the productions. One statement."""
    model, conditions = _scope(descriptor)
    statement = sa.update(model).where(_of_projects(model, project_ids), *conditions, model.data.has_key(key))
    session.execute(statement.values(data=model.data.op("-")(sa.literal(key, sa.Text))), execution_options=_PLAIN)
