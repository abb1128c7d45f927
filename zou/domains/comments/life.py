"""The life that every new comment lives: its row, its files, what it does to the task, who hears of it, what follows.

Whoever posts comments checks the rights first, then calls `publish` for each of them in one unit of work.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import add, find
from zou.domains.comments import attachments, automations, hashtags, mentions
from zou.domains.news import service as news
from zou.domains.notifications import service as notifications
from zou.domains.previews.copying import copy_last_revision
from zou.domains.tasks import state
from zou.events import emit
from zou.kit.dates import utcnow
from zou.models import Comment, Task, TaskStatus

SECOND = dt.timedelta(seconds=1)
TICK = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Draft:
    """A comment to be. `date`: None for now. `files`: uploads to attach. `spreads`: whether its hashtags are followed."""

    task: Task
    status: TaskStatus
    author_id: UUID
    text: str = ""
    checklist: Sequence[Any] = ()
    links: Sequence[str] = ()
    for_client: bool = False
    date: dt.datetime | None = None
    files: Sequence[Any] = ()
    spreads: bool = True


@dataclass
class Published:
    """A comment that has been posted, and what its reply shows besides the row."""

    comment: Comment
    status: TaskStatus
    mentions: mentions.Mentions
    files: list[dict[str, Any]] = field(default_factory=list)


def publish(draft: Draft, *, reached: set[tuple[UUID, UUID]] | None = None) -> Published:
    """Post a comment on a task that the caller has locked (`state.lock`), and do what follows from it.

    `reached`: the (task, status) pairs that a chain of automations has come by already; it never comes by one again.
    Emits comment:new, task:update, task:status-changed and task:to-review where they are due, news:new; notification:new to those told.
    """
    task = draft.task
    date, is_newest = _place(task.id, draft.date)
    comment, said = _write(draft, date)
    files = attachments.attach(comment, draft.files)
    announce_new(comment, task)
    if draft.spreads:
        _spread(draft)
    previous = task.task_status_id
    changed = _act(draft, comment, date, is_newest=is_newest)
    notifications.tell_of_comment(comment, task, change=changed)
    notifications.tell_mentioned(comment, task, mentions.addressed(said, task.project_id))
    news.announce(comment, task, change=changed)
    if changed and previous != task.task_status_id:
        _automate(draft, reached or set())
    return Published(comment, draft.status, said, files)


def announce_new(comment: Comment, task: Task) -> None:
    """Emit comment:new."""
    emit(
        "comment:new",
        comment_id=comment.id,
        task_id=task.id,
        task_status_id=comment.task_status_id,
        person_id=comment.person_id,
        for_client=bool(comment.for_client),
        project_id=task.project_id,
    )


def _place(task_id: UUID, asked: dt.datetime | None) -> tuple[dt.datetime, bool]:
    """The date of a new comment and whether it is the newest of its task.

    Never after now; and after those of the same second, so that comments that look simultaneous keep the order of their posting.
    """
    date = min(asked, utcnow()) if asked else utcnow()
    second = date.replace(microsecond=0)
    within = sa.and_(Comment.created_at >= second, Comment.created_at < second + SECOND)
    latest = sa.func.max(Comment.created_at)
    statement = sa.select(latest, latest.filter(within)).where(Comment.object_id == task_id)
    newest, simultaneous = session.execute(statement).one()
    if simultaneous is not None and simultaneous >= date:
        date = simultaneous + TICK
    return date, newest is None or newest < date


def _write(draft: Draft, date: dt.datetime) -> tuple[Comment, mentions.Mentions]:
    comment = add(
        Comment(
            object_id=draft.task.id,
            object_type="Task",
            task_status_id=draft.status.id,
            person_id=draft.author_id,
            text=draft.text,
            checklist=list(draft.checklist),
            links=list(draft.links),
            replies=[],
            for_client=draft.for_client,
            created_at=date,
        )
    )
    said = mentions.mentioned_in(draft.text, draft.task.project_id)
    mentions.link(comment, said)
    return comment, said


def _act(draft: Draft, comment: Comment, date: dt.datetime, *, is_newest: bool) -> bool:
    """Let the comment act on its task; whether it changed the status. An older comment has the history count again."""
    task, previous = draft.task, draft.task.task_status_id
    if not is_newest:
        state.replay(task)
        emit("task:update", task_id=task.id, project_id=task.project_id)
        return False
    changed = state.advance(task, draft.status, date)
    emit("task:update", task_id=task.id, project_id=task.project_id)
    if changed:
        told: dict[str, Any] = {
            "task_id": task.id,
            "new_task_status_id": task.task_status_id,
            "previous_task_status_id": previous,
            "person_id": comment.person_id,
        }
        emit("task:status-changed", **told, project_id=task.project_id)
        if draft.status.is_feedback_request:
            emit("task:to-review", **told, comment_id=comment.id, project_id=task.project_id)
    return changed


def _spread(draft: Draft) -> None:
    """Copy the comment to the tasks that its hashtags name, each at its own status."""
    words = hashtags.tags(draft.text)
    siblings = hashtags.siblings(draft.task, words) if words else []
    if not siblings:
        return
    text = hashtags.copy_of(draft.text, draft.task.task_type_id)
    for sibling in siblings:
        status = find(TaskStatus, sibling.task_status_id)
        publish(Draft(task=sibling, status=status, author_id=draft.author_id, text=text, date=draft.date, spreads=False))


def _automate(draft: Draft, reached: set[tuple[UUID, UUID]]) -> None:
    """Do what the production's automations make of the new status."""
    reached = reached | {(draft.task.id, draft.status.id)}
    for due in automations.consequences(draft.task, draft.status):
        if (due.task.id, due.status.id) in reached:
            continue
        reached.add((due.task.id, due.status.id))
        made = publish(Draft(task=due.task, status=due.status, author_id=draft.author_id, text=due.text, spreads=False), reached=reached)
        if due.with_previews:
            copy_last_revision(draft.task, due.task, made.comment.id)
