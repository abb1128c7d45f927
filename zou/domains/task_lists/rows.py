"""The rows of the lists of tasks: a task, its production, and what it is about. One statement, whatever the length."""

from typing import Any

import sqlalchemy as sa

from zou.access.identity import CLIENT
from zou.access.metadata import masked
from zou.access.tasks import in_team_of, role_column
from zou.db import Rows, rows
from zou.domains.task_lists.names import EPISODE_ID, EPISODE_NAME, Parent, Source, placed
from zou.domains.tasks.blanking import blanked
from zou.domains.tasks.queries import columns
from zou.models import Comment, Entity, EntityLink, EntityType, Person, Project, ProjectPersonLink, Task, TaskStatus, TaskType
from zou.models.kinds import EPISODE, is_a, kind_named


def _or_empty(ident: Any) -> sa.ColumnElement[str]:
    return sa.func.coalesce(sa.cast(ident, sa.Text), "")


_PLACE = (
    Project.name.label("project_name"),
    Project.has_avatar.label("project_has_avatar"),
    Entity.name.label("entity_name"),
    Entity.description.label("entity_description"),
    sa.func.coalesce(Entity.data, sa.literal_column("'{}'::jsonb")).label("entity_data"),
    _or_empty(Entity.preview_file_id).label("entity_preview_file_id"),
    _or_empty(Entity.source_id).label("entity_source_id"),
    EntityType.name.label("entity_type_name"),
    Entity.canceled.label("entity_canceled"),
    Parent.name.label("sequence_name"),
    _or_empty(EPISODE_ID).label("episode_id"),
    EPISODE_NAME.label("episode_name"),
    TaskType.for_entity.label("task_type_for_entity"),
)
#: The newest comment that no client has written.
_LAST_COMMENT = (
    sa.select(
        sa.func.json_build_object(
            *("text", sa.func.coalesce(Comment.text, "")),
            *("date", sa.func.to_char(Comment.created_at, 'YYYY-MM-DD"T"HH24:MI:SS')),
            *("person_id", Comment.person_id),
        )
    )
    .join(Person, Person.id == Comment.person_id)
    .outerjoin(ProjectPersonLink, in_team_of(Task.project_id))
    .where(Comment.object_id == Task.id, role_column(Task.project_id) != CLIENT)
    .order_by(Comment.created_at.desc(), Comment.id)
    .limit(1)
    .correlate(Task)
    .scalar_subquery()
)
_TODO = (
    Task.estimation.label("task_estimation"),
    Task.duration.label("task_duration"),
    Task.start_date.label("task_start_date"),
    Task.due_date.label("task_due_date"),
    TaskType.name.label("task_type_name"),
    TaskStatus.name.label("task_status_name"),
    TaskType.color.label("task_type_color"),
    TaskStatus.color.label("task_status_color"),
    TaskStatus.short_name.label("task_status_short_name"),
    sa.func.coalesce(_LAST_COMMENT, sa.literal_column("'{}'::json")).label("last_comment"),
)
_OPEN = (
    TaskType.name.label("type_name"),
    TaskStatus.name.label("status_name"),
    TaskType.color.label("type_color"),
    TaskStatus.color.label("status_color"),
    TaskStatus.short_name.label("status_short_name"),
)
#: What clients see of the keys that the lists add to a task.
_BLANK: dict[str, Any] = {"task_estimation": 0, "task_duration": 0, "task_start_date": None, "task_due_date": None, "last_comment": {}}

BY_NAMES = tuple(sa.nulls_last(name) for name in (Project.name, EPISODE_NAME, Parent.name, EntityType.name, Entity.name, TaskType.name))
"""The order by names: production, episode, sequence, entity type, entity, task type."""


def joined(statement: sa.Select) -> sa.Select:
    """`statement`, which selects from `Task`, joined with all that the rows and their filters tell of."""
    return placed(statement).join(TaskType, TaskType.id == Task.task_type_id).join(TaskStatus, TaskStatus.id == Task.task_status_id)


def todo_rows() -> sa.Select:
    """The statement of to-do rows."""
    return joined(sa.select(*columns(), *_PLACE, *_TODO))


def open_rows() -> sa.Select:
    """The statement of the rows of open tasks."""
    return joined(sa.select(*columns(), *_PLACE, *_OPEN))


def read(statement: sa.Select) -> Rows:
    """The rows of a list as the caller sees them: blank where they are a client of the production, without the metadata that is not for them."""
    found = masked(rows(statement), lambda row: kind_named(row["entity_type_name"]), column="entity_data")
    for row in found:
        row["type"] = "Task"
    return [_seen(row) for row in found]


def _seen(row: dict[str, Any]) -> dict[str, Any]:
    seen = blanked(row)
    return row if seen is row else {key: _BLANK.get(key, value) for key, value in seen.items()}


def add_episodes(found: Rows) -> Rows:
    """The rows, those of assets that are cast in episodes with `episode_ids` and `episode_names`, by name. One statement."""
    ids = {row["entity_id"] for row in found if row["task_type_for_entity"] == "Asset"}
    if not ids:
        return found
    statement = (
        sa.select(EntityLink.entity_out_id, Entity.id, Entity.name)
        .join(Entity, Entity.id == EntityLink.entity_in_id)
        .where(EntityLink.entity_out_id.in_(ids), is_a(EPISODE))
        .order_by(Entity.name)
    )
    cast: dict[Any, Rows] = {}
    for row in rows(statement):
        cast.setdefault(row["entity_out_id"], []).append(row)
    for row in found:
        episodes = cast.get(row["entity_id"])
        if episodes:
            row["episode_ids"] = [episode["id"] for episode in episodes]
            row["episode_names"] = [episode["name"] for episode in episodes]
    return found


__all__ = ["BY_NAMES", "Parent", "Source", "add_episodes", "joined", "open_rows", "read", "todo_rows"]
