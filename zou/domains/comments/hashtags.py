"""`#Type` in a comment: the tasks of the same entity that get a copy of it."""

import re
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import find
from zou.models import Task, TaskType

_TAG = re.compile("#([A-Za-z]+)")
ALL = "all"


def tags(text: str) -> set[str]:
    """The words tagged in `text`, in lower case."""
    return {word.lower() for word in _TAG.findall(text)}


def siblings(task: Task, words: set[str]) -> list[Task]:
    """The tasks of other types of the same entity whose type a word names; all of them for `#all`."""
    if not words or task.entity_id is None:
        return []
    statement = (
        sa.select(Task)
        .join(TaskType, TaskType.id == Task.task_type_id)
        .where(Task.entity_id == task.entity_id, Task.task_type_id != task.task_type_id, Task.task_status_id.is_not(None))
        .order_by(TaskType.name, Task.id)
    )
    if ALL not in words:
        statement = statement.where(sa.func.lower(TaskType.name).in_(words))
    return list(session.execute(statement).scalars())


def copy_of(text: str, task_type_id: UUID | None) -> str:
    """The text of the copy of a comment on a task of this type."""
    name = find(TaskType, task_type_id).name if task_type_id else "another task"
    return f"{text}\n\n____\nFrom {name}"
