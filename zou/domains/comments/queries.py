"""Reading comments: rows ready to be JSON, in a fixed number of statements."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access import me
from zou.access.identity import CLIENT
from zou.access.tasks import in_team_of, is_visible, isolates_clients, role_column
from zou.crud.columns import plain_columns, selected
from zou.crud.table import COLLECTIONS
from zou.db import Rows, rows, scalar
from zou.domains.comments.visibility import keep_readable
from zou.kit.paging import read_page
from zou.models import (
    AttachmentFile,
    Comment,
    CommentAcknowledgement,
    CommentDepartmentMention,
    CommentMention,
    CommentPreviewLink,
    Person,
    PreviewFile,
    ProjectPersonLink,
    Task,
    TaskStatus,
)

PAGE_SIZE = 100
_PREVIEW = ["id", "task_id", "revision", "extension", "width", "height", "duration", "status", "validation_status", "original_name", "position", "annotations"]


def _ids(link: Any, other: Any) -> sa.ColumnElement[Any]:
    return sa.func.array(sa.select(other).where(link.comment == Comment.id).correlate(Comment.__table__).scalar_subquery(), type_=sa.ARRAY(sa.Uuid))


def of_task(task: Task) -> Rows:
    """What the caller may read of a task's comments, newest first, each with its author, status, files and previews."""
    mine = me()
    role = mine.role_in(task.project_id)
    isolated = role == CLIENT and isolates_clients(task.project_id)
    found = _rows_of(task)
    previews = _previews_of(task.id, without_rejected=role == CLIENT)
    files = attachments_of([row["id"] for row in found])
    shown = []
    for row in found:
        row["previews"] = previews.get(row["id"], [])
        row["attachment_files"] = files.get(row["id"], [])
        visible = is_visible(
            for_client=row["for_client"], author_id=row["person_id"], author_role=row.pop("author_role"), role=role, reader_id=mine.id, isolated=isolated
        )
        if not visible:
            if role != CLIENT or not row["previews"]:
                continue
            row.update(text="", checklist=[], replies=[], attachment_files=[])
        shown.append(row)
    keep_readable(shown, task.project_id)
    _name_repliers(shown)
    return shown


def _rows_of(task: Task) -> Rows:
    editor = aliased(Person)
    statement = (
        sa.select(
            *(column.label(key) for key, column in plain_columns(Comment).items()),
            role_column(task.project_id).label("author_role"),
            *(column.label(f"author.{column.key}") for column in (Person.first_name, Person.last_name, Person.has_avatar, Person.role)),
            *(column.label(f"editor.{column.key}") for column in (editor.first_name, editor.last_name, editor.has_avatar, editor.role)),
            *(column.label(f"status.{column.key}") for column in (TaskStatus.name, TaskStatus.short_name, TaskStatus.color)),
            _ids(CommentAcknowledgement, CommentAcknowledgement.person).label("acknowledgements"),
            _ids(CommentMention, CommentMention.person).label("mentions"),
            _ids(CommentDepartmentMention, CommentDepartmentMention.department).label("department_mentions"),
        )
        .join(TaskStatus, TaskStatus.id == Comment.task_status_id)
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(ProjectPersonLink, in_team_of(task.project_id))
        .outerjoin(editor, editor.id == Comment.editor_id)
        .where(Comment.object_id == task.id)
        .order_by(Comment.created_at.desc(), Comment.id)
    )
    return [_shaped(row) for row in rows(statement)]


def _shaped(flat: dict[str, Any]) -> dict[str, Any]:
    parts: dict[str, dict[str, Any]] = {"author": {}, "editor": {}, "status": {}}
    row: dict[str, Any] = {}
    for key, value in flat.items():
        part, dot, name = key.partition(".")
        if dot:
            parts[part][name] = value
        else:
            row[key] = value
    row["type"] = "Comment"
    row["replies"] = row["replies"] or []
    row["checklist"] = row["checklist"] or []
    row["text"] = row["text"] or ""
    row["links"] = row["links"] or []
    row["person"] = {**parts["author"], "full_name": full_name(parts["author"]), "id": row["person_id"]}
    if row["editor_id"]:
        row["editor"] = {**parts["editor"], "id": row["editor_id"]}
    row["task_status"] = {**parts["status"], "id": row["task_status_id"]}
    return row


def full_name(person: Any) -> str:
    """First and last name of a person's columns, joined by a blank."""
    return f"{person['first_name'] or ''} {person['last_name'] or ''}".strip()


def _previews_of(task_id: UUID, *, without_rejected: bool) -> dict[UUID, Rows]:
    statement = (
        sa.select(CommentPreviewLink.comment, *(getattr(PreviewFile, key) for key in _PREVIEW))
        .join(PreviewFile, PreviewFile.id == CommentPreviewLink.preview_file)
        .join(Comment, Comment.id == CommentPreviewLink.comment)
        .where(Comment.object_id == task_id)
    )
    return _previews(statement, without_rejected=without_rejected)


def previews_of_comment(comment_id: UUID, *, without_rejected: bool) -> Rows:
    """The previews of one comment in the short form of comments; `without_rejected`: as clients see them."""
    statement = sa.select(CommentPreviewLink.comment, *(getattr(PreviewFile, key) for key in _PREVIEW)).join(
        PreviewFile, PreviewFile.id == CommentPreviewLink.preview_file
    )
    return _previews(statement.where(CommentPreviewLink.comment == comment_id), without_rejected=without_rejected).get(comment_id, [])


def _previews(statement: sa.Select, *, without_rejected: bool) -> dict[UUID, Rows]:
    if without_rejected:
        statement = statement.where(PreviewFile.validation_status != "rejected")
    found: dict[UUID, Rows] = {}
    for row in rows(statement.order_by(PreviewFile.revision.desc(), PreviewFile.position, PreviewFile.created_at)):
        found.setdefault(row.pop("comment"), []).append(row)
    return found


def attachments_of(comment_ids: Iterable[UUID]) -> dict[UUID, Rows]:
    """The attachments of comments and of their replies, by comment, in their short form."""
    ids = list(comment_ids)
    if not ids:
        return {}
    files = AttachmentFile
    statement = sa.select(files.comment_id, files.id, files.name, files.extension, files.reply_id, files.size).where(files.comment_id.in_(ids))
    found: dict[UUID, Rows] = {}
    for row in rows(statement.order_by(files.created_at, files.id)):
        found.setdefault(row.pop("comment_id"), []).append(row)
    return found


def _name_repliers(comments: Rows) -> None:
    """Give every reply its author's public columns, and its files. One statement."""
    ids = {reply["person_id"] for comment in comments for reply in comment["replies"] if reply.get("person_id")}
    people = public_people(ids)
    for comment in comments:
        comment["replies"] = [with_person(reply, people) for reply in comment["replies"]]


def with_person(reply: dict[str, Any], people: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A reply with its author's public columns, None where they are unknown."""
    return {**reply, "person": people.get(str(reply.get("person_id")))}


def public_people(ids: Iterable[Any]) -> dict[str, dict[str, Any]]:
    """What everybody may know of the people with these ids, by id as text."""
    wanted = list(ids)
    if not wanted:
        return {}
    statement = sa.select(Person.id, Person.first_name, Person.last_name, Person.has_avatar, Person.role).where(Person.id.in_(wanted))
    return {str(row["id"]): {**row, "full_name": full_name(row)} for row in rows(statement)}


def of_project(project_id: UUID, page: str | None, limit: str | None) -> Any:
    """The comments of a production's tasks that the caller may read, the latest change first; a page of them where `page` says so.

    Artists do not see what clients wrote.
    """
    statement = (
        sa.select(*selected(COLLECTIONS["comments"], relations=True))
        .join(Task, Task.id == Comment.object_id)
        .where(Task.project_id == project_id)
        .order_by(Comment.updated_at.desc(), Comment.created_at.desc(), Comment.id)
    )
    if not me().supervises(project_id):
        author = sa.select(Person.id).outerjoin(ProjectPersonLink, in_team_of(project_id)).where(role_column(project_id) == CLIENT)
        statement = statement.where(Comment.person_id.not_in(author))
    asked = read_page(page, limit, default=PAGE_SIZE)
    if asked is None:
        return _listed(rows(statement), project_id)
    total = scalar(sa.select(sa.func.count()).select_from(statement.with_only_columns(Comment.id, maintain_column_froms=True).order_by(None).subquery()))
    found = rows(statement.limit(asked.limit).offset(asked.offset))
    return asked.envelope(_listed(found, project_id), total)


def _listed(found: Rows, project_id: UUID) -> Rows:
    keep_readable(found, project_id)
    return [{**row, "type": "Comment"} for row in found]
