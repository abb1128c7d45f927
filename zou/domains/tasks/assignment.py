"""Who works on a task."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access import me
from zou.access.identity import SUPERVISOR
from zou.access.policies import department_of
from zou.access.tasks import supervises_task
from zou.db import scalar, session
from zou.domains.notifications import service as notifications
from zou.domains.tasks import state
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import ApiError, BadRequest
from zou.kit.ids import parse_id
from zou.models import DepartmentLink, Person, Project, ProjectPersonLink, Task, TaskPersonLink


class NoSuchPerson(ApiError):
    """400, with the words under `error`: where clients look for them."""

    def body(self) -> dict[str, object]:
        return {"error": self.message}


def assignable(person_id: object) -> Person:
    """The person of this id. Raises ApiError 400 where there is none, or it is a preview account."""
    known = parse_id(person_id)
    person = session.get(Person, known) if known else None
    if person is None:
        raise NoSuchPerson(f"Nobody has the id {person_id}.")
    if person.preview_project_id is not None:
        raise BadRequest("Preview accounts get no tasks.")
    return person


def may_assign(task: Task, person: Person) -> bool:
    """Whether the caller may give the task to a person.

    Managers to everybody; supervisors of the task's department to people of their own; anyone of the department to themselves.
    """
    mine = me()
    if mine.manages(task.project_id):
        return True
    department = department_of(task.task_type_id)
    if mine.role_in(task.project_id) == SUPERVISOR and (not mine.departments or department in mine.departments):
        return not mine.departments or _shares_department(person.id, mine.departments)
    return person.id == mine.id and mine.is_member(task.project_id) and department is not None and department in mine.departments


def _shares_department(person_id: UUID, departments: Iterable[UUID]) -> bool:
    statement = sa.select(DepartmentLink.person_id).where(DepartmentLink.person_id == person_id, DepartmentLink.department_id.in_(list(departments)))
    return session.execute(statement.limit(1)).first() is not None


def may_collaborate(person: Person, project_id: UUID | None) -> bool:
    """Whether a person may get tasks of the production: everybody but bots, unless it lets bots collaborate."""
    return not person.is_bot or bool(scalar(sa.select(Project.is_bot_collaboration_enabled).where(Project.id == project_id)))


def assign(task: Task, person: Person, *, author_id: UUID) -> None:
    """Give a task, which is locked, to a person, who joins the team and is told.

    Emits task:assign, task:update (also where they had it already), project:update where they join.
    """
    fresh = _link(task.id, [person.id])
    task.assigner_id, task.updated_at = author_id, utcnow()
    session.flush()
    emit("task:assign", task_id=task.id, person_id=person.id, project_id=task.project_id)
    emit("task:update", task_id=task.id, project_id=task.project_id)
    if fresh:
        notifications.tell_assigned(task, fresh, author_id=author_id)
    _join(task.project_id, person.id)


def _join(project_id: UUID | None, person_id: UUID) -> None:
    values = {"project_id": project_id, "person_id": person_id}
    joined = session.execute(insert(ProjectPersonLink).values(values).on_conflict_do_nothing().returning(ProjectPersonLink.person_id)).first()
    if joined is not None:
        emit("project:update", project_id=project_id)


def _link(task_id: UUID, people: list[UUID]) -> list[UUID]:
    """Assign people to a task; those who were not yet, in the order given."""
    if not people:
        return []
    statement = insert(TaskPersonLink).on_conflict_do_nothing().returning(TaskPersonLink.person_id)
    fresh = set(session.execute(statement, [{"task_id": task_id, "person_id": ident} for ident in people]).scalars())
    return [ident for ident in people if ident in fresh]


def replace(task: Task, people: list[UUID], *, author_id: UUID) -> None:
    """Let these people be the assignees of a task that is locked. Emits task:assign and task:unassign; those who are new are told."""
    before = set(session.execute(sa.select(TaskPersonLink.person_id).where(TaskPersonLink.task_id == task.id)).scalars())
    fresh = _link(task.id, [ident for ident in people if ident not in before])
    gone = [ident for ident in before if ident not in people]
    _unlink(task.id, gone)
    task.updated_at = utcnow()
    session.expire(task, ["assignees"])
    for ident in fresh:
        emit("task:assign", task_id=task.id, person_id=ident, project_id=task.project_id)
    for ident in gone:
        emit("task:unassign", task_id=task.id, person_id=ident, project_id=task.project_id)
    notifications.tell_assigned(task, fresh, author_id=author_id)


def _unlink(task_id: UUID, people: list[UUID]) -> None:
    if people:
        statement = sa.delete(TaskPersonLink).where(TaskPersonLink.task_id == task_id, TaskPersonLink.person_id.in_(people))
        session.execute(statement, execution_options={"synchronize_session": False})


def clear(task_ids: list[UUID], person: UUID | None) -> list[UUID]:
    """Take a person, or everybody, off the tasks that the caller may change; the ids of these, in order.

    Emits task:unassign for each person taken off, then task:update.
    """
    tasks = state.lock(dict.fromkeys(task_ids))
    done = []
    for ident in dict.fromkeys(task_ids):
        task = tasks.get(ident)
        if task is None or not _may_clear(task, person):
            continue
        statement = sa.delete(TaskPersonLink).where(TaskPersonLink.task_id == task.id)
        if person is not None:
            statement = statement.where(TaskPersonLink.person_id == person)
        gone = session.execute(statement.returning(TaskPersonLink.person_id), execution_options={"synchronize_session": False}).scalars().all()
        task.updated_at = utcnow()
        for person_id in gone:
            emit("task:unassign", person_id=person_id, task_id=task.id, project_id=task.project_id)
        emit("task:update", task_id=task.id, project_id=task.project_id)
        done.append(task.id)
    return done


def _may_clear(task: Task, person: UUID | None) -> bool:
    if supervises_task(task):
        return True
    mine = me()
    return person == mine.id and mine.is_member(task.project_id) and _is_linked(task.id, mine.id)


def _is_linked(task_id: UUID, person_id: UUID) -> bool:
    statement = sa.select(TaskPersonLink.task_id).where(TaskPersonLink.task_id == task_id, TaskPersonLink.person_id == person_id)
    return session.execute(statement).first() is not None
