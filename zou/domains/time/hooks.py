"""What is particular to time spents in the generic routes."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request

from zou.access import me
from zou.access.time import may_keep_time
from zou.crud import hooks
from zou.crud.table import COLLECTIONS
from zou.crud.write import change
from zou.db import scalar, session
from zou.db.find import exists, find
from zou.domains.time import service
from zou.domains.time.schemas import as_minutes
from zou.events import emit
from zou.kit.errors import BadRequest
from zou.kit.periods import one_day
from zou.models import Person, Task, TimeSpent

time_spents = hooks("time-spents")
REQUIRED = ("task_id", "person_id", "date", "duration")


@time_spents.filter("start_date")
def since(statement: Any, text: str) -> Any:
    """From this day on; only with `end_date`."""
    return statement.where(TimeSpent.date >= _bound("end_date", text))


@time_spents.filter("end_date")
def until(statement: Any, text: str) -> Any:
    """Up to this day; only with `start_date`."""
    return statement.where(TimeSpent.date <= _bound("start_date", text))


def _bound(other: str, text: str) -> dt.date:
    if other not in request.args:
        raise BadRequest("Give both start_date and end_date, or neither.")
    return one_day(text)


@time_spents.project
def production(spent: Any) -> UUID | None:
    """The production of the task."""
    task_id = spent.get("task_id") if isinstance(spent, dict) else spent.task_id
    return scalar(sa.select(Task.project_id).where(Task.id == task_id)) if task_id else None


@time_spents.before_create
def complete(values: dict[str, Any]) -> dict[str, Any]:
    """A time spent is somebody's, on a task, on a day, and takes time."""
    for key in REQUIRED:
        if values.get(key) is None:
            raise BadRequest(f"{key} is required.", errors=[{"field": key, "message": "is required"}])
    _check(values)
    find(Task, values["task_id"], lock=True)
    return values


@time_spents.before_update
def check(_spent: TimeSpent, values: dict[str, Any]) -> dict[str, Any]:
    """What changes must be possible, too."""
    for key in REQUIRED:
        if key in values and values[key] is None:
            raise BadRequest(f"{key} must not be null.", errors=[{"field": key, "message": "must not be null"}])
    _check(values)
    return values


def _check(values: dict[str, Any]) -> None:
    for key, model in (("task_id", Task), ("person_id", Person)):
        if key in values and not exists(model, values[key]):
            raise BadRequest(f"{key}: nothing has the id {values[key]}.", errors=[{"field": key, "message": "unknown"}])
    if "duration" in values:
        try:
            as_minutes(values["duration"])
        except ValueError as error:
            raise BadRequest(f"duration {error}.", errors=[{"field": "duration", "message": str(error)}]) from error


@time_spents.created
def count(spent: TimeSpent, _values: dict[str, Any]) -> None:
    """The task's duration and the person's presence follow. Emits task:update."""
    service.recount([spent.task_id])
    _refresh(spent.person_id)


@time_spents.update
def put(spent: TimeSpent, values: dict[str, Any]) -> None:
    """Change the row; the durations of the task that it was on and of the one that it is on follow. Emits task:update."""
    tasks = sorted({ident for ident in (spent.task_id, values.get("task_id")) if ident})
    session.execute(sa.select(Task.id).where(Task.id.in_(tasks)).order_by(Task.id).with_for_update(key_share=True)).all()
    people = {spent.person_id, values.get("person_id")}
    change(COLLECTIONS["time-spents"], spent, values)
    service.recount(tasks)
    for person_id in people:
        _refresh(person_id)


def _refresh(person_id: UUID | None) -> None:
    if person_id and service.refresh_presence(person_id):
        emit("person:update", person_id=person_id)


@time_spents.allow("delete")
def may_delete(spent: TimeSpent) -> bool:
    """The production's managers and the person, as long as the person is assigned; administrators rows that hang on no task."""
    task = session.get(Task, spent.task_id) if spent.task_id else None
    return me().is_admin if task is None else may_keep_time(task, spent.person_id)


@time_spents.delete
def erase(spent: TimeSpent, _force: bool) -> None:
    """Remove it. Emits time-spent:delete, task:update."""
    service.erase(spent)


@time_spents.event
def told(spent: TimeSpent, verb: str) -> tuple[str, dict[str, Any], Any] | None:
    """A deletion has told of itself."""
    return None if verb == "delete" else (f"time-spent:{verb}", {"time_spent_id": spent.id}, production(spent))
