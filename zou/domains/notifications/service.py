"""Telling people: rows, live events, and messages by e-mail and chat."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from zou.access import me
from zou.db import session
from zou.events import emit
from zou.jobs import enqueue
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.models import Comment, Entity, Notification, Person, Playlist, Subscription, Task, TaskPersonLink

TICK = dt.timedelta(microseconds=1)


def followers(task: Task) -> set[UUID]:
    """Who is told of what happens on a task.

    Its assignees, its subscribers, and those of its entity's parent for the task's type.
    """
    assigned = sa.select(TaskPersonLink.person_id).where(TaskPersonLink.task_id == task.id)
    subscribed = sa.select(Subscription.person_id).where(Subscription.task_id == task.id)
    parent = sa.select(Entity.parent_id).where(Entity.id == task.entity_id).scalar_subquery()
    above = sa.select(Subscription.person_id).where(Subscription.entity_id == parent, Subscription.task_type_id == task.task_type_id)
    return set(session.execute(assigned.union(subscribed, above)).scalars())


def tell_of_comment(comment: Comment, task: Task, *, change: bool) -> None:
    """Tell a task's followers of a comment, but not its author. Emits notification:new to each, live."""
    _tell("comment", followers(task), task, author_id=comment.person_id, comment_id=comment.id, change=change)


def tell_mentioned(comment: Comment, task: Task, people: Iterable[UUID]) -> None:
    """Tell people that a comment mentions them, but not its author."""
    _tell("mention", people, task, author_id=comment.person_id, comment_id=comment.id)


def tell_of_reply(comment: Comment, task: Task, reply: dict[str, Any]) -> None:
    """Tell a task's followers, the author of the comment and those who replied before of a reply, but not its author."""
    repliers = {UUID(earlier["person_id"]) for earlier in comment.replies or [] if earlier.get("person_id") and earlier["id"] != reply["id"]}
    people = followers(task) | repliers | {comment.person_id}
    _tell("reply", people, task, author_id=UUID(reply["person_id"]), comment_id=comment.id, reply_id=UUID(reply["id"]))


def tell_mentioned_in_reply(comment: Comment, task: Task, reply: dict[str, Any], people: Iterable[UUID]) -> None:
    """Tell people that a reply mentions them, but not its author."""
    _tell("reply-mention", people, task, author_id=UUID(reply["person_id"]), comment_id=comment.id, reply_id=UUID(reply["id"]))


def tell_assigned(task: Task, people: Iterable[UUID], *, author_id: UUID) -> None:
    """Tell people that `author_id` assigned the task to them; nobody of what they did themselves."""
    _tell("assignation", people, task, author_id=author_id)


def tell_playlist_ready(playlist: Playlist, people: Iterable[UUID], *, author_id: UUID) -> None:
    """Tell people that a playlist waits for their review, by e-mail in any case."""
    _tell("playlist-ready", people, None, author_id=author_id, playlist=playlist)


def _tell(kind: str, people: Iterable[UUID], task: Task | None, *, author_id: UUID, playlist: Playlist | None = None, **more: Any) -> None:
    wanted = [person_id for person_id in dict.fromkeys(people) if person_id != author_id]
    reachable = _reachable(wanted) if wanted else {}
    wanted = [person_id for person_id in wanted if person_id in reachable]
    if not wanted:
        return
    about: Any = task or playlist
    common = {"type": kind, "author_id": author_id, "task_id": task.id if task else None, "playlist_id": playlist.id if playlist else None, **more}
    now = utcnow()
    made = [{"id": uuid4(), "person_id": ident, "created_at": now + place * TICK, "updated_at": now, **common} for place, ident in enumerate(wanted)]
    session.execute(sa.insert(Notification), made)
    for row in made:
        emit("notification:new", to=[row["person_id"]], live=True, notification_id=row["id"], person_id=row["person_id"], project_id=about.project_id)
        if playlist is not None or reachable[row["person_id"]]:
            enqueue("notifications.send", notification_id=row["id"])


def _reachable(people: list[UUID]) -> dict[UUID, bool]:
    """The people who exist, and whether messages are sent to them. One statement."""
    by_message = sa.or_(
        Person.notifications_enabled.is_(True),
        Person.notifications_slack_enabled.is_(True),
        Person.notifications_mattermost_enabled.is_(True),
        Person.notifications_discord_enabled.is_(True),
    )
    return dict(session.execute(sa.select(Person.id, by_message).where(Person.id.in_(people))).all())


def mark(notification_id: UUID, *, read: bool) -> Notification:
    """Say that one of the caller's notifications is read, or not. Raises NotFound. Emits notification:read or notification:unread."""
    found = session.get(Notification, notification_id)
    if found is None or found.person_id != me().id:
        raise NotFound(f"No notification of yours has the id {notification_id}.")
    found.read = read
    session.flush()
    emit(f"notification:{'read' if read else 'unread'}", to=[me().id], person_id=me().id, notification_id=found.id)
    return found


def mark_all_read() -> None:
    """Say that all the caller's notifications are read. Emits notification:all-read, also where none was unread."""
    unread = sa.update(Notification).where(Notification.person_id == me().id, Notification.read.is_(False))
    session.execute(unread.values(read=True, updated_at=utcnow()), execution_options={"synchronize_session": False})
    emit("notification:all-read", to=[me().id], person_id=me().id)


def forget(*, comment_id: UUID | None = None, reply_id: UUID | None = None, kind: str | None = None, people: Iterable[UUID] | None = None) -> None:
    """Remove the notifications of a comment or a reply; only those of a `kind`, only those of `people`, where these are given."""
    statement = sa.delete(Notification).where(Notification.comment_id == comment_id if comment_id else Notification.reply_id == reply_id)
    if kind is not None:
        statement = statement.where(Notification.type == kind)
    if people is not None:
        statement = statement.where(Notification.person_id.in_(list(people)))
    session.execute(statement.execution_options(synchronize_session=False))
