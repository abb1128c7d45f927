"""The order of the studio's task types over HTTP."""

from typing import Any

from zou.access.policies import admin
from zou.domains.pipeline import schemas, service
from zou.kit.http import Resource, Room, allow, body

room = Room("pipeline")


@room.route("/actions/task-types/reorder")
class TaskTypeOrder(Resource):
    """The order of task types."""

    @allow(admin)
    @body(schemas.TaskTypeOrder, json_only=True)
    def post(self, body: schemas.TaskTypeOrder) -> Any:
        """Put the task types into this order."""
        return service.reorder_task_types(body.task_type_ids)
