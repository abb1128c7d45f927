"""Reading attachments."""

from uuid import UUID

import sqlalchemy as sa

from zou.crud.columns import plain_columns
from zou.db import Rows, rows
from zou.models import AttachmentFile, Comment, Task


def of_project(project_id: UUID) -> Rows:
    """Attachments of the comments of a production. One statement."""
    return _found(sa.select(Comment.id).join(Task, Task.id == Comment.object_id).where(Task.project_id == project_id))


def of_task(task_id: UUID) -> Rows:
    """Attachments of the comments of a task. One statement."""
    return _found(sa.select(Comment.id).where(Comment.object_id == task_id))


def _found(comments: sa.Select) -> Rows:
    columns = [column.label(key) for key, column in plain_columns(AttachmentFile).items()]
    statement = sa.select(*columns, sa.literal("AttachmentFile").label("type")).where(AttachmentFile.comment_id.in_(comments))
    return rows(statement.order_by(AttachmentFile.created_at, AttachmentFile.id))
