"""Previews over HTTP: their making, their upload, their lists."""

from typing import Any
from uuid import UUID

from zou.access import me
from zou.access.entities import who_sees
from zou.access.identity import require
from zou.access.policies import admin
from zou.access.previews import preview_actor, preview_reader
from zou.access.tasks import comment_actor, require_comment_access, task_actor, task_reader
from zou.db import Rows, session
from zou.db.find import exists, find
from zou.domains.previews import creation, queries, removal, upload
from zou.domains.previews.actions import room as actions_room
from zou.domains.previews.schemas import DeleteQuery, Empty, PageQuery, PreviewCreate, RunningQuery, UploadQuery
from zou.domains.previews.sending import room as sending_room
from zou.domains.uploads.service import sent_file
from zou.kit.errors import NotFound
from zou.kit.http import Resource, Room, allow, body, malformed, no_content, query, reads
from zou.models import Comment, CommentPreviewLink, PreviewFile, Project, Task
from zou.models.kinds import CONCEPT, EDIT, SHOT

room = Room("previews")


def _added(task: Task, comment_id: UUID, revision: int | None) -> Any:
    return queries.one(creation.add_preview(task, comment_id, revision=revision).id, relations=True), 201


@room.route("/actions/tasks/<uuid:task_id>/comments/<uuid:comment_id>/add-preview")
class AddPreview(Resource):
    """A new preview of a comment."""

    @allow(task_actor)
    @body(PreviewCreate)
    def post(self, task: Task, comment_id: UUID, body: PreviewCreate) -> Any:
        """Add a preview, which then waits for its file."""
        return _added(task, comment_id, body.revision)


@room.route("/actions/tasks/<uuid:task_id>/comments/<uuid:comment_id>/preview-files/<uuid:preview_file_id>")
class CommentPreview(Resource):
    """A preview of a comment."""

    @allow(task_actor)
    @body(Empty)
    def post(self, task: Task, comment_id: UUID, preview_file_id: UUID, body: Empty) -> Any:
        """Add another preview of the same revision."""
        sibling = find(PreviewFile, preview_file_id)
        if sibling.task_id != task.id:
            raise NotFound(f"No preview file of this task has the id {preview_file_id}.")
        return _added(task, comment_id, sibling.revision)

    @allow(task_actor)
    @malformed(400)
    @query(DeleteQuery)
    def delete(self, task: Task, comment: Comment, preview_file: PreviewFile, query: DeleteQuery) -> Any:
        """Remove the preview."""
        return remove(task, comment, preview_file, force=query.force)


def remove(task: Task, comment: Comment, preview_file: PreviewFile, *, force: bool) -> Any:
    """Remove a preview from a comment of the task, for good. Raises NotFound, Forbidden."""
    attached = session.get(CommentPreviewLink, (comment.id, preview_file.id))
    if comment.object_id != task.id or preview_file.task_id != task.id or attached is None:
        raise NotFound(f"No preview file of this comment has the id {preview_file.id}.")
    require_comment_access(comment, task)
    require(not force or me().manages(task.project_id), "Only managers remove files at once.")
    removal.remove([preview_file.id], force=force)
    return no_content()


@room.route("/pictures/preview-files/<uuid:preview_file_id>")
class Upload(Resource):
    """Where the file of a preview is sent."""

    @allow(preview_actor)
    @reads
    @query(UploadQuery)
    def post(self, preview: Any, query: UploadQuery) -> Any:
        """Take the file: field `file` of multipart/form-data, or the finished upload that the JSON's `upload_id` names.

        The reply does not wait for the workers.
        """
        with sent_file() as file:
            upload.take(preview.id, file, normalize=query.normalize, in_request=query.no_job)
        return queries.one(preview.id), 201


@room.route("/data/preview-files/<uuid:preview_file_id>/progress")
class Progress(Resource):
    """The processing of a preview."""

    @allow(preview_reader)
    def get(self, preview: Any) -> dict[str, Any]:
        """`status`, `progress` from 0 to 1, `place` in the queue (0: at work), and the `error` that broke it."""
        return queries.progress(preview)


@room.route("/data/comments/<uuid:comment_id>/preview-files")
class CommentPreviews(Resource):
    """Previews of a comment."""

    @allow(comment_actor)
    @body(PreviewCreate)
    def post(self, task: Task, comment_id: UUID, body: PreviewCreate) -> Any:
        """Add a preview, which then waits for its file."""
        return _added(task, comment_id, body.revision)


@room.route("/data/comments/<uuid:comment_id>/preview-files/<uuid:preview_file_id>")
class OneCommentPreview(Resource):
    """A preview of a comment."""

    @allow(comment_actor)
    @query(DeleteQuery)
    def delete(self, task: Task, comment: Comment, preview_file: PreviewFile, query: DeleteQuery) -> Any:
        """Remove the preview."""
        return remove(task, comment, preview_file, force=query.force)


@room.route("/data/tasks/<uuid:task_id>/previews")
class TaskPreviews(Resource):
    """Previews of a task."""

    @allow(task_reader)
    def get(self, task: Task) -> Rows:
        """Highest revision first."""
        return queries.of_task(task)


@room.route("/data/projects/<uuid:project_id>/preview-files")
class ProjectPreviews(Resource):
    """Previews of a production."""

    @allow(admin)
    @query(PageQuery)
    def get(self, project_id: UUID, query: PageQuery) -> Any:
        """Latest change first, paged where `page` says so."""
        if not exists(Project, project_id):
            raise NotFound(f"No production has the id {project_id}.")
        return queries.of_project(project_id, query.page, query.limit)


@room.route("/data/entities/<uuid:entity_id>/preview-files")
class EntityFiles(Resource):
    """Previews of an entity."""

    @allow(who_sees())
    def get(self, entity: Any) -> Rows:
        """By task type, revision and position."""
        return queries.files_of_entity(entity)


@room.route("/data/playlists/entities/<uuid:entity_id>/preview-files")
class EntityRevisions(Resource):
    """Revisions of an entity."""

    @allow(who_sees())
    def get(self, entity: Any) -> dict[str, Rows]:
        """By task type, highest first."""
        return queries.revisions_of_entity(entity)


def _of_kind(kind: str, path: str) -> None:
    def get(_self: Resource, entity: Any) -> dict[str, Rows]:
        """By task type, highest first."""
        return queries.revisions_of_entity(entity)

    room.add(type(f"{kind}Revisions", (Resource,), {"get": allow(who_sees(kind))(get), "__doc__": f"Revisions of a {kind.lower()}."}), path)


_of_kind(SHOT, "/data/shots/<uuid:shot_id>/preview-files")
_of_kind(EDIT, "/data/edits/<uuid:edit_id>/preview-files")
_of_kind(CONCEPT, "/data/concepts/<uuid:concept_id>/preview-files")


@room.route("/data/playlists/preview-files/running", "/data/preview-files/running")
class Running(Resource):
    """Previews that are not ready."""

    @allow(admin)
    @query(RunningQuery)
    def get(self, query: RunningQuery) -> Rows:
        """Newest first."""
        return queries.running(query.limit, query.cursor_preview_file_id)


room.resources += sending_room.resources + actions_room.resources
