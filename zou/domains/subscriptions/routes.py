"""Subscriptions over HTTP."""

from typing import Annotated, Any

from pydantic import Field

from zou.access.policies import admin, humans, persons_only, team_member
from zou.db import Rows
from zou.domains.subscriptions import service
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.kit.validation import Body
from zou.models import Project, TaskType

room = Room("subscriptions")


class TaskIds(Body):
    """Tasks."""

    task_ids: Annotated[list[str], Field(min_length=1)]


@room.route("/data/user/tasks/<task_id>/subscribed")
class IsTaskFollowed(Resource):
    """Whether one follows a task."""

    @allow(persons_only)
    def get(self, task_id: str) -> bool:
        """Whether the caller is subscribed to the task; false for any other id."""
        return service.follows_task(task_id)


@room.route("/actions/user/tasks/<task_id>/subscribe")
class FollowTask(Resource):
    """Following a task."""

    @allow(persons_only)
    def post(self, task_id: str) -> Any:
        """Subscribe to the task; the subscription, also where it was there."""
        return service.follow_tasks([task_id])[0], 201


@room.route("/actions/user/tasks/<task_id>/unsubscribe")
class LeaveTask(Resource):
    """Following a task no more."""

    @allow(persons_only)
    def delete(self, task_id: str) -> Any:
        """End the subscription to the task."""
        service.leave_tasks([task_id])
        return no_content()


@room.route("/data/user/tasks/<task_id>/subscription")
class Subscription(Resource):
    """Following a task, as older clients ask for it."""

    @allow(persons_only)
    def get(self, task_id: str) -> bool:
        """Whether the caller is subscribed to the task; false for any other id."""
        return service.follows_task(task_id)

    @allow(persons_only)
    def post(self, task_id: str) -> Any:
        """Subscribe to the task; the subscription, also where it was there."""
        return service.follow_tasks([task_id])[0], 201

    @allow(persons_only)
    def delete(self, task_id: str) -> Any:
        """End the subscription to the task."""
        service.leave_tasks([task_id])
        return no_content()


@room.route("/actions/user/tasks/subscribe")
class FollowTasks(Resource):
    """Following many tasks."""

    @allow(persons_only)
    @body(TaskIds)
    def post(self, body: TaskIds) -> Any:
        """Subscribe to all the tasks, or to none."""
        return service.follow_tasks(body.task_ids), 201


@room.route("/actions/user/tasks/unsubscribe")
class LeaveTasks(Resource):
    """Following many tasks no more."""

    @allow(persons_only)
    @body(TaskIds)
    def post(self, body: TaskIds) -> list[str]:
        """End the subscriptions to the tasks; the ids given."""
        service.leave_tasks(body.task_ids)
        return body.task_ids


@room.route(
    "/data/user/sequences/<sequence_id>/task-types/<task_type_id>/subscribed",
    "/data/user/entities/<sequence_id>/task-types/<task_type_id>/subscribed",
)
class IsSequenceFollowed(Resource):
    """Whether one follows the tasks of a type in a sequence."""

    @allow(persons_only)
    def get(self, sequence_id: str, task_type_id: str) -> bool:
        """Whether the caller is subscribed; false for any other ids."""
        return service.follows_sequence(sequence_id, task_type_id)


@room.route("/actions/user/sequences/<sequence_id>/task-types/<task_type_id>/subscribe")
class FollowSequence(Resource):
    """Following the tasks of a type in a sequence."""

    @allow(persons_only)
    def post(self, sequence_id: str, task_type_id: str) -> Any:
        """Subscribe; the subscription, also where it was there."""
        return service.follow_sequence(sequence_id, task_type_id), 201


@room.route("/actions/user/sequences/<sequence_id>/task-types/<task_type_id>/unsubscribe")
class LeaveSequence(Resource):
    """Following the tasks of a type in a sequence no more."""

    @allow(persons_only)
    def delete(self, sequence_id: str, task_type_id: str) -> Any:
        """End the subscription."""
        service.leave_sequence(sequence_id, task_type_id)
        return no_content()


@room.route("/data/user/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/sequence-subscriptions")
class FollowedSequences(Resource):
    """The sequences of a production that one follows."""

    @allow(humans(team_member))
    def get(self, project: Project, task_type: TaskType) -> Any:
        """The ids of the sequences to which the caller is subscribed for the task type, by name."""
        return service.followed_sequences(project, task_type.id)


@room.route("/data/projects/<uuid:project_id>/subscriptions")
class ProjectSubscriptions(Resource):
    """The subscriptions of a production."""

    @allow(admin)
    def get(self, project: Project) -> Rows:
        """Those to its tasks and its sequences."""
        return service.of_project(project.id)
