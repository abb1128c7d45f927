"""Posting comments for people: rights and values first, for all of them, then all in one unit of work."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.tasks import require_action, require_status
from zou.db import scalar
from zou.db.find import find
from zou.domains.comments import life
from zou.domains.comments.life import Draft, Published
from zou.domains.tasks import state
from zou.kit.errors import BadRequest, Forbidden
from zou.models import Entity, Person, Project, Task, TaskStatus

_FORMS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")


@dataclass(frozen=True)
class Wish:
    """A comment that somebody asks for. What is for managers only is ignored from others: `for_client`, `person_id`, `created_at`."""

    task_id: UUID
    task_status_id: Any
    text: str
    checklist: Sequence[Any] = ()
    links: Sequence[str] = ()
    for_client: bool = False
    person_id: str = ""
    created_at: str = ""
    files: Sequence[Any] = ()


def post(wishes: Iterable[Wish], *, acting: bool = True) -> list[Published]:
    """Post comments, in order: all or none.

    Locks their tasks first, always in the same order. Without `acting`, the caller is only mentioned on the task and keeps its status.
    Raises NotFound (status, author), Forbidden (status), BadRequest (as many retakes as the production allows).
    """
    wishes = list(wishes)
    if not wishes:
        return []
    tagged = any("#" in wish.text for wish in wishes)
    tasks = state.lock({wish.task_id for wish in wishes}, siblings=tagged)
    drafts = [_draft(wish, tasks[wish.task_id], acting=acting) for wish in wishes]
    published = []
    for draft in drafts:
        require_retakes_left(draft.task, draft.status)
        published.append(life.publish(draft))
    return published


def _draft(wish: Wish, task: Task, *, acting: bool) -> Draft:
    status = find(TaskStatus, wish.task_status_id)
    if not acting and status.id != task.task_status_id:
        raise Forbidden("A mention lets you answer, not change the status.")
    require_status(status, task.project_id)
    manages = me().manages(task.project_id)
    author_id = me().id
    if manages and wish.person_id:
        author_id = find(Person, wish.person_id).id
    return Draft(
        task=task,
        status=status,
        author_id=author_id,
        text=wish.text,
        checklist=wish.checklist,
        links=wish.links,
        for_client=manages and wish.for_client,
        date=_moment(wish.created_at) if manages else None,
        files=wish.files,
    )


def _moment(text: str) -> dt.datetime | None:
    """The time that `text` says in one of the two forms known; None for any other."""
    for form in _FORMS:
        try:
            return dt.datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def require_retakes_left(task: Task, status: TaskStatus) -> None:
    """Raise BadRequest where the task has had as many retakes as its entity, or its production, allows."""
    if not status.is_retake:
        return
    allowed = scalar(sa.select(Project.max_retakes).where(Project.id == task.project_id)) or 0
    if allowed <= 0:
        return
    own = (scalar(sa.select(Entity.data).where(Entity.id == task.entity_id)) or {}).get("max_retakes")
    cap = _whole(own, allowed)
    if (task.retake_count or 0) >= cap:
        raise BadRequest(f"No retake is left: this task has had {task.retake_count or 0} of {cap}.")


def _whole(value: Any, otherwise: int) -> int:
    try:
        return otherwise if value in (None, "") else int(value)
    except (TypeError, ValueError):
        return otherwise


def require_all(task_ids: Iterable[Any]) -> None:
    """Raise NotFound or Forbidden unless the caller may act on all these tasks."""
    for ident in dict.fromkeys(task_ids):
        require_action(find(Task, ident))
