"""Working with previews over HTTP: their order, the main ones, drawings, pictures taken out of them."""

from typing import Any

from flask import Response, request

from zou.access import me
from zou.access.policies import signed_in
from zou.access.previews import annotator, main_preview_setter, preview_actor, preview_manager, preview_reader, task_main_preview_setter
from zou.db import Rows
from zou.domains.previews import annotations, extraction, main, positions, queries
from zou.domains.previews.names import stem
from zou.domains.previews.schemas import LARGEST, AnnotationUpdate, MainPreview, NoJobQuery, Position, TaskIds
from zou.kit.errors import BadRequest
from zou.kit.http import Resource, Room, allow, body, query
from zou.models import Task
from zou.storage.passing import scratch
from zou.storage.serving import PDF, PICTURE, Sending, send_made

room = Room("preview-actions")
PREVIEW = "/actions/preview-files/<uuid:preview_file_id>"


@room.route(f"{PREVIEW}/update-position", "/data/preview-files/<uuid:preview_file_id>/position")
class PreviewPosition(Resource):
    """The place of a preview in its revision."""

    @allow(preview_actor)
    @body(Position)
    def put(self, preview: Any, body: Position) -> Rows:
        """Move the preview; the revision's previews in their new order."""
        moved = positions.move(preview.id, body.position)
        return queries.of_revision(moved.task_id, moved.revision)


@room.route(f"{PREVIEW}/set-main-preview")
class SetMainPreview(Resource):
    """The main preview of an entity."""

    @allow(main_preview_setter)
    @body(MainPreview)
    @query(NoJobQuery)
    def put(self, preview: Any, body: MainPreview, query: NoJobQuery) -> Any:
        """Let the preview stand for its entity, by this frame of its movie where one is given."""
        return main.set_main_preview(preview.id, frame_number=body.frame_number, in_request=query.no_job)


@room.route("/actions/tasks/<uuid:task_id>/set-main-preview")
class SetTaskMainPreview(Resource):
    """The main preview of a task's entity."""

    @allow(task_main_preview_setter)
    @body(MainPreview)
    @query(NoJobQuery)
    def put(self, task: Task, body: MainPreview, query: NoJobQuery) -> Any:
        """Let the task's newest preview stand for its entity."""
        return main.set_of_task(task, frame_number=body.frame_number, in_request=query.no_job)


@room.route("/actions/tasks/set-main-preview")
class SetMainPreviews(Resource):
    """The main previews of several tasks' entities."""

    @allow(signed_in)
    @body(TaskIds)
    def put(self, body: TaskIds) -> Any:
        """Let the newest preview of each task stand for its entity; the entities changed."""
        return main.set_of_tasks(body.task_ids)


@room.route(f"{PREVIEW}/update-annotations")
class Annotations(Resource):
    """Drawings on a preview."""

    @allow(annotator)
    @body(AnnotationUpdate)
    def put(self, preview: Any, body: AnnotationUpdate) -> Any:
        """Add, replace and remove drawn objects."""
        annotations.update(preview.id, author_id=me().id, additions=body.additions, updates=body.updates, deletions=body.deletions)
        return queries.one(preview.id)


@room.route(f"{PREVIEW}/extract-frame")
class Frame(Resource):
    """A frame of a movie."""

    @allow(preview_manager)
    def get(self, preview: Any) -> Response:
        """The frame `frame_number` (from 1) as a PNG."""
        number = frame_number() or 0
        with scratch() as folder:
            return send_made(extraction.frame(preview, number, folder), picture())


@room.route("/pictures/preview-files/<uuid:preview_file_id>/extract-frame/<string:frame_number>")
class FrameOfPath(Resource):
    """A frame of a movie."""

    @allow(preview_manager)
    def get(self, preview: Any, frame_number: str) -> Response:
        """The frame (from 1) as a PNG."""
        with scratch() as folder:
            return send_made(extraction.frame(preview, whole(frame_number), folder), picture())


@room.route(f"{PREVIEW}/extract-tile", "/pictures/preview-files/<uuid:preview_file_id>/extract-tile")
class Tile(Resource):
    """The tile sheet of a movie."""

    @allow(preview_reader)
    def get(self, preview: Any) -> Response:
        """The sheet, made anew."""
        with scratch() as folder:
            return send_made(extraction.tile_sheet(preview, folder), picture())


@room.route(f"{PREVIEW}/extract-annotated-frame")
class AnnotatedFrame(Resource):
    """A picture with its drawings."""

    @allow(preview_manager)
    def get(self, preview: Any) -> Response:
        """The frame `frame_number` of a movie, or the picture, with what was drawn on it, as a PNG."""
        number = frame_number()
        if number == 0:
            raise BadRequest("Validation error.", errors=[{"field": "frame_number", "message": "is counted from 1"}])
        with scratch() as folder:
            return send_made(extraction.annotated_frame(preview, number, folder), picture())


@room.route(f"{PREVIEW}/extract-annotated-frames")
class AnnotatedFrames(Resource):
    """All pictures of a preview with drawings."""

    @allow(preview_manager)
    def get(self, preview: Any) -> Response:
        """They as a zip."""
        with scratch() as folder:
            return send_made(extraction.annotated_zip(preview, folder), attachment("application/zip", preview, "zip"))


@room.route(f"{PREVIEW}/extract-annotated-frames-pdf")
class AnnotatedPdf(Resource):
    """All pictures of a preview with drawings."""

    @allow(preview_manager)
    def get(self, preview: Any) -> Response:
        """They as the pages of a PDF."""
        with scratch() as folder:
            return send_made(extraction.annotated_pdf(preview, folder), attachment(PDF, preview, "pdf"))


def picture() -> Sending:
    """How a picture made for a request is sent."""
    return Sending(PICTURE, cache="no-cache")


def attachment(content_type: str, preview: Any, extension: str) -> Sending:
    """How a file made of a preview's drawings is sent."""
    return Sending(content_type, name=f"{stem(preview)}_annotated_frames.{extension}", download=True, cache="no-cache")


def frame_number() -> int | None:
    """The query's `frame_number`. Raises BadRequest."""
    text = request.args.get("frame_number")
    return None if text in (None, "") else whole(text)


def whole(text: str | None) -> int:
    """A frame's number. Raises BadRequest."""
    if text is None or not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST:
        raise BadRequest("frame_number must be a whole number.")
    return int(text)
