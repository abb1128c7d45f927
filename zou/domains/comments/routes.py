"""Comments over HTTP."""

from typing import Any

from flask import request

from zou.access.tasks import task_reader, task_speaker
from zou.db import Rows
from zou.domains.comments import posting, queries, replies
from zou.domains.comments.posting import Wish
from zou.domains.comments.schemas import CommentCreate
from zou.kit.http import Resource, Room, allow, body
from zou.models import Task

room = Room("comments")


@room.route("/actions/tasks/<uuid:task_id>/comment")
class TaskComment(Resource):
    """Where a task is commented."""

    @allow(task_speaker)
    @body(CommentCreate)
    def post(self, task: Task, acts: bool, body: CommentCreate) -> Any:
        """Comment the task and give it the comment's status. Every file of the form is attached."""
        wish = Wish(
            task_id=task.id,
            task_status_id=body.task_status_id,
            text=body.comment,
            checklist=body.checklist,
            links=body.links,
            for_client=body.for_client,
            person_id=body.person_id,
            created_at=body.created_at,
            files=list(request.files.values()),
        )
        return replies.of_published(posting.post([wish], acting=acts)[0]), 201


@room.route("/data/tasks/<uuid:task_id>/comments")
class TaskComments(Resource):
    """A task's comments."""

    @allow(task_reader)
    def get(self, task: Task) -> Rows:
        """The comments that the caller may read, newest first."""
        return queries.of_task(task)
