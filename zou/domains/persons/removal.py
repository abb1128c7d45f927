"""Removing a person with what is theirs, or only where nothing refers to them."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.crud.write import remove as remove_row
from zou.db import session
from zou.db.base import Base
from zou.domains.comments import changes as comments
from zou.domains.persons import service
from zou.domains.time.service import recount
from zou.events import emit
from zou.models import AttachmentFile, ChatMessage, Comment, News, Person, Task, TimeSpent

#: Tables whose rows go with the person, by the column that names them. Elsewhere the person's name is taken out of the row.
THEIRS = frozenset(
    {
        ("api_event", "user_id"),
        ("chat_message", "person_id"),
        ("comment", "person_id"),
        ("day_off", "person_id"),
        ("news", "author_id"),
        ("notification", "author_id"),
        ("notification", "person_id"),
        ("playlist_share_link", "created_by"),
        ("search_filter", "person_id"),
        ("search_filter_group", "person_id"),
        ("time_spent", "person_id"),
    }
)


def remove(person: Person, *, force: bool) -> None:
    """Remove a person. Without `force` the database refuses it where anything refers to them.

    With `force` their comments, hours, leaves, messages, filters, logs and memberships go, and their name is taken out of all other
    rows, all in one transaction. Emits comment:delete and news:delete for those removed.
    """
    service.lock_accounts()
    if force:
        _remove_comments(person.id)
        tasks = list(session.execute(sa.select(TimeSpent.task_id).where(TimeSpent.person_id == person.id).distinct()).scalars())
        messages = sa.select(ChatMessage.id).where(ChatMessage.person_id == person.id)
        session.execute(sa.delete(AttachmentFile).where(AttachmentFile.chat_message_id.in_(messages)), execution_options=_PLAIN)
        _leave_filter_groups(person.id)
        for table, column in _references():
            _clear(table, column, person.id)
        recount(tasks)
    remove_row(person)


_PLAIN = {"synchronize_session": False}


def _references() -> list[tuple[sa.Table, sa.Column[Any]]]:
    """Every column of every table that names a person, the tables that others refer to last."""
    found = []
    for table in reversed(Base.metadata.sorted_tables):
        found += [(table, key.parent) for key in table.foreign_keys if key.column.table.name == "person"]
    return found


def _clear(table: sa.Table, column: sa.Column[Any], person_id: UUID) -> None:
    if (table.name, column.name) in THEIRS or not column.nullable:
        session.execute(sa.delete(table).where(column == person_id))
    else:
        session.execute(sa.update(table).where(column == person_id).values({column: None}))


def _leave_filter_groups(person_id: UUID) -> None:
    """Filters of others that stand in this person's groups leave them."""
    tables = Base.metadata.tables
    groups = sa.select(tables["search_filter_group"].c.id).where(tables["search_filter_group"].c.person_id == person_id)
    filters = tables["search_filter"]
    session.execute(sa.update(filters).where(filters.c.search_filter_group_id.in_(groups)).values(search_filter_group_id=None))


def _remove_comments(person_id: UUID) -> None:
    """Remove the person's comments with all that hangs on them, and what else the news tell of them."""
    comments.delete_many(session.execute(sa.select(Comment.id).where(Comment.person_id == person_id)).scalars().all())
    of_theirs = sa.select(News.id, Task.project_id).outerjoin(Task, Task.id == News.task_id).where(News.author_id == person_id)
    for row in session.execute(of_theirs).all():
        emit("news:delete", news_id=row.id, project_id=row.project_id)
    session.execute(sa.delete(News).where(News.author_id == person_id), execution_options=_PLAIN)
