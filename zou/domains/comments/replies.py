"""What the comment routes answer."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me_or_none
from zou.crud.columns import as_row
from zou.crud.table import COLLECTIONS
from zou.crud.write import lists_of
from zou.db import scalar, session
from zou.domains.comments.life import Published
from zou.domains.comments.queries import full_name, public_people, with_person
from zou.domains.comments.visibility import keep_readable
from zou.models import Comment, Person, PreviewFile, Task

COMMENTS, STATUSES, PEOPLE, PREVIEWS = (COLLECTIONS[path] for path in ("comments", "task-status", "persons", "preview-files"))


def of_published(published: Published) -> dict[str, Any]:
    """A comment just posted: the row, its lists, its status and its author."""
    comment = published.comment
    lists = {"previews": [], "mentions": list(published.mentions.people), "department_mentions": list(published.mentions.departments), "acknowledgements": []}
    row = as_row(COMMENTS, comment, lists={**lists, "attachment_files": published.files})
    row["task_status"] = as_row(STATUSES, published.status)
    row["person"] = person(comment.person_id)
    return row


def with_previews(published: Published, previews: list[PreviewFile]) -> dict[str, Any]:
    """The same with the rows of the previews that came with it."""
    row = of_published(published)
    row["preview_files"] = [as_row(PREVIEWS, preview) for preview in previews]
    row["previews"] = [preview.id for preview in previews]
    return row


def of_comment(comment: Comment) -> dict[str, Any]:
    """A comment's row with its lists of ids, and who wrote its replies."""
    row = as_row(COMMENTS, comment, lists=lists_of(COMMENTS, comment, {}, fresh=False))
    keep_readable([row], scalar(sa.select(Task.project_id).where(Task.id == comment.object_id)))
    people = public_people({reply["person_id"] for reply in row["replies"] or [] if reply.get("person_id")})
    row["replies"] = [with_person(reply, people) for reply in row["replies"] or []]
    return {**row, "checklist": row["checklist"] or [], "links": row["links"] or []}


def person(person_id: UUID) -> dict[str, Any] | None:
    """An author: what everybody may know; for admins the whole row but its secrets."""
    reader = me_or_none()
    if reader is None or not reader.is_admin:
        return public_people([person_id]).get(str(person_id))
    row = as_row(PEOPLE, session.get(Person, person_id))
    return {**row, "full_name": full_name(row)}
