"""Taking over rows of another server with their ids and dates."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from zou.access import me
from zou.crud.columns import as_row, plain_columns
from zou.crud.table import COLLECTIONS, Collection
from zou.crud.values import coerce
from zou.db import session
from zou.db.find import find
from zou.events import emit
from zou.kit.errors import BadRequest, NotFound
from zou.kit.ids import parse_id
from zou.models import Task

#: Keys that a row must have, and the only ones taken, where the contract says so; else all columns are taken and `id` is needed.
REQUIRED = {"news": ("id", "created_at", "change", "author_id", "comment_id", "preview_file_id", "task_id")}


def take_over(path: str, content: Any, *, silent: bool) -> list[dict[str, Any]]:
    """Save the rows of a list, all or none; those saved. Nothing and `[]` where the caller is no administrator.

    Raises BadRequest: no list, a row without what it needs, a value that does not fit. Emits `<row>:new` or `<row>:update` unless `silent`.
    """
    if not isinstance(content, list):
        raise BadRequest("Send a list of rows.")
    if not me().is_admin:
        return []
    collection = COLLECTIONS[path]
    return [_save(collection, row, silent=silent) for row in content]


def _save(collection: Collection, row: Any, *, silent: bool) -> dict[str, Any]:
    values = _values(collection, row)
    ident = values.pop("id")
    try:
        instance = find(collection.model, ident, lock=True)
        verb = "update"
        for key, value in values.items():
            setattr(instance, key, value)
            # Written even where it is the same: a date left out would become now.
            flag_modified(instance, key)
    except NotFound:
        instance, verb = collection.model(id=ident, **values), "new"
        session.add(instance)
    session.flush()
    if not silent:
        emit(f"{collection.prefix}:{verb}", **{collection.key: ident}, project_id=_project_of(instance))
    return as_row(collection, instance)


def _values(collection: Collection, row: Any) -> dict[str, Any]:
    """The values of a row for its columns. Raises BadRequest."""
    if not isinstance(row, dict):
        raise BadRequest("Each row must be an object.")
    needed = REQUIRED.get(collection.path, ("id",))
    missing = [key for key in needed if key not in row]
    if missing or parse_id(row["id"]) is None:
        raise BadRequest(f"A row needs {', '.join(missing) or 'an id'}.")
    taken = needed if collection.path in REQUIRED else tuple(plain_columns(collection.model))
    try:
        values = coerce(collection, {key: row[key] for key in taken if key in row})
    except BadRequest as error:
        raise BadRequest(f"The row {row['id']} cannot be taken: {error.message}") from error
    if collection.path in REQUIRED:
        values["updated_at"] = values["created_at"]
    return values


def _project_of(instance: Any) -> UUID | None:
    """The production of the row's task."""
    return session.execute(sa.select(Task.project_id).where(Task.id == instance.task_id)).scalar()
