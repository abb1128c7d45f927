"""Productions as rows, lean and full. Every function makes a fixed number of statements."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.productions import OPEN_NAMES, is_mine, is_open
from zou.crud.columns import plain_columns, selected
from zou.crud.table import COLLECTIONS
from zou.db import Rows, rows
from zou.domains.metadata_descriptors import queries as descriptors
from zou.kit.errors import NotFound
from zou.models import Entity, MetadataDescriptor, Project, ProjectStatus, ProjectTaskStatusLink, ProjectTaskTypeLink
from zou.models.kinds import EPISODE, is_a

TV_SHOW = "tvshow"
TASK_TYPE_LINK = ("priority", "hd_bitrate_compression", "ld_bitrate_compression", "is_client_visible")
TASK_STATUS_LINK = ("priority", "roles_for_board", "is_client_allowed")


def plain(project: Project) -> dict[str, Any]:
    """The columns of a production, as replies to changes have them."""
    return {**{key: getattr(project, key) for key in plain_columns(Project)}, "type": "Project"}


def full(*conditions: sa.ColumnElement[bool]) -> Rows:
    """The productions that meet the conditions, by name, with their links, columns and settings. Six statements at most."""
    columns = selected(COLLECTIONS["projects"], relations=True)
    found = rows(sa.select(*columns).where(*conditions).order_by(Project.name))
    return complete(found)


def complete(found: Rows) -> Rows:
    """Rows of productions, to-many keys included, completed with what their settings say. Four statements at most."""
    ids = [row["id"] for row in found]
    if not ids:
        return []
    columns = descriptors.by_project(ids)
    task_types = _links(ProjectTaskTypeLink, "task_type_id", TASK_TYPE_LINK, ids)
    statuses = _links(ProjectTaskStatusLink, "task_status_id", TASK_STATUS_LINK, ids)
    first = first_episodes([row["id"] for row in found if row["production_type"] == TV_SHOW])
    for row in found:
        ident = row["id"]
        row["type"] = "Project"
        row["descriptors"] = columns.get(ident, [])
        row["task_type_links"] = task_types.get(ident, {})
        row["task_types_priority"] = {key: link["priority"] for key, link in row["task_type_links"].items()}
        row["task_statuses_link"] = statuses.get(ident, {})
        if ident in first:
            row["first_episode_id"] = first[ident]
    return found


def _links(model: Any, other: str, keys: tuple[str, ...], project_ids: list[UUID]) -> dict[UUID, dict[str, Any]]:
    """The links of each production, by the id of the other row."""
    columns = (model.project_id, getattr(model, other), *(getattr(model, key) for key in keys))
    found: dict[UUID, dict[str, Any]] = {}
    for row in rows(sa.select(*columns).where(model.project_id.in_(project_ids))):
        found.setdefault(row.pop("project_id"), {})[str(row.pop(other))] = row
    return found


def first_episodes(project_ids: list[UUID]) -> dict[UUID, UUID]:
    """The first episode by name of each production, of those that are running where some are. No statement for no production."""
    if not project_ids:
        return {}
    statement = (
        sa.select(Entity.project_id, Entity.id)
        .prefix_with(sa.text("DISTINCT ON (entity.project_id)"))
        .where(Entity.project_id.in_(project_ids), is_a(EPISODE))
        .order_by(Entity.project_id, sa.case((Entity.status == "running", 0), else_=1), Entity.name)
    )
    return {row["project_id"]: row["id"] for row in rows(statement)}


def open_projects(name: str | None = None) -> Rows:
    """The open productions that the caller sees, full, by name: all for an administrator, else their own."""
    named = [Project.name == name] if name else []
    return full(is_open(names=OPEN_NAMES), *named) if me().is_admin else full(is_open(), is_mine(), *named)


def all_projects() -> Rows:
    """All productions that the caller sees, closed ones too, by name, with the name of their status and the columns of productions themselves."""
    scope = [] if me().is_admin else [is_mine()]
    columns = (*_columns(), ProjectStatus.name.label("project_status_name"))
    found = rows(sa.select(*columns).outerjoin(Project.project_status).where(*scope).order_by(Project.name))
    of_projects = descriptors.by_project([row["id"] for row in found], MetadataDescriptor.entity_type == "Project")
    for row in found:
        row.update(type="Project", descriptors=of_projects.get(row["id"], []))
    return found


def named(name: str) -> Rows:
    """The production of this name, whatever the case, as a list of one; for an administrator the name is a pattern. Raises NotFound."""
    mine = me()
    condition = Project.name.ilike(name) if mine.is_admin else sa.and_(sa.func.lower(Project.name) == name.lower(), is_mine())
    found = rows(sa.select(*_columns()).where(condition).order_by(Project.name).limit(1))
    if not found:
        raise NotFound(f"No production is called {name}.")
    return [{**row, "type": "Project"} for row in found]


def status_names(project_ids: list[UUID]) -> dict[UUID, str | None]:
    """The name of the status of each production."""
    statement = sa.select(Project.id, ProjectStatus.name).outerjoin(Project.project_status).where(Project.id.in_(project_ids))
    return {row["id"]: row["name"] for row in rows(statement)}


def _columns() -> list[Any]:
    return list(plain_columns(Project).values())
