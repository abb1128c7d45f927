"""Columns of all productions at once: the open ones that the caller manages."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import MANAGER
from zou.access.productions import my_open_productions
from zou.db import rows, session
from zou.domains.metadata_descriptors import checks, service
from zou.models import MetadataDescriptor, Project

Descriptor = MetadataDescriptor


def _project_ids() -> list[UUID]:
    return [row["id"] for row in rows(my_open_productions(MANAGER).order_by(Project.name))]


def create(*, name: str, entity_type: str, departments: list[str] | None = None, task_type_id: str | None = None, **given: Any) -> list[UUID]:
    """Add a column to every production that has none of this name; the new ones' ids. Raises BadRequest, NotFound.

    Emits metadata-descriptor:new for each.
    """
    checks.check_kind(entity_type, tasks=False)
    known = checks.known_departments(departments)
    values = service.new_values(name=name, entity_type=entity_type, task_type_id=task_type_id, departments=known, **given)
    projects = _project_ids()
    taken = service.names_taken(projects)
    wanted = {values["name"], values["field_name"]}
    lacking = [ident for ident in projects if not wanted & taken.get((ident, entity_type, None), set())]
    return service.add_many([{**values, "project_id": ident} for ident in lacking])


def _named(field_name: str, entity_type: str | None) -> list[MetadataDescriptor]:
    kind = checks.check_kind(entity_type, tasks=False)
    statement = sa.select(Descriptor).join(Project, Project.id == Descriptor.project_id).order_by(Project.name)
    same = (Descriptor.field_name == field_name, Descriptor.entity_type == kind, Descriptor.project_id.in_(_project_ids()))
    return list(session.execute(statement.where(*same)).scalars())


def update(field_name: str, *, entity_type: str, **given: Any) -> list[UUID]:
    """Change the column of this field name in every production; the ids of those changed.

    Raises BadRequest where one production has another column of the new name: none changes then. Emits metadata-descriptor:update for each.
    """
    found = _named(field_name, entity_type)
    changes = service.changes_of(given)
    service.rename(found, changes)
    service.write(found, changes)
    return [descriptor.id for descriptor in found]


def remove(field_name: str, *, entity_type: str | None) -> list[UUID]:
    """Remove the column of this field name from every production, with its values; the ids. Emits metadata-descriptor:delete for each."""
    found = _named(field_name, entity_type)
    service.remove_many(found)
    return [descriptor.id for descriptor in found]


def reorder(*, entity_type: str, field_order: list[str]) -> list[UUID]:
    """Put the columns of a kind into this order in every production that has one of them; their ids, production by production.

    Emits metadata-descriptor:update for each that moves.
    """
    kind = checks.check_kind(entity_type, tasks=False)
    statement = sa.select(Descriptor).join(Project, Project.id == Descriptor.project_id).order_by(Project.name, Descriptor.name)
    by_project: dict[UUID, list[MetadataDescriptor]] = {}
    for descriptor in session.execute(statement.where(Descriptor.entity_type == kind, Descriptor.project_id.in_(_project_ids()))).scalars():
        by_project.setdefault(descriptor.project_id, []).append(descriptor)
    places = {field: place for place, field in reversed(list(enumerate(field_order)))}
    moved = []
    for columns in by_project.values():
        if any(descriptor.field_name in places for descriptor in columns):
            moved += service.place(sorted(columns, key=lambda one: places.get(one.field_name, len(field_order))))
    return moved
