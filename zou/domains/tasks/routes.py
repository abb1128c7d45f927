"""Tasks over HTTP: one task's page, who works on it, priorities, lists by production and by entity."""

from typing import Any
from uuid import UUID

from zou.access import me
from zou.access.entities import ANY, exists, who_reaches, who_sees
from zou.access.identity import require
from zou.access.policies import humans, signed_in, team_member
from zou.access.tasks import task_reader
from zou.db import Rows
from zou.domains.tasks import assignment, full, listing, queries, schemas, service
from zou.kit.errors import BadRequest
from zou.kit.http import Resource, Room, allow, body, query
from zou.kit.ids import parse_id
from zou.models import Entity, Task, TaskType
from zou.models.kinds import ASSET, CONCEPT, EDIT, EPISODE, SCENE, SEQUENCE, SHOT, key

room = Room("tasks")


@room.route("/data/tasks/<uuid:task_id>/full")
class FullTask(Resource):
    """A task's page."""

    @allow(task_reader)
    def get(self, task: Task) -> dict[str, Any]:
        """The task with the rows of what it refers to."""
        return full.full(task)


@room.route("/actions/tasks/<uuid:task_id>/assign")
class TaskAssignment(Resource):
    """Giving a task to somebody."""

    @allow(signed_in)
    @body(schemas.Assign)
    def put(self, task: Task, body: schemas.Assign) -> dict[str, Any]:
        """Assign the task to the person, who joins the production's team."""
        person = assignment.assignable(body.person_id)
        require(assignment.may_assign(task, person), "You may not give this task to this person.")
        require(assignment.may_collaborate(person, task.project_id), "Bots do not collaborate in this production.")
        service.assign_many([task.id], person)
        return queries.of_ids([task.id])[0]


@room.route("/actions/persons/<person_id>/assign")
class PersonAssignment(Resource):
    """Giving many tasks to somebody."""

    @allow(signed_in)
    @body(schemas.TaskIds)
    def put(self, person_id: str, body: schemas.TaskIds) -> Rows:
        """Assign the tasks that the caller may give to the person; the others are skipped."""
        person = assignment.assignable(person_id)
        return queries.of_ids(service.assign_many(service.known_ids(body.task_ids), person))


@room.route("/actions/tasks/clear-assignation")
class ClearAssignation(Resource):
    """Taking people off tasks."""

    @allow(signed_in)
    @body(schemas.ClearAssignation)
    def put(self, body: schemas.ClearAssignation) -> list[UUID]:
        """Take the person, or everybody, off the tasks that the caller may change; the ids of these."""
        person_id = assignment.assignable(body.person_id).id if body.person_id else None
        return assignment.clear(service.known_ids(body.task_ids), person_id)


@room.route("/actions/tasks/set-priority")
class Priorities(Resource):
    """Priorities of tasks."""

    @allow(signed_in)
    @body(schemas.SetPriority)
    def put(self, body: schemas.SetPriority) -> Rows:
        """Give the tasks that the caller supervises the priority; their rows."""
        done = service.set_priority(service.known_ids(body.task_ids), body.priority)
        return queries.of_ids(done, relations=False)


@room.route("/data/projects/<uuid:project_id>/tasks")
class ProjectTasks(Resource):
    """The tasks of a production."""

    @allow(team_member)
    @query(schemas.ProjectTasksQuery)
    def get(self, project_id: UUID, query: schemas.ProjectTasksQuery) -> Any:
        """The tasks, the latest change first, with a validator; a page of 100 where `page` says so."""
        statement = queries.of_project(project_id, task_type_id=_id("task_type_id", query.task_type_id), episode_id=_id("episode_id", query.episode_id))
        return listing.reply(statement, query.page, version=lambda: queries.version_of_project(project_id))


def _id(name: str, text: str | None) -> UUID | None:
    """The id that a parameter says. Raises BadRequest."""
    known = parse_id(text)
    if text and known is None:
        raise BadRequest(f"{name} must be an id.")
    return known


def _of_kind(kind: str, folder: str) -> None:
    """Serve the tasks of one entity of this kind, to whoever may see it."""

    class EntityTasks(Resource):
        """The tasks of an entity."""

        @allow(who_sees(kind))
        @query(schemas.Relations)
        def get(self, entity: Entity, query: schemas.Relations) -> Rows:
            """The tasks with the names of what they refer to."""
            return queries.of_entity(entity, relations=query.relations and kind not in (SCENE, EPISODE))

    EntityTasks.__name__ = f"{kind}Tasks"
    room.add(EntityTasks, f"/data/{folder}/<uuid:{key(kind)}>/tasks")


def _of_mine(kind: str, folder: str) -> None:
    """Serve the caller's own tasks on one entity of this kind."""

    class MyTasks(Resource):
        """One's own tasks on an entity."""

        @allow(humans(exists(kind)))
        def get(self, entity: Entity) -> Rows:
            """The tasks of the entity that are assigned to the caller, in open productions."""
            return queries.of_entity_assigned_to(entity, me().id)

    MyTasks.__name__ = f"My{kind}Tasks"
    room.add(MyTasks, f"/data/user/{folder}/<uuid:{key(kind)}>/tasks")


for _kind, _folder in (
    (ASSET, "assets"),
    (SHOT, "shots"),
    (SCENE, "scenes"),
    (SEQUENCE, "sequences"),
    (EPISODE, "episodes"),
    (EDIT, "edits"),
    (CONCEPT, "concepts"),
):
    _of_kind(_kind, _folder)
for _kind, _folder in ((ASSET, "assets"), (SHOT, "shots"), (SCENE, "scenes"), (SEQUENCE, "sequences")):
    _of_mine(_kind, _folder)


@room.route("/data/entities/<uuid:entity_id>/task-types/<uuid:task_type_id>/tasks")
class EntityTypeTasks(Resource):
    """The tasks of a type of an entity."""

    @allow(who_reaches(ANY))
    def get(self, entity: Entity, task_type: TaskType) -> Rows:
        """The tasks, by name."""
        return queries.of_entity_and_type(entity, task_type.id)
