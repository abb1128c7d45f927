"""The studio's small tables, read as JSON text in one statement."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by

from zou.access.identity import me
from zou.access.productions import OPEN
from zou.crud.columns import selected
from zou.crud.table import COLLECTIONS
from zou.db import execute
from zou.kit.json import Raw
from zou.models import EntityType, Notification, Plugin, ProjectStatus
from zou.models.kinds import FIXED

#: Key of the context → collection of the generic routes.
TABLES = {
    "task_types": "task-types",
    "task_status": "task-status",
    "project_status": "project-status",
    "departments": "departments",
    "studios": "studios",
    "custom_actions": "custom-actions",
    "status_automations": "status-automations",
    "preview_background_files": "preview-background-files",
}
PLUGIN = (
    *("id", "plugin_id", "name", "description", "version", "maintainer_name", "maintainer_email"),
    *("frontend_project_enabled", "frontend_studio_enabled", "icon"),
)


def read_tables() -> dict[str, Any]:
    """Every row of the studio's tables, and how many of the caller's notifications are unread. One statement."""
    found = execute(_statement(), {"person": me().id}).mappings().one()
    return {key: value if key == "notification_count" else Raw(value.encode()) for key, value in found.items()}


@cache
def _statement() -> sa.Select:
    types = COLLECTIONS["entity-types"]
    tables = {
        "asset_types": _as_json(sa.select(*selected(types, relations=True)).where(EntityType.name.not_in(FIXED)), "AssetType"),
        **{key: _table(path) for key, path in TABLES.items()},
        "plugins": _as_json(sa.select(*(getattr(Plugin, name) for name in PLUGIN)), None),
    }
    unread = sa.select(sa.func.count()).where(Notification.person_id == sa.bindparam("person"), Notification.read.is_(False))
    return sa.select(*(table.scalar_subquery().label(key) for key, table in tables.items()), unread.scalar_subquery().label("notification_count"))


def _table(path: str) -> sa.Select:
    collection = COLLECTIONS[path]
    statement = sa.select(*selected(collection, relations=False)).select_from(collection.model.__table__)
    # The first one is given to new productions.
    first = [ProjectStatus.name != OPEN] if collection.model is ProjectStatus else []
    return _as_json(statement, collection.type, *first)


def _as_json(statement: sa.Select, kind: str | None, *first: Any) -> sa.Select:
    """The rows of `statement` as the text of a JSON list, by name where they have one; those with `first` false come first."""
    order = [expression.label(f"order_{number}") for number, expression in enumerate(first)]
    rows = statement.add_columns(*order).subquery()
    pairs: list[Any] = []
    for column in rows.c:
        if not column.key.startswith("order_"):
            pairs += [sa.literal_column(f"'{column.key}'"), _value(column)]
    if kind:
        pairs += [sa.literal_column("'type'"), sa.literal_column(f"'{kind}'::text")]
    by = [*(rows.c[label.key] for label in order), rows.c["name"] if "name" in rows.c else rows.c["created_at"], rows.c["id"]]
    listed = sa.func.json_agg(aggregate_order_by(sa.func.json_build_object(*pairs), *by))
    return sa.select(sa.func.coalesce(sa.cast(listed, sa.Text), "[]"))


def _value(column: Any) -> Any:
    if isinstance(column.type, sa.DateTime):
        return sa.func.to_char(column, sa.literal_column("""'YYYY-MM-DD"T"HH24:MI:SS'"""))
    return sa.cast(column, JSONB) if isinstance(column.type, JSONB) else column
