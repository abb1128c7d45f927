"""Files attached to comments and replies."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from zou.access import me
from zou.access.identity import require
from zou.db.find import add
from zou.domains.attachments.service import have_thumbnail_made
from zou.kit.ids import parse_id
from zou.models import AttachmentFile, Comment, Task
from zou.storage.names import ATTACHMENT
from zou.storage.register import keep_upload

LONGEST_NAME, LONGEST_EXTENSION, LONGEST_TYPE = 250, 6, 255


def attach(comment: Comment, files: Sequence[Any], *, reply_id: Any = None) -> list[dict[str, Any]]:
    """Store `files` (uploads) as attachments of the comment, or of its reply; as they are shown."""
    reply = parse_id(reply_id)
    return [{**file, "reply_id": reply} for file in store_files(files, comment_id=comment.id, reply_id=reply)]


def store_files(files: Sequence[Any], **owner: Any) -> list[dict[str, Any]]:
    """Store `files` (uploads) as attachments of what the columns of `owner` name; as they are shown."""
    return [_store(file, owner) for file in files]


def _store(file: Any, owner: dict[str, Any]) -> dict[str, Any]:
    name = (file.filename or "").replace("\x00", "")[-LONGEST_NAME:]
    ident = uuid4()
    row = add(
        AttachmentFile(
            id=ident,
            name=name,
            extension=extension_of(name),
            size=keep_upload(ATTACHMENT.of(ident), file),
            mimetype=(file.mimetype or "")[:LONGEST_TYPE],
            **owner,
        )
    )
    have_thumbnail_made(row)
    return {"id": row.id, "name": row.name, "extension": row.extension, "size": row.size}


def extension_of(name: str) -> str:
    """What follows the last dot of a file's name, in lower case; the whole name where there is no dot; never longer than fits."""
    return name.rpartition(".")[2].lower()[:LONGEST_EXTENSION]


def require_rights(comment: Comment, task: Task) -> None:
    """Raise Forbidden unless the caller may add and remove the files of this comment of the task: its author, managers."""
    require(comment.object_id == task.id, "The comment is not on this task.")
    require(comment.person_id == me().id or me().manages(task.project_id), "Only its author and managers change the files of a comment.")
