"""Removing comments with all that hangs on them."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.domains.previews import removal as previews
from zou.models import (
    AttachmentFile,
    Comment,
    CommentAcknowledgement,
    CommentDepartmentMention,
    CommentMention,
    CommentPreviewLink,
    Notification,
)
from zou.storage.register import discard

_QUIET = {"synchronize_session": False}


def remove(comment_ids: Iterable[UUID]) -> None:
    """Remove comments with their previews, attachments, notifications and links; their news must be gone. A fixed number of statements.

    Emits what the removal of the previews emits.
    """
    ids = list(comment_ids)
    if not ids:
        return
    session.flush()
    preview_ids = session.execute(sa.select(CommentPreviewLink.preview_file).where(CommentPreviewLink.comment.in_(ids))).scalars().all()
    previews.remove(set(preview_ids))
    session.execute(sa.delete(Notification).where(Notification.comment_id.in_(ids)), execution_options=_QUIET)
    remove_attachments(AttachmentFile.comment_id.in_(ids))
    for link in (CommentMention, CommentDepartmentMention, CommentAcknowledgement, CommentPreviewLink):
        session.execute(sa.delete(link).where(link.comment.in_(ids)), execution_options=_QUIET)
    session.execute(sa.delete(Comment).where(Comment.id.in_(ids)), execution_options=_QUIET)


def remove_attachments(*conditions: sa.ColumnElement[bool]) -> None:
    """Remove the attachments that fit the conditions, rows and files."""
    statement = sa.delete(AttachmentFile).where(*conditions).returning(AttachmentFile.id)
    discard(session.execute(statement, execution_options=_QUIET).scalars().all())
