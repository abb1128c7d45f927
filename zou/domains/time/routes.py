"""Time spent on tasks over HTTP: writing it, and reading it by task, entity and production."""

from typing import Any

from zou.access.policies import production_manager, team_member_not_client
from zou.access.time import entity_time_reader, task_time_reader, time_keeper
from zou.db.find import find
from zou.domains.time import queries, service
from zou.domains.time.schemas import Paged, Range, TimeBody
from zou.kit.errors import BadRequest, NotFound
from zou.kit.http import Resource, Room, allow, body, query
from zou.kit.ids import parse_id
from zou.kit.paging import read_page
from zou.kit.periods import one_day
from zou.models import TaskType

room = Room("time")
PATH = "/actions/tasks/<uuid:task_id>/time-spents/<day>/persons/<uuid:person_id>"


@room.route(PATH)
class TimeOfDay(Resource):
    @allow(time_keeper)
    @body(TimeBody)
    def post(self, task: Any, person: Any, day: str, body: TimeBody) -> Any:
        """Set the minutes that the person spent on the task that day."""
        return queries.shown(service.log(task, person, one_day(day), body.duration)), 201

    @allow(time_keeper)
    def delete(self, task: Any, person: Any, day: str) -> Any:
        """Remove the time that the person spent on the task that day."""
        spent = service.found(task.id, person.id, one_day(day))
        if spent is None:
            raise NotFound("No time was spent on this task that day.")
        service.erase(spent)
        return queries.shown(spent, erased=True), 201


@room.route(f"{PATH}/add")
class MoreTimeOfDay(Resource):
    @allow(time_keeper)
    @body(TimeBody)
    def post(self, task: Any, person: Any, day: str, body: TimeBody) -> Any:
        """Add to the minutes that the person spent on the task that day."""
        return queries.shown(service.log(task, person, one_day(day), body.duration, adding=True)), 201


@room.route("/actions/tasks/<uuid:task_id>/time-spents")
class TaskTime(Resource):
    @allow(task_time_reader)
    def get(self, task: Any) -> Any:
        """Time spent on the task: the total, and the rows of each person."""
        return queries.of_task(task.id)


@room.route("/actions/tasks/<uuid:task_id>/time-spents/<day>")
class TaskTimeOfDay(Resource):
    @allow(task_time_reader)
    def get(self, task: Any, day: str) -> Any:
        """Time spent on the task on a day: the total, and the rows of each person."""
        return queries.of_task(task.id, one_day(day))


@room.route("/data/entities/<uuid:entity_id>/time-spents")
class EntityTime(Resource):
    @allow(entity_time_reader)
    def get(self, entity: Any) -> Any:
        """Time spent on the entity's tasks, newest day first."""
        return queries.of_entity(entity.id)


@room.route("/data/projects/<uuid:project_id>/time-spents")
class ProjectTime(Resource):
    @allow(team_member_not_client)
    @query(Paged)
    def get(self, project_id: Any, query: Paged) -> Any:
        """Time spent in the production; artists and vendors see their own."""
        return queries.of_project(project_id, read_page(query.page, query.limit, default=1000))


@room.route("/data/projects/<uuid:project_id>/task-types/<task_type_id>/time-spents")
class TaskTypeTime(Resource):
    @allow(production_manager)
    @query(Range)
    def get(self, project_id: Any, task_type_id: str, query: Range) -> Any:
        """Time spent on the production's tasks of a type: the rows of each person, newest day first."""
        known = parse_id(task_type_id)
        if known is None:
            raise BadRequest(f"{task_type_id!r} is no id.")
        return queries.of_task_type(project_id, find(TaskType, known).id, query.start_date, query.end_date)
