"""Which rows of a collection a list shows, and which production and entity a row belongs to: by what it is tied to.

A domain's `scope`, `project` and `entity` hooks win over these.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import me
from zou.access.scoping import my_tasks, seen_entities, seen_in_productions
from zou.crud.table import Collection
from zou.db import session
from zou.models import Comment, Entity, Task


def scoped(collection: Collection, statement: sa.Select) -> sa.Select:
    """`statement` narrowed to what the caller may see in a list."""
    hook = collection.hooks.one.get("scope")
    if hook:
        return hook(statement)
    if collection.list == "A" or me().is_admin:
        return statement
    model = collection.model
    if collection.path == "projects":
        return statement.where(seen_in_productions(model.id, sa.true()))
    for column, narrow in NARROWED.items():
        if column in model.__table__.c:
            return statement.where(narrow(model))
    return statement


def _by_task(model: Any) -> sa.ColumnElement[bool]:
    seen = sa.select(Task.id).where(seen_in_productions(Task.project_id, Task.id.in_(my_tasks())))
    return (model.id if model is Task else model.task_id).in_(seen)


def _by_entity(model: Any) -> sa.ColumnElement[bool]:
    seen = sa.select(Entity.id).where(seen_entities())
    return (model.id if model is Entity else model.entity_id).in_(seen)


def _by_project(model: Any) -> sa.ColumnElement[bool]:
    if model is Task:
        return seen_in_productions(Task.project_id, Task.id.in_(my_tasks()))
    if model is Entity:
        return seen_entities()
    return seen_in_productions(model.project_id, sa.true())


#: The first of these columns that a model has ties its rows to productions.
NARROWED: dict[str, Callable[[Any], sa.ColumnElement[bool]]] = {"project_id": _by_project, "task_id": _by_task, "entity_id": _by_entity}


def value(subject: Any, key: str) -> Any:
    """A column of the subject, whether it is a row or values."""
    return subject.get(key) if isinstance(subject, dict) else getattr(subject, key, None)


def project_of(collection: Collection, subject: Any) -> UUID | None:
    """The production of the subject (a row, or a new row's values)."""
    hook = collection.hooks.one.get("project")
    if hook:
        return hook(subject)
    if collection.path == "projects":
        return value(subject, "id")
    if "project_id" in collection.model.__table__.c:
        return value(subject, "project_id")
    return _tied(collection, subject, Task.project_id, Entity.project_id)


def entity_of(collection: Collection, subject: Any) -> Any:
    """The entity of the subject, where a vendor must have a task."""
    hook = collection.hooks.one.get("entity")
    if hook:
        return hook(subject)
    if collection.path == "entities":
        return value(subject, "id")
    return value(subject, "entity_id") or value(subject, "asset_id") or _tied(collection, subject, Task.entity_id, Entity.id)


def _tied(collection: Collection, subject: Any, of_task: Any, of_entity: Any) -> Any:
    """A column of the task, else of the entity, that the subject is tied to."""
    task_id = value(subject, "object_id") if collection.model is Comment else value(subject, "task_id")
    if task_id:
        return session.execute(sa.select(of_task).where(Task.id == task_id)).scalar()
    entity_id = value(subject, "entity_id") or value(subject, "asset_id")
    return session.execute(sa.select(of_entity).where(Entity.id == entity_id)).scalar() if entity_id else None
