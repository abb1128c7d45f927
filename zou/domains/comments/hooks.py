"""What is particular to comments in the generic routes."""

from typing import Any

import sqlalchemy as sa
from flask import request

from zou.access import me
from zou.access.identity import CLIENT, require
from zou.access.policies import is_assigned, require_task_access, supervises_task
from zou.access.tasks import may_read, require_action, require_status
from zou.crud import hooks
from zou.db import scalar, session
from zou.db.find import find, find_for_body
from zou.domains.comments import changes, queries
from zou.domains.comments.visibility import keep_readable
from zou.kit.errors import BadRequest
from zou.models import Comment, Person, Task, TaskStatus

comments = hooks("comments")

#: What an author changes on a comment of their own; `pinned` and `checklist` are changed on those of others, too.
OWN = frozenset({"text", "checklist", "links", "pinned", "for_client", "task_status_id"})
OF_OTHERS = frozenset({"pinned", "checklist"})
#: What managers change besides.
MANAGED = frozenset({"person_id", "object_id", "data", "shotgun_id", "preview_file_id"})


def task_of(comment: Any) -> Task | None:
    """The task that a comment is on."""
    return session.get(Task, comment.object_id)


@comments.allow("one")
@comments.allow("update")
def may_see(comment: Any) -> bool:
    """Who may see the task and read this comment."""
    task = task_of(comment)
    if me().is_admin or task is None:
        return me().is_admin
    require_task_access(task)
    return may_read(comment, task) or comment.person_id == me().id


@comments.allow("delete")
def may_delete(comment: Comment) -> bool:
    """Managers of the production and the author."""
    task = task_of(comment)
    return comment.person_id == me().id or (me().is_admin if task is None else me().manages(task.project_id))


@comments.before_body
def keep_known(verb: str, content: Any) -> Any:
    """What is not to be changed by a client is not looked at; on comments of others, any other key is refused in `check`."""
    if verb == "update" and isinstance(content, dict) and "checklist" in content and content["checklist"] is None:
        return {**content, "checklist": []}
    return content


@comments.before_update
def check(comment: Comment, values: dict[str, Any]) -> dict[str, Any]:
    """Refuse what the caller may not change, and values that a comment cannot have."""
    task = task_of(comment)
    manages = me().is_admin or (task is not None and me().manages(task.project_id))
    if not manages:
        _require_rights(comment, task, values)
    kept = {key: value for key, value in values.items() if key in OWN | (MANAGED if manages else frozenset())}
    _require_sense(comment, task, kept)
    return kept


def _require_rights(comment: Comment, task: Any, values: dict[str, Any]) -> None:
    own = comment.person_id == me().id
    differs = {key for key, value in values.items() if getattr(comment, key, None) != value}
    if not own:
        require(set(values) - {"for_client"} <= OF_OTHERS, "Only its author and managers change this comment.")
        if "checklist" in differs:
            require(is_assigned(task.id) or supervises_task(task), "Only those who work on the task tick its checklists.")
    require("for_client" not in differs and not {"person_id", "object_id"} & differs, "Only managers change this.")
    if "pinned" in differs:
        require(supervises_task(task), "Only supervisors pin comments.")
    if "task_status_id" in differs and values["task_status_id"] is not None:
        require_action(task)
        require_status(find(TaskStatus, values["task_status_id"]), task.project_id)


def _require_sense(comment: Comment, task: Any, values: dict[str, Any]) -> None:
    for key in ("text", "task_status_id", "object_id", "person_id", "for_client"):
        if key in values and values[key] is None:
            raise BadRequest(f"{key} must not be null.", errors=[{"field": key, "message": "must not be null"}])
    if not isinstance(values.get("checklist", []), list):
        raise BadRequest("checklist must be a list.", errors=[{"field": "checklist", "message": "must be a list"}])
    if "task_status_id" in values:
        find(TaskStatus, values["task_status_id"])
    if "person_id" in values:
        find_for_body(Person, values["person_id"], "person_id")
    if values.get("object_id", comment.object_id) != comment.object_id:
        target = find_for_body(Task, values["object_id"], "object_id")
        if task is not None:
            changes.require_movable(comment, task, target)


@comments.update
def put(comment: Comment, values: dict[str, Any]) -> None:
    """Change the comment, and what follows from it."""
    changes.edit(comment, values, editor_id=me().id)


@comments.delete
def erase(comment: Comment, _force: bool) -> None:
    """Remove the comment, and what follows from it. It tells of itself."""
    changes.delete(comment)


@comments.event
def told(comment: Comment, verb: str) -> tuple[str, dict[str, Any], Any] | None:
    """comment:new and comment:update say whose comment it is, on which task."""
    if verb == "delete":
        return None
    project_id = scalar(sa.select(Task.project_id).where(Task.id == comment.object_id))
    data = {"comment_id": comment.id, "task_id": comment.object_id, "person_id": comment.person_id, "for_client": bool(comment.for_client)}
    return f"comment:{verb}", data, project_id


@comments.shape
def with_people(rows: list[dict[str, Any]], many: bool) -> list[dict[str, Any]]:
    """One comment shows its author, who replied, and its files; its previews, too, where the query asks for them."""
    if many:
        return rows
    for row in rows:
        if "attachment_files" in row:
            row["attachment_files"] = queries.attachments_of([row["id"]]).get(row["id"], [])
        project_id = scalar(sa.select(Task.project_id).where(Task.id == row["object_id"]))
        keep_readable([row], project_id)
        replies = row["replies"] or []
        people = queries.public_people({row["person_id"], *(reply["person_id"] for reply in replies if reply.get("person_id"))})
        row["person"] = people.get(str(row["person_id"]))
        row["replies"] = [queries.with_person(reply, people) for reply in replies]
        row["checklist"], row["links"] = row["checklist"] or [], row["links"] or []
        if "previews" in row and request.args.get("with_previews", "").lower() == "true":
            as_client = me().role_in(project_id) == CLIENT
            row["previews"] = queries.previews_of_comment(row["id"], without_rejected=as_client)
    return rows
