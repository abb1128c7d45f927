"""Making, changing and removing the columns that productions add."""

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from zou.access.productions import is_open
from zou.db import Rows, rows, session
from zou.domains.metadata_descriptors.queries import departments_of
from zou.events import emit
from zou.kit.dates import utcnow
from zou.models import DepartmentMetadataDescriptorLink, MetadataDescriptor, Project

Descriptor = MetadataDescriptor
#: What a copy of a column takes over.
COPIED = ("name", "field_name", "entity_type", "task_type_id", "data_type", "choices", "for_client", "position")


def add_many(values: Rows) -> list[UUID]:
    """Add a column for each of the `values` (columns of the table, and `departments`); their ids. Two statements.

    Emits metadata-descriptor:new for each.
    """
    now = utcnow()
    made, links = [], []
    for value in values:
        departments = value.get("departments") or []
        ident = uuid4()
        made.append({**{key: item for key, item in value.items() if key != "departments"}, "id": ident, "created_at": now, "updated_at": now})
        links += [{"metadata_descriptor_id": ident, "department_id": department} for department in departments]
    if made:
        session.execute(sa.insert(Descriptor), made)
    if links:
        session.execute(sa.insert(DepartmentMetadataDescriptorLink), links)
    for value in made:
        announce(value["id"], value["project_id"], "new")
    return [value["id"] for value in made]


def announce(descriptor_id: UUID, project_id: UUID | None, verb: str) -> None:
    """Emit metadata-descriptor:<verb>."""
    emit(f"metadata-descriptor:{verb}", metadata_descriptor_id=descriptor_id, project_id=project_id)


def copy_project_columns(project_id: UUID) -> None:
    """Give a production the columns of productions that the other open ones have: one for each name and field name.

    Emits metadata-descriptor:new for each.
    """
    statement = (
        sa.select(*(getattr(Descriptor, key) for key in COPIED), departments_of())
        .join(Project, Project.id == Descriptor.project_id)
        .where(Descriptor.entity_type == "Project", Project.id != project_id, is_open())
        .distinct(Descriptor.field_name)
        .order_by(Descriptor.field_name, Descriptor.created_at, Descriptor.id)
    )
    taken = names_taken([project_id]).get((project_id, "Project", None), set())
    values = []
    for row in rows(statement):
        if not {row["name"], row["field_name"]} & taken:
            taken |= {row["name"], row["field_name"]}
            values.append({**row, "project_id": project_id})
    add_many(values)


def names_taken(project_ids: list[UUID]) -> dict[tuple[UUID, str, UUID | None], set[str]]:
    """The names and field names in use, by production, entity type and task type. One statement."""
    columns = (Descriptor.project_id, Descriptor.entity_type, Descriptor.task_type_id, Descriptor.name, Descriptor.field_name)
    taken: dict[tuple[UUID, str, UUID | None], set[str]] = {}
    for project_id, entity_type, task_type_id, name, field_name in session.execute(sa.select(*columns).where(Descriptor.project_id.in_(project_ids))):
        taken.setdefault((project_id, entity_type, task_type_id), set()).update((name, field_name))
    return taken


def for_template(project_id: UUID) -> list[dict[str, Any]]:
    """The columns of a production as a template keeps them: plain JSON. One statement."""
    statement = sa.select(*(getattr(Descriptor, key) for key in COPIED), departments_of()).where(Descriptor.project_id == project_id)
    found = rows(statement.order_by(Descriptor.entity_type, Descriptor.position.nulls_last(), Descriptor.name))
    for row in found:
        row["task_type_id"] = str(row["task_type_id"]) if row["task_type_id"] else None
        row["departments"] = [str(ident) for ident in row["departments"]]
    return found
