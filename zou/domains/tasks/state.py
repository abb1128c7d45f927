"""What a task's comments imply for it: its status, its dates, its count of retakes.

One rule, `follow`, is applied to a new comment and, comment after comment, to a whole history.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import scalar, session
from zou.domains.tasks.statuses import default_status_id
from zou.models import Comment, ProjectStatusAutomationLink, Task, TaskStatus, TimeSpent


@dataclass(frozen=True)
class State:
    """What of a task follows from its comments."""

    task_status_id: UUID | None
    retake_count: int = 0
    real_start_date: dt.datetime | None = None
    end_date: dt.datetime | None = None
    done_date: dt.datetime | None = None
    last_comment_date: dt.datetime | None = None


def follow(state: State, status: Any, date: dt.datetime) -> State:
    """The state after a comment of `date` that carries `status`.

    A comment that keeps the status changes its date only. `status` has the id and the flags of a TaskStatus.
    """
    state = replace(state, last_comment_date=date)
    if status.id == state.task_status_id:
        return state
    kept = state.end_date if status.is_done else None
    return replace(
        state,
        task_status_id=status.id,
        retake_count=state.retake_count + bool(status.is_retake),
        real_start_date=(state.real_start_date or date) if status.is_wip else state.real_start_date,
        end_date=date if status.is_feedback_request else kept,
        done_date=date if status.is_done else None,
    )


def implied(first_status_id: UUID | None, history: Iterable[tuple[Any, dt.datetime]]) -> State:
    """The state of a task that began with `first_status_id`, after its comments: (status, date) in order."""
    state = State(first_status_id)
    for status, date in history:
        state = follow(state, status, date)
    return state


def of_task(task: Task) -> State:
    """The state that a task is in."""
    return State(task.task_status_id, task.retake_count or 0, task.real_start_date, task.end_date, task.done_date, task.last_comment_date)


def put(task: Task, state: State) -> bool:
    """Give the task this state; whether its status is another one now."""
    moved = task.task_status_id != state.task_status_id
    for name in State.__dataclass_fields__:
        setattr(task, name, getattr(state, name))
    return moved


def advance(task: Task, status: TaskStatus, date: dt.datetime) -> bool:
    """Let a comment newer than all others act on the task; whether its status is another one now."""
    return put(task, follow(of_task(task), status, date))


def replay(task: Task) -> bool:
    """Give the task what all its comments imply, and the sum of its time; whether its status is another one now.

    The caller holds the task's lock. Emits nothing.
    """
    session.flush()
    statement = (
        sa.select(TaskStatus.id, TaskStatus.is_done, TaskStatus.is_wip, TaskStatus.is_retake, TaskStatus.is_feedback_request, Comment.created_at)
        .join(TaskStatus, TaskStatus.id == Comment.task_status_id)
        .where(Comment.object_id == task.id)
        .order_by(Comment.created_at, Comment.id)
    )
    history = [(row, row.created_at) for row in session.execute(statement)]
    task.duration = scalar(sa.select(sa.func.coalesce(sa.func.sum(TimeSpent.duration), 0.0)).where(TimeSpent.task_id == task.id))
    return put(task, implied(default_status_id(task.entity_id), history))


def lock(task_ids: Iterable[UUID], *, siblings: bool = False) -> dict[UUID, Task]:
    """The tasks of these ids, fresh, locked until the transaction ends; one statement, always in the same order.

    With `siblings`, or where the production has status automations, the other tasks of their entities are locked, too:
    what follows may write to them.
    """
    ids = list(task_ids)
    named = sa.select(Task.entity_id).where(Task.id.in_(ids), Task.entity_id.is_not(None))
    if not siblings:
        automated = sa.exists().where(ProjectStatusAutomationLink.project_id == Task.project_id)
        named = named.where(automated)
    statement = sa.select(Task).where(sa.or_(Task.id.in_(ids), Task.entity_id.in_(named))).order_by(Task.id)
    found = session.execute(statement.with_for_update(key_share=True, of=Task).execution_options(populate_existing=True)).scalars()
    return {task.id: task for task in found}
