"""Comments over HTTP."""

from typing import Any
from uuid import UUID

from flask import request

from zou.access import me
from zou.access.identity import require
from zou.access.policies import production_manager, require_task_access, signed_in, team_insider, team_member
from zou.access.tasks import require_comment_access, task_reader, task_speaker
from zou.crud.columns import as_row
from zou.db import Rows
from zou.db.find import find
from zou.domains.comments import answering, attachments, batches, changes, posting, queries, removal, replies
from zou.domains.comments.hooks import may_delete
from zou.domains.comments.posting import Wish
from zou.domains.comments.schemas import Batch, ClientCommentsCopy, CommentCreate, Many, Move, PageQuery, ReplyCreate
from zou.domains.comments.visibility import keep_readable
from zou.kit.errors import NotFound
from zou.kit.http import Resource, Room, allow, body, no_content, query
from zou.models import AttachmentFile, Comment, Task
from zou.storage.uploads import uploads

room = Room("comments")


def locked(comment_id: Any) -> Comment:
    """The comment, locked until the transaction ends. Raises NotFound."""
    return find(Comment, comment_id, lock=True)


def of_task(comment: Comment, task: Task) -> Comment:
    """The comment, which must be on the task. Raises NotFound."""
    if comment.object_id != task.id:
        raise NotFound(f"No comment of this task has the id {comment.id}.")
    return comment


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
            files=uploads(),
        )
        return replies.of_published(posting.post([wish], acting=acts)[0]), 201


@room.route("/data/tasks/<uuid:task_id>/comments")
class TaskComments(Resource):
    """A task's comments."""

    @allow(task_reader)
    def get(self, task: Task) -> Rows:
        """The comments that the caller may read, newest first."""
        return queries.of_task(task)


@room.route("/data/tasks/<uuid:task_id>/comments/<uuid:comment_id>")
class OneTaskComment(Resource):
    """A comment of a task."""

    @allow(task_reader)
    def get(self, task: Task, comment: Comment) -> dict[str, Any]:
        """The comment's bare row."""
        require_comment_access(of_task(comment, task), task)
        row = as_row(replies.COMMENTS, comment)
        keep_readable([row], task.project_id)
        return row

    @allow(signed_in)
    def delete(self, task: Task, comment_id: UUID) -> Any:
        """Remove the comment, whichever task the path names; its task gets what the others imply."""
        comment = locked(comment_id)
        require(may_delete(comment), "Only its author and managers delete a comment.")
        changes.delete(comment)
        return no_content()


@room.route("/data/tasks/<uuid:task_id>/comments/<uuid:comment_id>/ack")
class Acknowledgement(Resource):
    """Having read a comment."""

    @allow(task_reader)
    def post(self, task: Task, comment: Comment) -> dict[str, Any]:
        """Acknowledge the comment, or take it back."""
        require_comment_access(of_task(comment, task), task)
        changes.acknowledge(comment, task)
        return replies.of_comment(comment)


@room.route("/data/tasks/<uuid:task_id>/comments/<uuid:comment_id>/reply")
class Replies(Resource):
    """Replies to a comment."""

    @allow(signed_in)
    @body(ReplyCreate)
    def post(self, task: Task, comment_id: UUID, body: ReplyCreate) -> dict[str, Any]:
        """Answer the comment. Every file of the form is attached."""
        comment = locked(comment_id)
        answering.require_answer(comment, task)
        return answering.reply(comment, task, text=body.text, files=uploads())


@room.route("/data/tasks/<uuid:task_id>/comments/<uuid:comment_id>/reply/<uuid:reply_id>")
class OneReply(Resource):
    """A reply to a comment."""

    @allow(task_reader)
    def delete(self, task: Task, comment_id: UUID, reply_id: UUID) -> dict[str, Any]:
        """Remove the reply; the comment without it."""
        comment = locked(comment_id)
        answering.remove(comment, task, reply_id)
        return replies.of_comment(comment)


@room.route("/actions/tasks/<uuid:task_id>/comments/<uuid:comment_id>/move")
class MoveComment(Resource):
    """Putting a comment where it belongs."""

    @allow(task_reader)
    @body(Move)
    def post(self, task: Task, comment_id: UUID, body: Move) -> dict[str, Any]:
        """Move the comment to another task of the same entity."""
        target = find(Task, body.target_task_id)
        for each in (task, target):
            require(me().manages(each.project_id), "Only managers move comments.")
            require_task_access(each)
        comment = locked(comment_id)
        changes.move(comment, task, target)
        return replies.of_comment(comment)


@room.route("/actions/tasks/<uuid:task_id>/comments/<uuid:comment_id>/add-attachment")
class AddAttachment(Resource):
    """Files of a comment."""

    @allow(task_reader)
    def post(self, task: Task, comment: Comment) -> Any:
        """Attach every file of the form to the comment, or to the reply that `reply_id` names."""
        attachments.require_rights(comment, task)
        return attachments.attach(comment, uploads(), reply_id=request.form.get("reply_id")), 201


@room.route("/data/tasks/<uuid:task_id>/comments/<uuid:comment_id>/attachments/<uuid:attachment_file_id>")
class Attachment(Resource):
    """A file of a comment."""

    @allow(task_reader)
    def delete(self, task: Task, comment: Comment, attachment_file: AttachmentFile) -> Any:
        """Remove the file."""
        attachments.require_rights(comment, task)
        require(attachment_file.comment_id == comment.id, "The file is of another comment.")
        removal.remove_attachments(AttachmentFile.id == attachment_file.id)
        return no_content()


@room.route("/data/projects/<uuid:project_id>/comments")
class ProjectComments(Resource):
    """The comments of a production."""

    @allow(team_insider)
    @query(PageQuery)
    def get(self, project_id: UUID, query: PageQuery) -> Any:
        """The comments that the caller may read, the latest change first; a page of them where `page` says so."""
        return queries.of_project(project_id, query.page, query.limit)


@room.route("/actions/tasks/<uuid:task_id>/batch-comment", "/actions/tasks/batch-comment")
class BatchComment(Resource):
    """Many comments in one call."""

    @allow(signed_in)
    @body(Batch)
    def post(self, body: Batch, task_id: UUID | None = None) -> Any:
        """Post the comments, on the path's task or each on its own: all or none."""
        task = find(Task, task_id) if task_id else None
        published = batches.post_batch(body.comments, task, list(request.files.items(multi=True)))
        return [replies.with_previews(one, previews) for one, previews in published], 201


@room.route("/actions/projects/<uuid:project_id>/tasks/comment-many")
class CommentMany(Resource):
    """Comments on many tasks of a production."""

    @allow(team_member)
    @body(Many)
    def post(self, project_id: UUID, body: Many) -> Any:
        """Post the comments on the tasks that the caller manages, supervises or works on: all or none."""
        published = batches.post_many(project_id, body.root, list(request.files.items(multi=True)))
        return [replies.of_published(one) for one in published], 201


@room.route("/actions/projects/<uuid:project_id>/tasks/copy-client-comments")
class CopyClientComments(Resource):
    """What clients said, for those who may not read it."""

    @allow(production_manager)
    @body(ClientCommentsCopy)
    def post(self, project_id: UUID, body: ClientCommentsCopy) -> Any:
        """Repeat the last comment of a client on each of the tasks."""
        published = batches.copy_client_comments(project_id, body.task_ids, body.prefix)
        return [replies.of_published(one) for one in published], 201
