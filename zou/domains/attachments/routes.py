"""Attachments over HTTP: their files, and their lists for administrators."""

from typing import Any

from flask import Response

from zou.access.policies import admin
from zou.db import Rows
from zou.db.find import exists
from zou.domains.attachments import queries, service
from zou.domains.attachments.access import attachment_reader
from zou.kit.errors import NotFound
from zou.kit.http import Resource, Room, allow
from zou.models import AttachmentFile, Project, Task

room = Room("attachments")


@room.route("/data/attachment-files/<uuid:attachment_file_id>/file/<path:file_name>")
class Attached(Resource):
    """Attached files."""

    @allow(attachment_reader)
    def get(self, attachment_file: AttachmentFile) -> Response:
        """The file as it was sent, shown where it is a picture, to be saved where it is anything else."""
        return service.send(attachment_file)


@room.route("/pictures/thumbnails/attachment-files/<uuid:attachment_file_id>.png")
class Thumbnail(Resource):
    """Attached pictures in small."""

    @allow(attachment_reader)
    def get(self, attachment_file: AttachmentFile) -> Response:
        """The thumbnail. 404 for what is no picture."""
        return service.send_thumbnail(attachment_file)


@room.route("/data/projects/<uuid:project_id>/attachment-files")
class OfProject(Resource):
    """Attachments of a production."""

    @allow(admin)
    def get(self, project_id: Any) -> Rows:
        """All of its comments' files."""
        if not exists(Project, project_id):
            raise NotFound(f"No production has the id {project_id}.")
        return queries.of_project(project_id)


@room.route("/data/tasks/<uuid:task_id>/attachment-files")
class OfTask(Resource):
    """Attachments of a task."""

    @allow(admin)
    def get(self, task: Task) -> Rows:
        """All of its comments' files."""
        return queries.of_task(task.id)
