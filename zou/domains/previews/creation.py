"""Adding previews to the comments of a task: their revision and their position."""

from uuid import UUID, uuid4

import sqlalchemy as sa

from zou.access import me
from zou.db import scalar, session
from zou.db.find import add, find
from zou.domains.previews.positions import count_of_revision
from zou.domains.previews.telling import tell_comment
from zou.events import emit
from zou.kit.errors import BadRequest, NotFound
from zou.models import Comment, CommentPreviewLink, News, PreviewFile, Project, Task

_QUIET = {"synchronize_session": False}


def add_preview(task: Task, comment_id: UUID, *, revision: int | None = None) -> PreviewFile:
    """A new preview of a comment of the task, waiting for its file.

    Without `revision` it is of the comment's own, else of the task's next. Raises NotFound (comment), BadRequest (a revision that another comment has,
    a second preview where the production wants one a revision). Emits preview-file:new and comment:update.
    """
    find(Task, task.id, lock=True)
    comment = find(Comment, comment_id)
    if comment.object_id != task.id:
        raise NotFound(f"No comment of this task has the id {comment_id}.")
    own = _own_revision(comment)
    if own is None and revision is not None:
        _require_free(task, revision)
    chosen = revision if revision is not None else own if own is not None else _next_revision(task)
    preview = add(
        PreviewFile(
            name=str(uuid4())[:13],
            revision=chosen,
            position=_next_position(task, chosen),
            extension="mp4",
            source="webgui",
            task_id=task.id,
            person_id=me().id,
        )
    )
    session.execute(sa.insert(CommentPreviewLink).values(comment=comment.id, preview_file=preview.id))
    session.execute(sa.update(News).where(News.comment_id == comment.id).values(preview_file_id=preview.id), execution_options=_QUIET)
    emit("preview-file:new", preview_file_id=preview.id, comment_id=comment.id, project_id=task.project_id)
    tell_comment(comment, task.id, task.project_id)
    return preview


def _own_revision(comment: Comment) -> int | None:
    """The revision of the comment's first preview."""
    statement = sa.select(PreviewFile.revision).join(CommentPreviewLink, CommentPreviewLink.preview_file == PreviewFile.id)
    return scalar(statement.where(CommentPreviewLink.comment == comment.id).order_by(PreviewFile.created_at, PreviewFile.position).limit(1))


def _next_revision(task: Task) -> int:
    highest = scalar(sa.select(sa.func.max(PreviewFile.revision)).where(PreviewFile.task_id == task.id))
    if highest is not None and highest >= 2**31 - 1:
        raise BadRequest("The task has the highest revision that there is.")
    return (highest or 0) + 1


def _require_free(task: Task, revision: int) -> None:
    taken = sa.exists().where(PreviewFile.task_id == task.id, PreviewFile.revision == revision, PreviewFile.position == 1)
    if scalar(sa.select(taken)):
        raise BadRequest(f"Another comment of the task has the revision {revision}.")


def _next_position(task: Task, revision: int) -> int:
    count = count_of_revision(task.id, revision)
    if count and scalar(sa.select(Project.is_single_preview_per_revision).where(Project.id == task.project_id)):
        raise BadRequest("The production takes one preview a revision.")
    return count + 1
