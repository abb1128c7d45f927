"""The places of previews in their revision, from 1 without gaps, and the revision's number."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import scalar, session
from zou.db.find import find
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import PreviewFile, Task

_QUIET = {"synchronize_session": False}


def move(preview_file_id: UUID, position: int) -> PreviewFile:
    """Move a preview to this place of its revision; 0, or a place above their number, changes nothing. Raises NotFound."""
    preview = find(PreviewFile, preview_file_id)
    if preview.task_id:
        find(Task, preview.task_id, lock=True)
    siblings = _of_revision(preview.task_id, preview.revision)
    if 1 <= position <= len(siblings):
        siblings.remove(preview)
        siblings.insert(position - 1, preview)
        _number(siblings)
    return preview


def close_gaps(revisions: set[tuple[UUID, int]]) -> None:
    """Number the previews of these revisions of tasks from 1 again. One statement."""
    if not revisions:
        return
    table = PreviewFile.__table__
    place = sa.func.row_number().over(partition_by=(table.c.task_id, table.c.revision), order_by=(table.c.position, table.c.created_at))
    counted = sa.select(table.c.id, place.label("place")).where(sa.tuple_(table.c.task_id, table.c.revision).in_(list(revisions))).subquery()
    statement = sa.update(table).where(table.c.id == counted.c.id, table.c.position.is_distinct_from(counted.c.place))
    session.execute(statement.values(position=counted.c.place), execution_options=_QUIET)


def count_of_revision(task_id: UUID, revision: int) -> int:
    """How many previews a revision of a task has."""
    return scalar(sa.select(sa.func.count()).where(PreviewFile.task_id == task_id, PreviewFile.revision == revision))


def change_revision(preview: PreviewFile, revision: int) -> None:
    """Give a preview another revision: one that leads its revision takes the others along, another becomes the last of the new one.

    Raises BadRequest where a leader's new revision has one already.
    """
    if preview.task_id is None:
        return
    find(Task, preview.task_id, lock=True)
    mine = PreviewFile.task_id == preview.task_id
    if preview.position != 1:
        old, preview.revision, preview.position = preview.revision, revision, 1 + count_of_revision(preview.task_id, revision)
        session.flush()
        close_gaps({(preview.task_id, old)} if old is not None else set())
        return
    if scalar(sa.select(sa.exists().where(mine, PreviewFile.revision == revision, PreviewFile.position == 1))):
        raise BadRequest(f"The task has a revision {revision} already.", errors=[{"field": "revision", "message": "taken"}])
    statement = sa.update(PreviewFile).where(mine, PreviewFile.revision == preview.revision, PreviewFile.id != preview.id)
    session.execute(statement.values(revision=revision, updated_at=utcnow()), execution_options=_QUIET)


def _of_revision(task_id: UUID | None, revision: int | None) -> list[PreviewFile]:
    statement = sa.select(PreviewFile).where(PreviewFile.task_id == task_id, PreviewFile.revision == revision)
    ordered = statement.order_by(PreviewFile.position, PreviewFile.created_at).execution_options(populate_existing=True)
    return list(session.execute(ordered).scalars())


def _number(previews: list[PreviewFile]) -> None:
    for position, preview in enumerate(previews, 1):
        if preview.position != position:
            preview.position = position
    session.flush()
