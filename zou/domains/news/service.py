"""Writing the news feed."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import add
from zou.domains.tasks.statuses import is_concept
from zou.events import emit
from zou.models import Comment, News, Task


def announce(comment: Comment, task: Task, *, change: bool) -> None:
    """Put a comment into the news of its production, unless its entity is a concept. Emits news:new."""
    if is_concept(task.entity_id):
        return
    item = add(
        News(
            change=change,
            author_id=comment.person_id,
            comment_id=comment.id,
            task_id=task.id,
            preview_file_id=comment.preview_file_id,
            created_at=comment.created_at,
        )
    )
    emit("news:new", news_id=item.id, task_status_id=comment.task_status_id, task_type_id=task.task_type_id, project_id=task.project_id)


def withdraw(*, comment_id: UUID, project_id: UUID | None) -> None:
    """Take what tells of a comment out of the news. Emits news:delete for each."""
    statement = sa.delete(News).where(News.comment_id == comment_id).returning(News.id)
    gone = session.execute(statement, execution_options={"synchronize_session": False}).scalars().all()
    for news_id in gone:
        emit("news:delete", news_id=news_id, project_id=project_id)
