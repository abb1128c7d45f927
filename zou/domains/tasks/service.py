"""Changing many tasks at once."""

from collections.abc import Iterable
from uuid import UUID

from zou.access import me
from zou.access.policies import supervises_task
from zou.db import session
from zou.domains.tasks import assignment, state
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.ids import parse_id
from zou.models import Person


def known_ids(texts: Iterable[str]) -> list[UUID]:
    """The ids among `texts`, each once, in their order."""
    return list(dict.fromkeys(ident for ident in map(parse_id, texts) if ident is not None))


def set_priority(task_ids: list[UUID], priority: int) -> list[UUID]:
    """Give the tasks that the caller supervises this priority; their ids, in order. Emits task:update for each."""
    tasks = state.lock(task_ids)
    done = []
    for ident in task_ids:
        task = tasks.get(ident)
        if task is None or not supervises_task(task):
            continue
        task.priority, task.updated_at = priority, utcnow()
        emit("task:update", task_id=task.id, project_id=task.project_id)
        done.append(ident)
    session.flush()
    return done


def assign_many(task_ids: list[UUID], person: Person) -> list[UUID]:
    """Give a person the tasks that the caller may give them; their ids, in order. The rest is skipped. See `assignment.assign` for the events."""
    tasks = state.lock(task_ids)
    done = []
    for ident in task_ids:
        task = tasks.get(ident)
        if task is None or not assignment.may_assign(task, person) or not assignment.may_collaborate(person, task.project_id):
            continue
        assignment.assign(task, person, author_id=me().id)
        done.append(ident)
    return done
