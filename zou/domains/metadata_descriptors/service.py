"""Making, changing and removing the columns that productions add."""

from collections.abc import Collection
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from zou.access.identity import require
from zou.access.productions import is_open, writes_descriptor
from zou.db import Rows, rows, session
from zou.domains.metadata_descriptors import checks
from zou.domains.metadata_descriptors import values as stored
from zou.domains.metadata_descriptors.queries import departments_of
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, NotFound
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
        .prefix_with(sa.text("DISTINCT ON (metadata_descriptor.field_name)"))
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


def create(project_id: UUID, *, name: str, entity_type: str, task_type_id: str | None = None, departments: list[str] | None = None, **given: Any) -> UUID:
    """Add a column to a production; its id. Raises BadRequest, NotFound, Forbidden. Emits metadata-descriptor:new."""
    known = checks.known_departments(departments)
    require(writes_descriptor(project_id, known), _NOT_YOURS)
    values = new_values(name=name, entity_type=entity_type, task_type_id=task_type_id, departments=known, **given)
    refuse_taken([project_id], values)
    return add_many([{**values, "project_id": project_id}])[0]


_NOT_YOURS = "Supervisors write the columns that all of their departments have."


def new_values(*, name: str, entity_type: str, task_type_id: str | None, departments: list[UUID], **given: Any) -> dict[str, Any]:
    """The values of a new column. Raises BadRequest."""
    kind = checks.check_kind(entity_type)
    task_type = checks.check_task_type(kind, task_type_id)
    name, field_name = checks.check_name(name)
    return {
        "name": name,
        "field_name": field_name,
        "entity_type": kind,
        "task_type_id": task_type,
        "data_type": checks.check_data_type(given.get("data_type") or "string"),
        "choices": given.get("choices") or [],
        "for_client": bool(given.get("for_client")),
        "departments": departments,
    }


def refuse_taken(project_ids: list[UUID], values: dict[str, Any], but: Collection[UUID] = ()) -> None:
    """Raise BadRequest where another column of the kind in one of the productions has the name or the field name. One statement."""
    same_kind = (Descriptor.project_id.in_(project_ids), Descriptor.entity_type == values["entity_type"])
    same_type = Descriptor.task_type_id.is_not_distinct_from(values["task_type_id"])
    taken = sa.or_(Descriptor.name == values["name"], Descriptor.field_name == values["field_name"])
    if rows(sa.select(Descriptor.id).where(*same_kind, same_type, taken, Descriptor.id.not_in(but)).limit(1)):
        raise BadRequest(f"A column of this kind is called {values['name']} already, or has the same key {values['field_name']}.")


def find_in(project_id: UUID, descriptor_id: Any) -> MetadataDescriptor:
    """The column of the production. Raises NotFound."""
    statement = sa.select(Descriptor).where(Descriptor.id == descriptor_id, Descriptor.project_id == project_id)
    found = session.execute(statement).scalars().first()
    if found is None:
        raise NotFound(f"The production has no column of the id {descriptor_id}.")
    return found


def update(descriptor: MetadataDescriptor, given: dict[str, Any]) -> None:
    """Change what is given of a column; its values follow a new name. Raises BadRequest, NotFound, Forbidden.

    Emits metadata-descriptor:update.
    """
    changes = changes_of(given)
    old = [row.id for row in descriptor.departments]
    require(writes_descriptor(descriptor.project_id, old, changes.get("departments", old)), _NOT_YOURS)
    rename([descriptor], changes)
    write([descriptor], changes)


def changes_of(given: dict[str, Any]) -> dict[str, Any]:
    """What is given, checked: null leaves as it is. Raises BadRequest, NotFound."""
    changes = {key: value for key, value in given.items() if value is not None and key in ("choices", "for_client")}
    if given.get("name") is not None:
        changes["name"], changes["field_name"] = checks.check_name(given["name"])
    if given.get("data_type") is not None:
        changes["data_type"] = checks.check_data_type(given["data_type"])
    if given.get("departments") is not None:
        changes["departments"] = checks.known_departments(given["departments"])
    return changes


def rename(descriptors: list[MetadataDescriptor], changes: dict[str, Any]) -> None:
    """Check that no production has another column of the new name, and move the values: of columns of one kind and field name.

    Nothing where there is no new name. Two statements. Raises BadRequest.
    """
    if "name" not in changes or not descriptors:
        return
    first, projects = descriptors[0], [descriptor.project_id for descriptor in descriptors]
    kind = {"entity_type": first.entity_type, "task_type_id": first.task_type_id}
    refuse_taken(projects, {**changes, **kind}, but=[descriptor.id for descriptor in descriptors])
    if first.field_name != changes["field_name"]:
        stored.move(first, projects, first.field_name, changes["field_name"])


def write(descriptors: list[MetadataDescriptor], changes: dict[str, Any]) -> None:
    """Give columns new values and departments. Emits metadata-descriptor:update for each."""
    ids = [descriptor.id for descriptor in descriptors]
    for descriptor in descriptors:
        for key, value in changes.items():
            if key != "departments":
                setattr(descriptor, key, value)
        descriptor.updated_at = utcnow()
        announce(descriptor.id, descriptor.project_id, "update")
    session.flush()
    if "departments" in changes:
        link = DepartmentMetadataDescriptorLink
        session.execute(sa.delete(link).where(link.metadata_descriptor_id.in_(ids)), execution_options={"synchronize_session": False})
        links = [{"metadata_descriptor_id": ident, "department_id": department} for ident in ids for department in changes["departments"]]
        if links:
            session.execute(sa.insert(link), links)


def remove(descriptor: MetadataDescriptor) -> None:
    """Remove a column with its values. Raises Forbidden. Emits metadata-descriptor:delete."""
    require(writes_descriptor(descriptor.project_id, [row.id for row in descriptor.departments]), _NOT_YOURS)
    remove_many([descriptor])


def remove_many(descriptors: list[MetadataDescriptor]) -> None:
    """Remove columns of one kind and field name in some productions, with their values. Emits metadata-descriptor:delete for each."""
    if not descriptors:
        return
    stored.remove(descriptors[0], [descriptor.project_id for descriptor in descriptors], descriptors[0].field_name)
    ids = [descriptor.id for descriptor in descriptors]
    plain = {"synchronize_session": False}
    session.execute(
        sa.delete(DepartmentMetadataDescriptorLink).where(DepartmentMetadataDescriptorLink.metadata_descriptor_id.in_(ids)), execution_options=plain
    )
    session.execute(sa.delete(Descriptor).where(Descriptor.id.in_(ids)), execution_options=plain)
    for descriptor in descriptors:
        announce(descriptor.id, descriptor.project_id, "delete")


def reorder(project_id: UUID, entity_type: str, ids: list[UUID]) -> list[UUID]:
    """Give the columns of a kind the places that `ids` says, those not named follow by name; the ids of all in order.

    Raises BadRequest for an id of another kind or production. Emits metadata-descriptor:update for each that moves.
    """
    checks.check_kind(entity_type)
    statement = sa.select(Descriptor).where(Descriptor.project_id == project_id, Descriptor.entity_type == entity_type)
    found = {descriptor.id: descriptor for descriptor in session.execute(statement.order_by(Descriptor.name)).scalars()}
    strange = [ident for ident in ids if ident not in found]
    if strange:
        raise BadRequest(f"The production has no column of this kind with the id {strange[0]}.")
    return place([found[ident] for ident in dict.fromkeys([*ids, *found])])


def place(descriptors: list[MetadataDescriptor]) -> list[UUID]:
    """Give columns their place in the list, from 1, as position; their ids. Emits metadata-descriptor:update for each that moves."""
    for position, descriptor in enumerate(descriptors, 1):
        if descriptor.position != position:
            descriptor.position = position
            announce(descriptor.id, descriptor.project_id, "update")
    session.flush()
    return [descriptor.id for descriptor in descriptors]
