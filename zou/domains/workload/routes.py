"""People's workload over HTTP."""

from typing import Any

from zou.access.identity import MANAGER, SUPERVISOR
from zou.access.overseeing import overseer
from zou.access.policies import reach
from zou.domains.time.schemas import OfProject
from zou.domains.workload import queries
from zou.kit.http import Resource, Room, allow, query

room = Room("workload")


@room.route("/data/persons/task-dates")
class TaskDates(Resource):
    @allow(overseer)
    @query(OfProject)
    def get(self, query: OfProject) -> Any:
        """From when to when each active person has tasks, in a production or in the open ones."""
        if query.project_id is None:
            return queries.of_open_productions()
        return queries.of_project(reach(query.project_id, MANAGER, SUPERVISOR))
