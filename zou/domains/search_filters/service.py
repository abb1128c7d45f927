"""Keeping searches and their groups."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import me
from zou.db import session
from zou.db.find import add, find, find_or_none
from zou.domains.search_filters.schemas import FilterCreate, FilterUpdate, GroupCreate, GroupUpdate
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, NotFound
from zou.models import Department, Project, SearchFilter, SearchFilterGroup

Kept = SearchFilter | SearchFilterGroup


def own(model: type[Any], ident: UUID) -> Any:
    """The search or group of this id. Raises NotFound for what is neither the caller's nor, for an admin, anybody's."""
    found = find(model, ident)
    if not (me().is_admin or found.person_id == me().id):
        raise NotFound()
    return found


def keep_filter(body: FilterCreate) -> SearchFilter:
    """Keep a search for the caller. Raises NotFound for an unknown production, department or group, BadRequest where the group is shared otherwise."""
    kept = SearchFilter(**_common(body), search_query=body.query)
    _put_into(kept, body.search_filter_group_id)
    return add(kept)


def keep_group(body: GroupCreate) -> SearchFilterGroup:
    """Make a group of searches for the caller. Raises NotFound for an unknown production or department."""
    return add(SearchFilterGroup(**_common(body), color=body.color or ""))


def _common(body: FilterCreate | GroupCreate) -> dict[str, Any]:
    find_or_none(Project, body.project_id)
    find_or_none(Department, body.department_id)
    return {
        "name": body.name,
        "list_type": body.list_type or "todo",
        "entity_type": body.entity_type,
        "project_id": body.project_id,
        "department_id": body.department_id,
        "is_shared": bool(body.is_shared) and _may_share(body.project_id),
        "person_id": me().id,
    }


def _may_share(project_id: UUID | None) -> bool:
    """Searches are shared with the team of a production, by its managers."""
    return project_id is not None and me().manages(project_id)


def change_filter(kept: SearchFilter, body: FilterUpdate) -> SearchFilter:
    """Change a search. Raises NotFound, BadRequest as for a new one."""
    _change_common(kept, body)
    if body.search_query is not None:
        kept.search_query = body.search_query
    group = body.search_filter_group_id if "search_filter_group_id" in body.model_fields_set else kept.search_filter_group_id
    _put_into(kept, group)
    session.flush()
    return kept


def change_group(kept: SearchFilterGroup, body: GroupUpdate) -> SearchFilterGroup:
    """Change a group; its searches are shared as it is. Raises NotFound for an unknown production or department."""
    before = kept.is_shared
    _change_common(kept, body)
    if body.color is not None:
        kept.color = body.color
    if kept.is_shared != before:
        inside = sa.update(SearchFilter).where(SearchFilter.search_filter_group_id == kept.id)
        session.execute(inside.values(is_shared=kept.is_shared, updated_at=utcnow()), execution_options={"synchronize_session": False})
    session.flush()
    return kept


def _change_common(kept: Kept, body: FilterUpdate | GroupUpdate) -> None:
    find_or_none(Project, body.project_id)
    find_or_none(Department, body.department_id)
    moved = body.project_id is not None and body.project_id != kept.project_id
    if body.name is not None:
        kept.name = body.name
    if body.project_id is not None:
        kept.project_id = body.project_id
    if body.department_id is not None:
        kept.department_id = body.department_id
    if body.is_shared is False or (moved and not _may_share(body.project_id)):
        kept.is_shared = False
    elif body.is_shared and not kept.is_shared:
        kept.is_shared = _may_share(body.project_id)
    kept.updated_at = utcnow()


def _put_into(kept: SearchFilter, group_id: UUID | None) -> None:
    """Put a search into a group, or into none. Raises NotFound for a group that the caller does not see, BadRequest for one shared otherwise."""
    if group_id is not None:
        group = find(SearchFilterGroup, group_id)
        mine = me()
        if group.person_id != mine.id and not mine.is_admin and not (group.is_shared and mine.is_member(group.project_id)):
            raise NotFound(f"No group has the id {group_id}.")
        if group.is_shared != kept.is_shared:
            raise BadRequest("A search and its group must both be shared, or neither.")
    kept.search_filter_group_id = group_id


def forget_filter(kept: SearchFilter) -> None:
    """Remove a search."""
    session.delete(kept)


def forget_group(kept: SearchFilterGroup) -> None:
    """Remove a group with its owner's searches; those that other people have put into it stay, without group."""
    quiet = {"synchronize_session": False}
    inside = SearchFilter.search_filter_group_id == kept.id
    session.execute(sa.delete(SearchFilter).where(inside, SearchFilter.person_id == kept.person_id), execution_options=quiet)
    session.execute(sa.update(SearchFilter).where(inside).values(search_filter_group_id=None), execution_options=quiet)
    session.delete(kept)
