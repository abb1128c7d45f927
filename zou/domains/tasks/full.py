"""A task with all that its page shows."""

from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.access.metadata import masked
from zou.crud.columns import as_row
from zou.crud.table import COLLECTIONS
from zou.db import row, session
from zou.domains.comments.queries import public_people
from zou.domains.tasks import queries
from zou.domains.tasks.blanking import is_blanked
from zou.models import Entity, EntityType, Project, Subscription, Task, TaskStatus, TaskType
from zou.models.kinds import EPISODE, SCENE, SEQUENCE, SHOT, kind_named


def full(task: Task) -> dict[str, Any]:
    """The task's row with the rows of what it refers to, and whether the caller follows it. A fixed number of statements."""
    shown = queries.of_ids([task.id])[0]
    entity = session.get(Entity, task.entity_id) if task.entity_id else None
    shown["entity"] = _row("entities", entity)
    shown["entity_type"] = _row("entity-types", entity and session.get(EntityType, entity.entity_type_id))
    shown["project"] = _row("projects", session.get(Project, task.project_id))
    shown["task_type"] = _row("task-types", session.get(TaskType, task.task_type_id))
    shown["task_status"] = _row("task-status", session.get(TaskStatus, task.task_status_id))
    shown["is_subscribed"] = _is_subscribed(task)
    shown["persons"] = []
    if not is_blanked(task.project_id):
        people = public_people({*shown["assignees"], task.assigner_id} - {None})
        shown["persons"] = [{**people[str(ident)], "type": "Person"} for ident in shown["assignees"]]
        if task.assigner_id:
            shown["assigner"] = {**people[str(task.assigner_id)], "type": "Person"}
    if entity is not None:
        kind = kind_named(shown["entity_type"]["name"])
        shown.update(_above(entity, kind))
        places = [shown[key] for key in ("entity", "sequence", "episode") if key in shown]
        masked(places, lambda place: kind if place is shown["entity"] else place["type"])
    return shown


def _row(path: str, found: Any) -> dict[str, Any] | None:
    return as_row(COLLECTIONS[path], found) if found is not None else None


def _is_subscribed(task: Task) -> bool:
    return row(sa.select(Subscription.id).where(Subscription.task_id == task.id, Subscription.person_id == me().id)) is not None


def _above(entity: Entity, kind: str) -> dict[str, Any]:
    """The sequence of a shot, a scene or a sequence, and its episode if it has one."""
    sequence = entity if kind == SEQUENCE else session.get(Entity, entity.parent_id) if kind in (SHOT, SCENE) and entity.parent_id else None
    if sequence is None:
        return {}
    shown = {"sequence": {**as_row(COLLECTIONS["entities"], sequence), "type": SEQUENCE}}
    if sequence.parent_id:
        shown["episode"] = {**as_row(COLLECTIONS["entities"], session.get(Entity, sequence.parent_id)), "type": EPISODE}
    return shown
