"""Writing time: a task's duration is always the sum of what was spent on it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.db.find import add, find
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import NotFound
from zou.models import DesktopLoginLog, Person, Task, TimeSpent


def log(task: Task, person: Person, day: dt.date, minutes: float, *, adding: bool = False) -> TimeSpent:
    """Set the person's minutes on the task that day, or with `adding` add to them.

    Two at once both count: the task is locked. Emits time-spent:new (after person:update) or time-spent:update, then task:update.
    """
    find(Task, task.id, lock=True)
    spent = found(task.id, person.id, day)
    if spent is None:
        spent = add(TimeSpent(task_id=task.id, person_id=person.id, date=day, duration=minutes))
        refresh_presence(person.id)
        emit("person:update", person_id=person.id)
        emit("time-spent:new", time_spent_id=spent.id, project_id=task.project_id)
    else:
        spent.duration = spent.duration + minutes if adding else minutes
        spent.updated_at = utcnow()
        session.flush()
        emit("time-spent:update", time_spent_id=spent.id, project_id=task.project_id)
    recount([task.id])
    return spent


def found(task_id: UUID, person_id: UUID, day: dt.date) -> TimeSpent | None:
    """What the person spent on the task that day."""
    statement = sa.select(TimeSpent).where(TimeSpent.task_id == task_id, TimeSpent.person_id == person_id, TimeSpent.date == day)
    return session.execute(statement.execution_options(populate_existing=True)).scalar()


def erase(spent: TimeSpent) -> None:
    """Remove a time spent. Emits time-spent:delete, task:update, and person:update where the person's last presence goes back.

    Raises NotFound where another request has removed it meanwhile.
    """
    task = find(Task, spent.task_id, lock=True) if spent.task_id else None
    removal = sa.delete(TimeSpent).where(TimeSpent.id == spent.id).returning(TimeSpent.id)
    if session.execute(removal, execution_options={"synchronize_session": False}).first() is None:
        raise NotFound("This time spent is gone already.")
    session.expunge(spent)
    emit("time-spent:delete", time_spent_id=spent.id, project_id=task.project_id if task else None)
    recount([spent.task_id])
    if spent.person_id and refresh_presence(spent.person_id):
        emit("person:update", person_id=spent.person_id)


def erase_days(person_id: UUID, first: dt.date, last: dt.date) -> None:
    """Remove what the person spent from `first` to `last`, both included: they were away.

    Emits time-spent:delete for each, then task:update for each task, and person:update where the last presence goes back.
    """
    session.flush()
    within = sa.and_(TimeSpent.person_id == person_id, TimeSpent.date.between(first, last))
    touched = sa.select(Task.id).where(Task.id.in_(sa.select(TimeSpent.task_id).where(within))).order_by(Task.id)
    session.execute(touched.with_for_update(key_share=True)).all()
    removal = sa.delete(TimeSpent).where(within).returning(TimeSpent.id, TimeSpent.task_id)
    gone = session.execute(removal, execution_options={"synchronize_session": False}).all()
    if not gone:
        return
    task_ids = {row.task_id for row in gone if row.task_id}
    project_of = dict(session.execute(sa.select(Task.id, Task.project_id).where(Task.id.in_(task_ids))).tuples().all())
    for row in gone:
        emit("time-spent:delete", time_spent_id=row.id, project_id=project_of.get(row.task_id))
    recount(task_ids)
    if refresh_presence(person_id):
        emit("person:update", person_id=person_id)


def recount(task_ids: Iterable[UUID | None]) -> None:
    """Give the tasks the sum of their time, in one statement. Emits task:update for each."""
    ids = sorted({ident for ident in task_ids if ident})
    if not ids:
        return
    session.flush()
    total = sa.select(sa.func.coalesce(sa.func.sum(TimeSpent.duration), 0.0)).where(TimeSpent.task_id == Task.id).correlate(Task).scalar_subquery()
    statement = sa.update(Task).where(Task.id.in_(ids)).values(duration=total).returning(Task.id, Task.project_id)
    for row in session.execute(statement, execution_options={"synchronize_session": False}).all():
        _read_again(Task, row.id, "duration", "updated_at")
        emit("task:update", task_id=row.id, project_id=row.project_id)


def refresh_presence(person_id: UUID) -> bool:
    """Make the person's last presence the latest day that they logged time or signed in at a desktop; whether it changed."""
    session.flush()
    logged = sa.select(sa.func.max(TimeSpent.date)).where(TimeSpent.person_id == person_id).scalar_subquery()
    at_desk = sa.select(sa.cast(sa.func.max(DesktopLoginLog.date), sa.Date)).where(DesktopLoginLog.person_id == person_id).scalar_subquery()
    latest = sa.func.greatest(logged, at_desk)
    statement = sa.update(Person).where(Person.id == person_id, Person.last_presence.is_distinct_from(latest)).values(last_presence=latest)
    changed = session.execute(statement.returning(Person.id), execution_options={"synchronize_session": False}).first() is not None
    if changed:
        _read_again(Person, person_id, "last_presence", "updated_at")
    return changed


def _read_again(model: type[Any], ident: UUID, *columns: str) -> None:
    """Columns that SQL has changed under a loaded row are read anew when asked for."""
    loaded = session.identity_map.get(sa.inspect(model).identity_key_from_primary_key((ident,)))
    if loaded is not None:
        session.expire(loaded, columns)
