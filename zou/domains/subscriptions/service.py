"""Following tasks, and the tasks of a type in a sequence."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access import me
from zou.access.entities import find_entity
from zou.access.policies import require_entity_access, require_task_access
from zou.crud.columns import selected
from zou.crud.table import COLLECTIONS
from zou.db import Rows, rows, session
from zou.db.find import find
from zou.kit.ids import parse_id
from zou.models import Entity, Project, Subscription, Task, TaskType
from zou.models.kinds import SEQUENCE, is_a


def follow_tasks(task_ids: list[Any]) -> Rows:
    """Subscribe the caller to tasks, each once; the subscriptions in the order given. All are checked first. Raises NotFound, Forbidden."""
    tasks = [find(Task, ident) for ident in task_ids]
    for task in tasks:
        require_task_access(task)
    for task in tasks:
        session.execute(insert(Subscription).values(person_id=me().id, task_id=task.id).on_conflict_do_nothing())
    mine = {row["task_id"]: row for row in _rows(Subscription.person_id == me().id, Subscription.task_id.in_([task.id for task in tasks]))}
    return [mine[task.id] for task in tasks]


def follow_sequence(sequence_id: Any, task_type_id: Any) -> dict[str, Any]:
    """Subscribe the caller to the tasks of a type in a sequence; the subscription. Raises NotFound, Forbidden."""
    sequence = find_entity(sequence_id, SEQUENCE)
    task_type = find(TaskType, task_type_id)
    require_entity_access(sequence.project_id, sequence.id)
    values = {"person_id": me().id, "entity_id": sequence.id, "task_type_id": task_type.id}
    session.execute(insert(Subscription).values(values).on_conflict_do_nothing())
    return _rows(*_to_sequence(sequence.id, task_type.id))[0]


def leave_tasks(task_ids: list[Any]) -> None:
    """End the caller's subscriptions to these tasks, whatever the ids are."""
    known = [ident for ident in map(parse_id, task_ids) if ident]
    _delete(Subscription.person_id == me().id, Subscription.task_id.in_(known))


def leave_sequence(sequence_id: Any, task_type_id: Any) -> None:
    """End the caller's subscription to the tasks of a type in a sequence, whatever the ids are."""
    if parse_id(sequence_id) and parse_id(task_type_id):
        _delete(*_to_sequence(parse_id(sequence_id), parse_id(task_type_id)))


def follows_task(task_id: Any) -> bool:
    """Whether the caller is subscribed to the task."""
    known = parse_id(task_id)
    return known is not None and bool(_rows(Subscription.person_id == me().id, Subscription.task_id == known))


def follows_sequence(sequence_id: Any, task_type_id: Any) -> bool:
    """Whether the caller is subscribed to the tasks of the type in the sequence."""
    known = parse_id(sequence_id), parse_id(task_type_id)
    return None not in known and bool(_rows(*_to_sequence(*known)))


def followed_sequences(project: Project, task_type_id: UUID) -> list[UUID]:
    """The sequences of the production to which the caller is subscribed for the task type, by name. One statement."""
    statement = (
        sa.select(Entity.id)
        .join(Subscription, Subscription.entity_id == Entity.id)
        .where(Subscription.person_id == me().id, Subscription.task_type_id == task_type_id, Entity.project_id == project.id, is_a(SEQUENCE))
        .order_by(Entity.name, Entity.id)
    )
    return list(session.execute(statement).scalars())


def of_project(project_id: UUID) -> Rows:
    """The subscriptions to tasks and sequences of the production. One statement."""
    tasks = sa.select(Task.id).where(Task.project_id == project_id)
    entities = sa.select(Entity.id).where(Entity.project_id == project_id)
    return _rows(sa.or_(Subscription.task_id.in_(tasks), Subscription.entity_id.in_(entities)))


def _to_sequence(sequence_id: Any, task_type_id: Any) -> tuple[Any, ...]:
    return Subscription.person_id == me().id, Subscription.entity_id == sequence_id, Subscription.task_type_id == task_type_id


def _rows(*conditions: Any) -> Rows:
    statement = sa.select(*selected(COLLECTIONS["subscriptions"], relations=False)).where(*conditions)
    return [{**row, "type": "Subscription"} for row in rows(statement.order_by(Subscription.created_at, Subscription.id))]


def _delete(*conditions: Any) -> None:
    session.execute(sa.delete(Subscription).where(*conditions), execution_options={"synchronize_session": False})
