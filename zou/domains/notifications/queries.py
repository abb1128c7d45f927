"""Reading notifications: rows ready to be JSON, in a fixed number of statements."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access import me
from zou.access.identity import ADMIN
from zou.access.tasks import in_team_of, is_heard, is_visible, role_column
from zou.crud.columns import selected
from zou.crud.table import COLLECTIONS
from zou.db import Rows, rows, scalar
from zou.domains.entities.full_names import EPISODE_ID, FULL_NAME, join_names
from zou.domains.notifications.schemas import NotificationsQuery
from zou.kit.errors import NotFound
from zou.kit.paging import read_page
from zou.models import (
    Comment,
    CommentDepartmentMention,
    CommentMention,
    CommentPreviewLink,
    Entity,
    Notification,
    Person,
    Playlist,
    PreviewFile,
    Project,
    ProjectPersonLink,
    Subscription,
    Task,
)

MOST = 100
_PROJECT = sa.func.coalesce(Task.project_id, Playlist.project_id)
_Author = aliased(Person)
_AuthorLink = aliased(ProjectPersonLink)
_Teller = aliased(Person)
_TellerLink = aliased(ProjectPersonLink)
#: Of who is notified; None for who is no longer in the team, and reads no comment of it.
_READER_ROLE = sa.case((sa.or_(Person.role == ADMIN, ProjectPersonLink.person_id.is_not(None)), role_column(_PROJECT)))
_SUBSCRIPTION = (
    sa.select(Subscription.id).where(Subscription.task_id == Notification.task_id, Subscription.person_id == Notification.person_id).limit(1).scalar_subquery()
)
_FIRST_PREVIEW = (
    sa.select(PreviewFile.id)
    .join(CommentPreviewLink, CommentPreviewLink.preview_file == PreviewFile.id)
    .where(CommentPreviewLink.comment == Notification.comment_id)
    .order_by(PreviewFile.position, PreviewFile.created_at)
    .limit(1)
    .scalar_subquery()
)


def _mentioned(link: Any, other: Any) -> Any:
    return sa.func.array(sa.select(other).where(link.comment == Notification.comment_id).scalar_subquery(), type_=sa.ARRAY(sa.Uuid))


def of_mine(query: NotificationsQuery) -> Any:
    """The caller's notifications, newest first: at most a hundred, or a page of them where `page` says so. Two statements at most."""
    conditions = [Notification.person_id == me().id, *_filters(query)]
    asked = read_page(query.page, query.limit, default=MOST)
    if asked is None:
        return _items(*conditions)
    made = statement(*conditions)
    total = scalar(sa.select(sa.func.count()).select_from(made.with_only_columns(Notification.id, maintain_column_froms=True).order_by(None).subquery()))
    return asked.envelope([_item(row) for row in rows(made.limit(asked.limit).offset(asked.offset))], total)


def one_of_mine(notification_id: UUID) -> dict[str, Any]:
    """One of the caller's notifications. Raises NotFound."""
    found = _items(Notification.person_id == me().id, Notification.id == notification_id)
    if not found:
        raise NotFound(f"No notification of yours has the id {notification_id}.")
    return found[0]


def _filters(query: NotificationsQuery) -> list[Any]:
    conditions: list[Any] = []
    if query.after is not None:
        conditions.append(Notification.created_at > sa.cast(query.after, sa.DateTime))
    if query.before is not None:
        conditions.append(Notification.created_at < sa.cast(query.before, sa.DateTime))
    if query.task_type_id:
        conditions.append(Task.task_type_id == query.task_type_id)
    if query.task_status_id:
        conditions.append(Task.task_status_id == query.task_status_id)
    if query.type:
        conditions.append(Notification.type == query.type)
    if query.read is not None:
        conditions.append(Notification.read.is_(query.read))
    if query.watching is not None:
        conditions.append(_SUBSCRIPTION.is_not(None) if query.watching else _SUBSCRIPTION.is_(None))
    return conditions


def _items(*conditions: Any) -> Rows:
    return [_item(row) for row in rows(statement(*conditions).limit(MOST))]


def statement(*conditions: Any) -> sa.Select:
    """The statement of notifications with what they tell of, newest first."""
    columns = [
        Notification.id, Notification.type.label("notification_type"), Notification.author_id, Notification.comment_id, Notification.task_id,
        Task.task_type_id, Comment.task_status_id, _mentioned(CommentMention, CommentMention.person).label("mentions"),
        _mentioned(CommentDepartmentMention, CommentDepartmentMention.department).label("department_mentions"), Notification.reply_id,
        Comment.replies, _FIRST_PREVIEW.label("preview_file_id"), _PROJECT.label("project_id"), Project.name.label("project_name"),
        Comment.text.label("comment_text"), Notification.created_at, Notification.read, Notification.change, FULL_NAME.label("full_entity_name"),
        EPISODE_ID.label("episode_id"), Entity.preview_file_id.label("entity_preview_file_id"), _SUBSCRIPTION.label("subscription_id"),
        Notification.playlist_id, Playlist.name.label("playlist_name"), Playlist.for_entity.label("playlist_for_entity"),
        Playlist.is_for_all.label("playlist_is_for_all"), Notification.person_id, Comment.person_id.label("speaker_id"), Comment.for_client,
        role_column(_PROJECT, _Author, _AuthorLink).label("speaker_role"), _READER_ROLE.label("reader_role"),
        role_column(_PROJECT, _Teller, _TellerLink).label("teller_role"), Project.is_clients_isolated,
    ]  # fmt: skip
    made = (
        sa.select(*columns)
        .select_from(Notification)
        .outerjoin(Task, Task.id == Notification.task_id)
        .outerjoin(Playlist, Playlist.id == Notification.playlist_id)
        .outerjoin(Project, Project.id == _PROJECT)
        .outerjoin(Comment, Comment.id == Notification.comment_id)
        .outerjoin(_Author, _Author.id == Comment.person_id)
        .outerjoin(_AuthorLink, in_team_of(_PROJECT, _Author, _AuthorLink))
        .outerjoin(_Teller, _Teller.id == Notification.author_id)
        .outerjoin(_TellerLink, in_team_of(_PROJECT, _Teller, _TellerLink))
        .join(Person, Person.id == Notification.person_id)
        .outerjoin(ProjectPersonLink, in_team_of(_PROJECT))
    )
    return join_names(made, Task.entity_id).where(*conditions).order_by(Notification.created_at.desc(), Notification.id)


def _item(row: dict[str, Any]) -> dict[str, Any]:
    """A notification as its person sees it."""
    row = readable(row)
    for key in ("reply_id", "replies", "person_id", "speaker_id", "for_client", "speaker_role", "reader_role", "teller_role", "is_clients_isolated"):
        row.pop(key)
    return {**row, "type": "Notification"}


def readable(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `statement` with the texts that its person may read: blank where the comment, or the reply, is not for them."""
    reply: dict[str, Any] = next((one for one in row["replies"] or [] if one["id"] == str(row["reply_id"])), {})
    row["reply_text"] = reply.get("text") or ""
    row["reply_mentions"] = reply.get("mentions") or []
    row["reply_department_mentions"] = reply.get("department_mentions") or []
    row["playlist_name"] = row["playlist_name"] or ""
    row["playlist_for_entity"] = row["playlist_for_entity"] or ""
    row["playlist_is_for_all"] = bool(row["playlist_is_for_all"])
    if row["comment_id"] and not _may_read(row):
        row["comment_text"] = row["reply_text"] = ""
    return row


def _may_read(row: dict[str, Any]) -> bool:
    reader = {"role": row["reader_role"], "reader_id": row["person_id"], "isolated": row["is_clients_isolated"]}
    comment = is_visible(for_client=row["for_client"], author_id=row["speaker_id"], author_role=row["speaker_role"], **reader)
    return comment and (not row["reply_id"] or is_heard(author_id=row["author_id"], author_role=row["teller_role"], **reader))


def of_project(project_id: UUID, page: str | None, limit: str | None) -> Any:
    """The notifications of a production's tasks and playlists, the latest change first; a page of them where `page` says so."""
    collection = COLLECTIONS["notifications"]
    made = (
        sa.select(*selected(collection, relations=False))
        .outerjoin(Task, Task.id == Notification.task_id)
        .outerjoin(Playlist, Playlist.id == Notification.playlist_id)
        .where(_PROJECT.in_([project_id]))
        .order_by(Notification.updated_at.desc(), Notification.created_at.desc(), Notification.id)
    )
    asked = read_page(page, limit, default=MOST)
    if asked is None:
        return [{**row, "type": collection.type} for row in rows(made)]
    total = scalar(sa.select(sa.func.count()).select_from(made.order_by(None).subquery()))
    return asked.envelope([{**row, "type": collection.type} for row in rows(made.limit(asked.limit).offset(asked.offset))], total)
