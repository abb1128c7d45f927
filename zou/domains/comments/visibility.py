"""What the caller reads of the replies to comments that they read."""

from uuid import UUID

import sqlalchemy as sa

from zou.access import me_or_none
from zou.access.tasks import unheard
from zou.db import Rows, execute
from zou.kit.ids import parse_id
from zou.models import AttachmentFile


def keep_readable(comments: Rows, project_id: UUID | None) -> None:
    """Leave in the comments' rows the replies that the caller may read, and no file of the others. Three statements at most.

    Guests of a shared playlist, who are nobody's identity, read them all: they see a comment only where it is for them.
    """
    if me_or_none() is None:
        return
    replies = [reply for row in comments for reply in row["replies"] or []]
    silenced = unheard({reply["person_id"] for reply in replies if reply.get("person_id")}, project_id)
    hidden = {reply["id"] for reply in replies if str(reply.get("person_id")) in silenced}
    if not hidden:
        return
    files = _files_of(hidden)
    for row in comments:
        row["replies"] = [reply for reply in row["replies"] or [] if reply["id"] not in hidden]
        if row.get("attachment_files"):
            row["attachment_files"] = [file for file in row["attachment_files"] if (file["id"] if isinstance(file, dict) else file) not in files]


def _files_of(reply_ids: set[str]) -> set[UUID]:
    known = [ident for ident in map(parse_id, reply_ids) if ident]
    return set(execute(sa.select(AttachmentFile.id).where(AttachmentFile.reply_id.in_(known))).scalars())
