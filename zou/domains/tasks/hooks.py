"""What is particular to tasks in the generic routes."""

from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import MANAGER, SUPERVISOR, VENDOR
from zou.access.policies import supervises_task
from zou.access.productions import my_open_productions
from zou.crud import hooks
from zou.crud.table import COLLECTIONS
from zou.crud.write import change
from zou.db import session
from zou.db.find import find
from zou.domains.tasks import assignment, removal
from zou.domains.tasks.blanking import blanked
from zou.domains.tasks.queries import in_episode
from zou.domains.tasks.statuses import default_status_id
from zou.kit.errors import BadRequest, Forbidden
from zou.kit.ids import parse_id
from zou.models import Entity, EntityType, Person, Task, TaskPersonLink, TaskStatus, TaskType
from zou.models.kinds import kind_named

tasks = hooks("tasks")
#: What supervisors may change.
PLANNING = frozenset({"priority", "start_date", "due_date", "estimation", "difficulty", "data"})


@tasks.scope
def of_mine(statement: Any) -> Any:
    """Tasks of open productions in whose team the caller is; those assigned to them for vendors."""
    mine = me()
    if mine.is_admin:
        return statement
    assigned = sa.exists().where(TaskPersonLink.task_id == Task.id, TaskPersonLink.person_id == mine.id)
    if mine.role == VENDOR:
        return statement.where(assigned)
    narrowed = mine.projects_as(VENDOR)
    statement = statement.where(Task.project_id.in_(my_open_productions()))
    return statement.where(sa.or_(Task.project_id.not_in(narrowed), assigned)) if narrowed else statement


@tasks.filter("episode_id")
def of_episode(statement: Any, text: str) -> Any:
    """Tasks of the entities whose parent's parent is the episode."""
    episode_id = parse_id(text)
    if episode_id is None:
        raise BadRequest("episode_id must be an id.")
    return statement.where(in_episode(episode_id))


@tasks.shape
def as_seen(rows: list[dict[str, Any]], _many: bool) -> list[dict[str, Any]]:
    """Blank for clients."""
    return [blanked(row) for row in rows]


@tasks.allow("create")
def may_create(values: dict[str, Any]) -> bool:
    """Managers of the entity's production, and supervisors of its type's department. Who names no entity is told so, whoever it is."""
    entity = _known(Entity, values.get("entity_id"))
    if entity is None or _known(TaskType, values.get("task_type_id")) is None:
        return me().is_admin or bool(me().projects_as(MANAGER, SUPERVISOR))
    return supervises_task(Task(project_id=entity.project_id, task_type_id=values["task_type_id"]))


def _known(model: Any, ident: Any) -> Any:
    known = parse_id(ident)
    return session.get(model, known) if known else None


@tasks.before_body
def say_which_ids(verb: str, content: Any) -> Any:
    """A new task needs an entity and a type; a supervisor changes the planning only."""
    if not isinstance(content, dict):
        raise BadRequest("Send one JSON object.")
    if verb == "create":
        for key in ("task_type_id", "entity_id"):
            if parse_id(content.get(key)) is None:
                raise BadRequest(f"{key} must be an id.")
        if not isinstance(content.get("assignees", []), list):
            raise BadRequest("assignees must be a list of ids.")
        return {**content, "name": content.get("name") or "main"}
    return content


@tasks.before_create
def complete(values: dict[str, Any]) -> dict[str, Any]:
    """The production is the entity's, the status the default one where none is given; the type must be for such entities."""
    entity = find(Entity, values["entity_id"])
    task_type = find(TaskType, values["task_type_id"])
    _require_fit(task_type, entity)
    _refuse_preview_accounts(values.get("assignees") or [])
    values["project_id"] = entity.project_id
    values["task_status_id"] = values.get("task_status_id") or default_status_id(entity.id)
    return values


def _require_fit(task_type: TaskType, entity: Entity) -> None:
    kind = kind_named(find(EntityType, entity.entity_type_id).name)
    if task_type.for_entity != kind:
        raise BadRequest(f"{task_type.name} is no work on a {kind.lower()}.")


def _refuse_preview_accounts(ids: list[Any]) -> None:
    statement = sa.select(Person.id).where(Person.id.in_(ids), Person.preview_project_id.is_not(None))
    if ids and session.execute(statement).first() is not None:
        raise BadRequest("Preview accounts get no tasks.")


@tasks.allow("update")
def may_update(task: Task) -> bool:
    """Managers; supervisors of the department, who may change the planning only."""
    return supervises_task(task)


@tasks.before_update
def check(task: Task, values: dict[str, Any]) -> dict[str, Any]:
    """Supervisors change the planning only. Data is merged; entity and type stay in the production and fit each other."""
    if not me().manages(task.project_id) and set(values) - PLANNING:
        raise Forbidden("Supervisors change the planning of tasks only.")
    if values.get("data") is not None:
        if not isinstance(values["data"], dict):
            raise BadRequest("data must be an object.")
        values["data"] = {**(task.data or {}), **values["data"]}
    if "entity_id" in values or "task_type_id" in values:
        entity = _referred(Entity, values.get("entity_id", task.entity_id), "entity_id")
        task_type = _referred(TaskType, values.get("task_type_id", task.task_type_id), "task_type_id")
        if entity.project_id != task.project_id:
            raise BadRequest("entity_id: a task stays in its production.")
        _require_fit(task_type, entity)
    if "task_status_id" in values:
        _referred(TaskStatus, values["task_status_id"], "task_status_id")
    _refuse_preview_accounts(values.get("assignees") or [])
    return values


def _referred(model: Any, ident: Any, field: str) -> Any:
    found = session.get(model, ident) if ident else None
    if found is None:
        raise BadRequest(f"{field}: nothing has the id {ident}.")
    return found


@tasks.update
def put(task: Task, values: dict[str, Any]) -> None:
    """Change the columns, then who works on it. Emits task:assign and task:unassign."""
    people = values.pop("assignees", None)
    change(COLLECTIONS["tasks"], task, values)
    if people is not None:
        assignment.replace(task, people, author_id=me().id)


@tasks.delete
def erase(task: Task, force: bool) -> None:
    """Remove the task; with `force` with all that hangs on it, else 400 where something does. Emits task:delete."""
    if not force:
        removal.require_bare(task.id)
    removal.remove([task.id])


@tasks.event
def told(task: Task, verb: str) -> tuple[str, dict[str, Any], Any] | None:
    """The removal of a task tells of itself."""
    if verb == "delete":
        return None
    return f"task:{verb}", {"task_id": task.id}, task.project_id
