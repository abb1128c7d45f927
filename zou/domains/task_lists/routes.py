"""Lists of tasks over HTTP: one's own, a person's, those to check, the studio's open ones."""

from typing import Any

from zou.access.policies import persons_only, signed_in
from zou.access.task_lists import list_reader
from zou.access.time import require_reach
from zou.db.find import find
from zou.domains.task_lists import open_tasks, queries
from zou.domains.task_lists.schemas import OpenFilters, OpenPage, ToCheck
from zou.domains.time.schemas import OfProject
from zou.kit.http import Resource, Room, allow, query
from zou.models import TaskType

room = Room("task_lists")


@room.route("/data/user/tasks")
class MyTasks(Resource):
    @allow(persons_only)
    def get(self) -> Any:
        """The caller's tasks that are not done."""
        return queries.mine(done=False)


@room.route("/data/user/done-tasks")
class MyDoneTasks(Resource):
    @allow(persons_only)
    def get(self) -> Any:
        """The caller's tasks that are done, the latest first."""
        return queries.mine(done=True)


@room.route("/data/persons/<uuid:person_id>/tasks")
class PersonTasks(Resource):
    @allow(list_reader)
    def get(self, person: Any) -> Any:
        """The person's tasks that are not done."""
        return queries.of_person(person.id, done=False)


@room.route("/data/persons/<uuid:person_id>/done-tasks")
class PersonDoneTasks(Resource):
    @allow(list_reader)
    def get(self, person: Any) -> Any:
        """The person's tasks that are done, the latest first."""
        return queries.of_person(person.id, done=True)


@room.route("/data/persons/<uuid:person_id>/related-tasks/<uuid:task_type_id>")
class RelatedTasks(Resource):
    @allow(list_reader)
    def get(self, person: Any, task_type_id: Any) -> Any:
        """The tasks of a type on the entities that the person works on."""
        return queries.related(person.id, find(TaskType, task_type_id).id)


@room.route("/data/user/tasks-to-check")
class TasksToCheck(Resource):
    @allow(persons_only)
    @query(ToCheck)
    def get(self, query: ToCheck) -> Any:
        """The tasks that wait for the caller's answer."""
        return queries.to_check(query)


@room.route("/data/user/tasks-to-check/filter-values")
class ValuesToCheck(Resource):
    @allow(persons_only)
    def get(self) -> Any:
        """What the tasks to check can be narrowed to."""
        return queries.values_to_check()


@room.route("/data/tasks/open-tasks")
class OpenTasks(Resource):
    @allow(signed_in)
    @query(OpenPage)
    def get(self, query: OpenPage) -> Any:
        """A page of the tasks of a production, or of the open ones."""
        require_reach(query.project_id)
        return open_tasks.page(query)


@room.route("/data/tasks/open-tasks/stats")
class OpenTasksStats(Resource):
    @allow(signed_in)
    @query(OfProject)
    def get(self, query: OfProject) -> Any:
        """The open tasks of each production summed up by type and status."""
        require_reach(query.project_id)
        return open_tasks.stats(query.project_id)


@room.route("/data/tasks/open-tasks/burndown")
class OpenTasksBurndown(Resource):
    @allow(signed_in)
    @query(OpenFilters)
    def get(self, query: OpenFilters) -> Any:
        """What was done of the tasks, day by day."""
        require_reach(query.project_id)
        return open_tasks.burndown(query)
