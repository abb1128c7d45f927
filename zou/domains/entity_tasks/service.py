"""Making and removing the tasks of many entities at once."""

from uuid import UUID

import sqlalchemy as sa

from zou.db import Rows, session
from zou.db.find import find
from zou.domains.entity_tasks import queries
from zou.domains.tasks import creation, removal
from zou.kit.errors import BadRequest, NotFound
from zou.models import Entity, EntityType, Task, TaskType
from zou.models.kinds import is_a


def create(project_id: UUID, task_type: TaskType, kind: str, ids: list[UUID], narrowing: list[sa.ColumnElement[bool]]) -> Rows:
    """Make a task of the type for these entities of the production; for none, for all of the kind that are not canceled and fit `narrowing`.

    Raises NotFound for an id that is unknown or of another kind; those of other productions are skipped. Emits task:new for each.
    """
    if ids:
        return _create(project_id, task_type, _among(ids, is_a(kind), project_id, kind))
    return _create(project_id, task_type, _all(project_id, is_a(kind), *narrowing))


def create_of_type(project_id: UUID, task_type: TaskType, entity_type: EntityType, ids: list[UUID], episode_id: UUID | None) -> Rows:
    """The same, for all the entities of an entity type, or all of those whose parent is the episode. Ids may be of any kind."""
    if ids:
        return _create(project_id, task_type, _among(ids, sa.true(), project_id, "entity"))
    narrowing = [Entity.parent_id == episode_id] if episode_id else []
    return _create(project_id, task_type, _all(project_id, Entity.entity_type_id == entity_type.id, *narrowing))


def create_for(entity: Entity, task_type_ids: list[UUID] | None) -> Rows:
    """Make the entity's tasks of these types, or of all that fit it. Raises NotFound for an unknown type, BadRequest for one that does not fit.

    A type fits where the production has it, it is for such entities and, for an asset whose type has a workflow, it is in that.
    """
    fitting = queries.fitting_types(entity)
    for ident in task_type_ids or ():
        if ident not in fitting:
            raise BadRequest(f"{find(TaskType, ident).name} is no work on this in its production.")
    wanted = [(entity.id, ident) for ident in task_type_ids or fitting]
    return creation.create_missing(entity.project_id, wanted, whatever_name=False)


def remove(project_id: UUID, condition: sa.ColumnElement[bool]) -> None:
    """Remove the production's tasks that fulfil the condition, with all that hangs on them. See `zou.domains.tasks.removal`."""
    removal.remove(session.execute(sa.select(Task.id).where(Task.project_id == project_id, condition)).scalars().all())


def entity_type_called(name: str) -> EntityType:
    """The entity type of this name, whose first letter may be of either case. Raises NotFound."""
    names = {name, name[:1].upper() + name[1:], name.capitalize()}
    statement = sa.select(EntityType).where(EntityType.name.in_(names)).order_by(EntityType.name == name)
    found = session.execute(statement.limit(1)).scalar()
    if found is None:
        raise NotFound(f"No entity type is called {name}.")
    return found


def _create(project_id: UUID, task_type: TaskType, ids: list[UUID]) -> Rows:
    return creation.create_missing(project_id, [(ident, task_type.id) for ident in ids])


def _among(ids: list[UUID], condition: sa.ColumnElement[bool], project_id: UUID, kind: str) -> list[UUID]:
    statement = sa.select(Entity.id, Entity.project_id).where(Entity.id.in_(ids), condition)
    found = {row.id: row.project_id for row in session.execute(statement)}
    for ident in ids:
        if ident not in found:
            raise NotFound(f"No {kind.lower()} has the id {ident}.")
    return [ident for ident in ids if found[ident] == project_id]


def _all(project_id: UUID, *conditions: sa.ColumnElement[bool]) -> list[UUID]:
    statement = sa.select(Entity.id).where(Entity.project_id == project_id, Entity.canceled.is_not(True), *conditions)
    return list(session.execute(statement.order_by(Entity.name, Entity.id)).scalars())
