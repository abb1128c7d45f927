"""Giving the tasks of a whole production what their comments and times imply, where something has left them otherwise."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import sqlalchemy as sa

from zou.db import execute, scalar, session
from zou.db.unit import unit_of_work
from zou.domains.tasks import state
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.models import Comment, Project, Task, TimeSpent

#: Tasks of one transaction: each is short, so that nobody waits for it.
BATCH = 100


def batches_of(project_id: UUID) -> list[Sequence[UUID]]:
    """The ids of a production's tasks, in batches. Raises NotFound for an unknown production."""
    with unit_of_work(writes=False):
        if scalar(sa.select(Project.id).where(Project.id == project_id)) is None:
            raise NotFound(f"No production has the id {project_id}.")
        ids = list(execute(sa.select(Task.id).where(Task.project_id == project_id).order_by(Task.id)).scalars())
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def clean(task_ids: Sequence[UUID]) -> int:
    """Give these tasks the status, dates, retakes and duration that follow from their comments and times; how many were otherwise.

    What nobody has commented keeps its status and its dates. One transaction. Emits task:update for each that changes.
    """
    changed = 0
    with unit_of_work():
        tasks = state.lock(task_ids)
        commented = set(session.execute(sa.select(Comment.object_id).where(Comment.object_id.in_(task_ids)).distinct()).scalars())
        for task in _in_order(tasks, task_ids):
            before = (state.of_task(task), task.duration)
            if task.id in commented:
                state.replay(task)
            else:
                task.duration = scalar(sa.select(sa.func.coalesce(sa.func.sum(TimeSpent.duration), 0.0)).where(TimeSpent.task_id == task.id))
            if (state.of_task(task), task.duration) != before:
                changed += 1
                task.updated_at = utcnow()
                emit("task:update", task_id=task.id, project_id=task.project_id)
    return changed


def _in_order(tasks: dict[UUID, Task], task_ids: Sequence[UUID]) -> Iterator[Task]:
    return (tasks[ident] for ident in task_ids if ident in tasks)
