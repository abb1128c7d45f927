"""Many comments at once: what each entry of a batch asks for, and whose files are whose."""

import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import CLIENT
from zou.access.policies import is_assigned, supervises_task
from zou.access.tasks import in_team_of, role_column
from zou.db import session
from zou.db.find import find
from zou.domains.comments import posting
from zou.domains.comments.life import Published
from zou.domains.comments.posting import Wish
from zou.domains.comments.schemas import BatchEntry, ManyEntry
from zou.domains.previews.creation import add_preview
from zou.domains.previews.upload import is_taken, take_along
from zou.kit.errors import BadRequest
from zou.models import Comment, Person, PreviewFile, ProjectPersonLink, Task

_FILE = re.compile(r"(attachment_file|preview_file)-(\d+)(?:-(\d+))?$")


def files_by_entry(fields: Sequence[tuple[str, Any]], kind: str) -> dict[int, list[Any]]:
    """The files of a form's fields called `<kind>-<entry>` or `<kind>-<entry>-<number>`, by entry."""
    found: dict[int, list[tuple[int, Any]]] = {}
    for name, file in fields:
        match = _FILE.search(name)
        if match and match[1] == kind:
            found.setdefault(int(match[2]), []).append((int(match[3] or 0), file))
    return {entry: [file for _, file in sorted(files, key=lambda pair: pair[0])] for entry, files in found.items()}


def post_batch(entries: Sequence[BatchEntry], task: Task | None, fields: Sequence[tuple[str, Any]]) -> list[tuple[Published, list[PreviewFile]]]:
    """Post the entries, on `task` where one is given, else each on its own; all or none. Each comes with its previews.

    Raises NotFound, Forbidden, BadRequest.
    """
    if task is None and not all(entry.task_id for entry in entries):
        raise BadRequest("Every comment of the batch needs a task_id.")
    posting.require_all([task.id if task else entry.task_id for entry in entries])
    files = files_by_entry(fields, "attachment_file")
    wishes = [
        Wish(
            task_id=task.id if task else find(Task, entry.task_id).id,
            task_status_id=entry.task_status_id,
            text=entry.text,
            checklist=entry.checklist,
            links=entry.links,
            person_id=entry.person_id,
            created_at=entry.created_at,
            files=files.get(number, []),
        )
        for number, entry in enumerate(entries)
    ]
    published = posting.post(wishes)
    previews = files_by_entry(fields, "preview_file")
    return [(one, [_add_preview(one, file) for file in previews.get(number, []) if is_taken(file)]) for number, one in enumerate(published)]


def _add_preview(published: Published, file: Any) -> PreviewFile:
    preview = add_preview(find(Task, published.comment.object_id), published.comment.id)
    take_along(preview, file)
    return preview


def post_many(project_id: Any, entries: Sequence[ManyEntry], fields: Sequence[tuple[str, Any]]) -> list[Published]:
    """Post the entries on tasks of the production that the caller manages, supervises or is assigned to; the others are skipped. All or none."""
    files = files_by_entry(fields, "attachment_file")
    wishes = []
    for number, entry in enumerate(entries):
        if not entry.is_whole():
            continue
        task = find(Task, entry.object_id)
        if task.project_id != project_id or not (supervises_task(task) or (me().is_member(project_id) and is_assigned(task.id))):
            continue
        wishes.append(Wish(task_id=task.id, task_status_id=entry.task_status_id, text=entry.comment or "", links=entry.links, files=files.get(number, [])))
    return posting.post(wishes)


def copy_client_comments(project_id: Any, task_ids: Sequence[Any], prefix: str) -> list[Published]:
    """Repeat, in the caller's name and at each task's own status, the last comment that a client of the production made on it.

    Tasks of other productions, and those without such a comment, are skipped.
    """
    statement = (
        sa.select(Comment.object_id, Comment.text, Task.task_status_id)
        .join(Task, Task.id == Comment.object_id)
        .join(Person, Person.id == Comment.person_id)
        .outerjoin(ProjectPersonLink, in_team_of(project_id))
        .where(Comment.object_id.in_(list(task_ids)), Task.project_id == project_id, role_column(project_id) == CLIENT)
        .distinct(Comment.object_id)
        .order_by(Comment.object_id, Comment.created_at.desc(), Comment.id)
    )
    last = {row.object_id: row for row in session.execute(statement)}
    wishes = []
    for ident in dict.fromkeys(task_ids):
        if ident in last:
            text = last[ident].text or ""
            wishes.append(Wish(task_id=ident, task_status_id=last[ident].task_status_id, text=f"{prefix}\n\n{text}" if prefix else text))
    return posting.post(wishes)
