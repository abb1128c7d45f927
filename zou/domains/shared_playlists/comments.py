"""What guests read and write of the comments on a playlist's tasks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.tasks import clients_may_use
from zou.crud.columns import plain_columns
from zou.db import Rows, rows, session
from zou.db.rows import Row
from zou.domains.comments import attachments, changes, life, removal, replies
from zou.domains.comments.posting import require_retakes_left
from zou.domains.comments.queries import attachments_of, full_name, public_people, with_person
from zou.domains.shared_playlists.guests import refusal
from zou.domains.shared_playlists.schemas import GuestComment
from zou.domains.shared_playlists.view import shown_tasks
from zou.domains.tasks import state
from zou.events import emit
from zou.models import AttachmentFile, Comment, Person, Task, TaskStatus

_PERSON = ("id", "first_name", "last_name", "has_avatar", "role", "is_guest")
_STATUS = ("id", "name", "short_name", "color")


def visible_to_guests() -> sa.ColumnElement[bool]:
    """Whether a comment, joined with its author, is for guests: for clients, or by one of them."""
    return sa.or_(Comment.for_client.is_(True), Person.is_guest.is_(True))


def of_playlist(playlist: Any) -> Rows:
    """The comments that the page shows, newest first, with authors, statuses and files. A fixed number of statements."""
    people = (getattr(Person, key).label(f"person.{key}") for key in _PERSON)
    statuses = (getattr(TaskStatus, key).label(f"status.{key}") for key in _STATUS)
    statement = (
        sa.select(*(column.label(key) for key, column in plain_columns(Comment).items()), *people, *statuses)
        .join(Person, Person.id == Comment.person_id)
        .join(TaskStatus, TaskStatus.id == Comment.task_status_id)
        .where(Comment.object_id.in_(shown_tasks(playlist)), visible_to_guests())
        .order_by(Comment.created_at.desc(), Comment.id)
    )
    found = [_shaped(row) for row in rows(statement)]
    files = attachments_of([row["id"] for row in found])
    repliers = public_people({reply["person_id"] for row in found for reply in row["replies"] if reply.get("person_id")})
    for row in found:
        row["attachment_files"] = files.get(row["id"], [])
        row["replies"] = [with_person(reply, repliers) for reply in row["replies"]]
    return found


def _shaped(flat: Row) -> Row:
    row = {key: value for key, value in flat.items() if "." not in key}
    person = {key: flat[f"person.{key}"] for key in _PERSON}
    row["person"] = {**person, "full_name": full_name(person), "is_guest": bool(person["is_guest"])}
    row["task_status"] = {key: flat[f"status.{key}"] for key in _STATUS}
    row["replies"], row["checklist"], row["links"] = row["replies"] or [], row["checklist"] or [], row["links"] or []
    return {**row, "text": row["text"] or "", "type": "Comment"}


def authors_of(playlist: Any) -> set[UUID]:
    """Who has written a comment or a reply that the page shows."""
    shown = of_playlist(playlist)
    return {row["person_id"] for row in shown} | {UUID(reply["person_id"]) for row in shown for reply in row["replies"] if reply.get("person_id")}


def post(playlist: Any, guest: Person, body: GuestComment) -> Row:
    """Comment a task that the playlist shows, as a guest; with the usual effects of a comment.

    Raises WordsAsError: 403 another task, 400 a status that is unknown or not for clients; BadRequest without a retake left.
    """
    if body.task_id not in shown_tasks(playlist):
        raise refusal("This playlist does not show this task.")
    task = state.lock({body.task_id})[body.task_id]
    status = _status(task, body.task_status_id, refused=400)
    require_retakes_left(task, status)
    draft = life.Draft(task=task, status=status, author_id=guest.id, text=body.text or "", checklist=body.checklist, spreads=False)
    return _with_guest(replies.of_published(life.publish(draft)))


def _status(task: Task, task_status_id: UUID, *, refused: int) -> TaskStatus:
    status = session.get(TaskStatus, task_status_id)
    if status is None:
        raise refusal("There is no such status.", 400)
    if not clients_may_use(status, task.project_id):
        raise refusal(f"Guests may not set the status {status.name}.", refused)
    return status


def own_comment(playlist: Any, guest: Person, comment_id: UUID) -> Comment:
    """A comment of the guest's own, on a task that the playlist shows, locked. Raises WordsAsError: 404 unknown, 403 somebody else's."""
    comment = session.get(Comment, comment_id, with_for_update={"key_share": True})
    if comment is None:
        raise refusal("There is no such comment.", 404)
    if comment.person_id != guest.id or comment.object_id not in shown_tasks(playlist):
        raise refusal("Guests change their own comments only.")
    return comment


def change(comment: Comment, guest: Person, values: dict[str, Any]) -> Row:
    """Change what was sent of a guest's comment. Raises WordsAsError (a status that is not theirs to set). Emits comment:update."""
    values = {key: value for key, value in values.items() if value is not None}
    task = session.get_one(Task, comment.object_id)
    if "task_status_id" in values:
        require_retakes_left(task, _status(task, values["task_status_id"], refused=403))
    changes.edit(comment, values, editor_id=guest.id)
    told: dict[str, Any] = {"comment_id": comment.id, "task_id": task.id, "person_id": comment.person_id, "for_client": bool(comment.for_client)}
    emit("comment:update", **told, project_id=task.project_id)
    return shown(comment)


def shown(comment: Comment) -> Row:
    """A comment of a guest with its files."""
    row = replies.of_comment(comment)
    row["attachment_files"] = attachments_of([comment.id]).get(comment.id, [])
    row["person"] = replies.person(comment.person_id)
    return _with_guest(row)


def _with_guest(row: Row) -> Row:
    return {**row, "person": {**row["person"], "is_guest": True}}


def attach(comment: Comment, files: Sequence[Any]) -> Row:
    """Attach files to a guest's comment."""
    attachments.attach(comment, files)
    return shown(comment)


def detach(comment: Comment, attachment_file_id: UUID) -> None:
    """Remove a file of a guest's comment. Raises WordsAsError (404, 403)."""
    attachment = session.get(AttachmentFile, attachment_file_id)
    if attachment is None:
        raise refusal("There is no such file.", 404)
    if attachment.comment_id != comment.id:
        raise refusal("The file is of another comment.")
    removal.remove_attachments(AttachmentFile.id == attachment.id)


def find_attachment(playlist: Any, attachment_file_id: Any) -> AttachmentFile | None:
    """An attachment of a comment, or a reply, that the page shows. None for any other."""
    statement = (
        sa.select(AttachmentFile)
        .join(Comment, Comment.id == AttachmentFile.comment_id)
        .join(Person, Person.id == Comment.person_id)
        .where(AttachmentFile.id == attachment_file_id, Comment.object_id.in_(shown_tasks(playlist)), visible_to_guests())
    )
    return session.execute(statement).scalar()
