"""The studio's task types."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import Rows, rows, session
from zou.events import emit
from zou.models import TaskType


def reorder_task_types(ids: list[UUID]) -> Rows:
    """Give task types their place in `ids`, from 1, as priority; their rows in that order. Unknown ids use up their number.

    Three statements. Emits task-type:update for each that moves.
    """
    places = {ident: place for place, ident in reversed(list(enumerate(ids, 1)))}
    found = session.execute(sa.select(TaskType).where(TaskType.id.in_(places))).scalars()
    for task_type in found:
        if task_type.priority != places[task_type.id]:
            task_type.priority = places[task_type.id]
            emit("task-type:update", task_type_id=task_type.id)
    session.flush()
    listed = rows(sa.select(*TaskType.__table__.columns).where(TaskType.id.in_(places)))
    return sorted(({**row, "type": "TaskType"} for row in listed), key=lambda row: places[row["id"]])
