"""What is particular to attachments in the generic routes."""

from typing import Any
from uuid import UUID

from zou.crud import hooks
from zou.crud.columns import as_row
from zou.crud.scopes import value
from zou.crud.table import COLLECTIONS
from zou.crud.write import remove
from zou.db import session
from zou.domains.attachments.access import project_of, require_sight
from zou.models import AttachmentFile, ChatMessage, Comment
from zou.storage.register import discard

attachments = hooks("attachment-files")


@attachments.allow("one")
def may_see(row: Any) -> bool:
    """Who may read what the file hangs on."""
    require_sight(row)
    return True


@attachments.project
def production(row: Any) -> UUID | None:
    """The production of what the file hangs on."""
    return project_of(row if not isinstance(row, dict) else AttachmentFile(**{key: value(row, key) for key in ("comment_id", "chat_message_id")}))


@attachments.shape
def with_place(rows: list[dict[str, Any]], many: bool) -> list[dict[str, Any]]:
    """One row shows the comment or the chat message that it hangs on."""
    if many:
        return rows
    for row in rows:
        for key, model, path in (("comment", Comment, "comments"), ("chat_message", ChatMessage, "chat-messages")):
            found = session.get(model, row[f"{key}_id"]) if row.get(f"{key}_id") else None
            row[key] = as_row(COLLECTIONS[path], found) if found else None
    return rows


@attachments.delete
def delete(row: AttachmentFile, force: bool) -> None:
    """Remove the attachment; its file is marked deleted."""
    remove(row)
    discard([row.id], force=force)
