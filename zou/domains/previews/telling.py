"""What is told of previews: to the comments that show them, and of the entities that they stand for."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.domains.entities.service import announce
from zou.events import emit
from zou.models import Comment, CommentPreviewLink, Entity, EntityType, PreviewFile, Task
from zou.models.kinds import kind_named


def tell_comment(comment: Any, task_id: UUID | None, project_id: UUID | None) -> None:
    """Emit comment:update for a comment whose previews have changed."""
    told = {"comment_id": comment.id, "task_id": task_id, "person_id": comment.person_id, "for_client": bool(comment.for_client)}
    emit("comment:update", **told, project_id=project_id)


def tell_of_file(preview: PreviewFile, project_id: UUID | None) -> None:
    """Emit that the preview has its file: preview-file:update, and for each comment that shows it comment:update and preview-file:add-file."""
    emit("preview-file:update", preview_file_id=preview.id, status=preview.status, project_id=project_id)
    statement = sa.select(Comment.id, Comment.person_id, Comment.for_client).join(CommentPreviewLink, CommentPreviewLink.comment == Comment.id)
    for comment in session.execute(statement.where(CommentPreviewLink.preview_file == preview.id)).all():
        tell_comment(comment, preview.task_id, project_id)
        emit(
            "preview-file:add-file",
            comment_id=comment.id,
            task_id=preview.task_id,
            preview_file_id=preview.id,
            revision=preview.revision,
            extension=preview.extension,
            status=preview.status,
            project_id=project_id,
        )


def tell_of_main(entity: Entity, status: str | None) -> None:
    """Emit that the entity's main preview is another one: preview-file:set-main and <kind>:update."""
    emit("preview-file:set-main", entity_id=entity.id, preview_file_id=entity.preview_file_id, preview_file_status=status, project_id=entity.project_id)
    announce(entity, kind_named(session.get_one(EntityType, entity.entity_type_id).name))


def project_of(preview: PreviewFile) -> UUID | None:
    """The production of a preview."""
    return session.execute(sa.select(Task.project_id).where(Task.id == preview.task_id)).scalar()
