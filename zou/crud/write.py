"""The generic create, update and delete."""

from typing import Any

import sqlalchemy as sa
from flask import request

from zou.crud import values as conversion
from zou.crud.columns import as_row, plain_columns, relations_of, to_many
from zou.crud.read import finish
from zou.crud.rights import check
from zou.crud.scopes import project_of
from zou.crud.table import Collection
from zou.db import session
from zou.db.find import find
from zou.events import emit
from zou.kit.dates import utcnow


def create(collection: Collection, content: Any) -> dict[str, Any]:
    """Make a row of a body, and its reply. Raises BadRequest, Forbidden. Emits `<prefix>:new`."""
    hooks = collection.hooks.one
    if "before_body" in hooks:
        content = hooks["before_body"]("create", content)
    subject = content if isinstance(content, dict) else {}
    check(collection, "create", _ids_of(collection, subject))
    values = conversion.for_create(collection, content)
    if "before_create" in hooks:
        values = hooks["before_create"](values)
    conversion.check_required(collection, values)
    conversion.check_name(collection, values)
    row = hooks["create"](values) if "create" in hooks else insert(collection, values)
    if "created" in hooks:
        hooks["created"](row, values)
    announce(collection, row, "new")
    return reply(collection, row, "create", lists=lists_of(collection, row, values, fresh=not {"create", "created"} & hooks.keys()))


def _ids_of(collection: Collection, content: dict[str, Any]) -> dict[str, Any]:
    """The body's ids as ids, for rights that depend on them: a malformed one counts as none."""
    known = plain_columns(collection.model)
    ids = {key: conversion.parse_id(value) for key, value in content.items() if key in known and isinstance(known[key].type, sa.Uuid)}
    return {**content, **ids}


def insert(collection: Collection, values: dict[str, Any]) -> Any:
    """A new row with these values and links."""
    lists = relations_of(collection)
    row = collection.model(**{key: value for key, value in values.items() if key not in lists})
    session.add(row)
    session.flush()
    for name, ids in values.items():
        if name in lists and ids and lists[name].writable:
            link(lists[name], row, ids)
    return row


def link(many: Any, row: Any, ids: list[Any]) -> None:
    """Link a row with the others of these ids."""
    from zou.db.base import Base

    mapped = next((mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is many.link), None)
    links = [{many.own.key: row.id, many.other.key: ident} for ident in ids]
    session.execute(sa.insert(mapped if mapped is not None else many.link), links)


def relink(many: Any, row: Any, ids: list[Any]) -> None:
    """Link a row with the others of these ids and with no others. Links that stay keep what they say besides."""
    session.execute(sa.delete(many.link).where(many.own == row.id, many.other.not_in(ids)))
    kept = set(session.execute(sa.select(many.other).where(many.own == row.id)).scalars()) if ids else set()
    lacking = [ident for ident in ids if ident not in kept]
    if lacking:
        link(many, row, lacking)


def update(collection: Collection, ident: Any, content: Any) -> dict[str, Any]:
    """Change a row by a body, and its reply. Raises NotFound, Forbidden, BadRequest. Emits `<prefix>:update`."""
    hooks = collection.hooks.one
    row = find(collection.model, ident, lock=True)
    check(collection, "update", row)
    if "before_body" in hooks:
        content = hooks["before_body"]("update", content)
    values = conversion.for_update(collection, content)
    conversion.check_name(collection, values, row)
    if "before_update" in hooks:
        values = hooks["before_update"](row, values)
    if "update" in hooks:
        hooks["update"](row, values)
    else:
        change(collection, row, values)
    if "updated" in hooks:
        hooks["updated"](row, values)
    announce(collection, row, "update")
    wanted = collection.relations_after_update
    return reply(collection, row, "update", lists=lists_of(collection, row, {}, fresh=False) if wanted else None)


def change(collection: Collection, row: Any, values: dict[str, Any]) -> None:
    """Give a row these values, replace the links named among them, and bump its date."""
    lists = relations_of(collection)
    for key, value in values.items():
        if key not in lists:
            setattr(row, key, value)
        elif lists[key].writable:
            relink(lists[key], row, value)
            session.expire(row, [key])
    row.updated_at = utcnow()
    session.flush()


def delete(collection: Collection, ident: Any) -> None:
    """Remove a row and its own links. Raises NotFound, Forbidden, BadRequest where others need it. Emits `<prefix>:delete`."""
    hooks = collection.hooks.one
    row = find(collection.model, ident, lock=True)
    check(collection, "delete", row)
    if "delete" in hooks:
        hooks["delete"](row, request.args.get("force", "").lower() == "true")
    else:
        remove(row)
    if "deleted" in hooks:
        hooks["deleted"](row)
    announce(collection, row, "delete")


def remove(row: Any) -> None:
    """Remove a row and the links of its to-many keys, at once. The database refuses it where other rows need it."""
    model: Any = type(row)
    session.flush()
    for many in to_many(model).values():
        if many.writable:
            session.execute(sa.delete(many.link).where(many.own == row.id))
    session.execute(sa.delete(model).where(model.id == row.id), execution_options={"synchronize_session": False})
    session.expunge(row)


def announce(collection: Collection, row: Any, verb: str) -> None:
    """Emit the event of what was done to a row."""
    hook = collection.hooks.one.get("event")
    if hook:
        told = hook(row, verb)
        if told:
            name, data, project_id = told
            emit(name, project_id=project_id, **data)
        return
    name = f"{collection.prefix}:{verb}"
    if collection.path == "projects":
        # The log keeps no event of a production that is gone.
        emit(name, project_id=row.id, studio=verb == "delete")
    else:
        emit(name, project_id=project_of(collection, row), **{collection.key: row.id})


def lists_of(collection: Collection, row: Any, values: dict[str, Any], *, fresh: bool) -> dict[str, list[Any]]:
    """The to-many keys of a row; those of a fresh one are known without asking."""
    lists = relations_of(collection)
    if fresh:
        return {name: list(values.get(name) or []) for name in lists}
    if not lists:
        return {}
    found = session.execute(sa.select(*(many.ids(collection.model) for many in lists.values())).where(collection.model.id == row.id)).one()
    return {name: list(ids or []) for name, ids in zip(lists, found, strict=True)}


def reply(collection: Collection, row: Any, verb: str, *, lists: dict[str, list[Any]] | None) -> dict[str, Any]:
    """What the client gets back of a row made or changed."""
    session.flush()
    body = finish(collection, [as_row(collection, row, lists=lists)], many=False)[0]
    hook = collection.hooks.one.get("reply")
    return hook(row, verb, body) if hook else body
