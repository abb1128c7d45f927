"""Kept searches and their groups over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.policies import persons_only
from zou.crud.columns import as_row
from zou.crud.table import COLLECTIONS
from zou.domains.search_filters import queries, service
from zou.domains.search_filters.schemas import FilterCreate, FilterUpdate, GroupCreate, GroupUpdate
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.models import SearchFilter, SearchFilterGroup

room = Room("search_filters")


def _filter(kept: SearchFilter) -> dict[str, Any]:
    return as_row(COLLECTIONS["search-filters"], kept)


def _group(kept: SearchFilterGroup) -> dict[str, Any]:
    return as_row(COLLECTIONS["search-filter-groups"], kept)


@room.route("/data/user/filters")
class Filters(Resource):
    """The caller's searches."""

    @allow(persons_only)
    def get(self) -> Any:
        """Own and shared searches, by page and production."""
        return queries.my_filters()

    @allow(persons_only)
    @body(FilterCreate)
    def post(self, body: FilterCreate) -> Any:
        """Keep a search. Only managers of the production share."""
        return _filter(service.keep_filter(body)), 201


@room.route("/data/user/filters/<uuid:search_filter_id>")
class Filter(Resource):
    """One search, of its owner and of administrators."""

    @allow(persons_only)
    @body(FilterUpdate)
    def put(self, search_filter_id: UUID, body: FilterUpdate) -> Any:
        """Change a search."""
        return _filter(service.change_filter(service.own(SearchFilter, search_filter_id), body))

    @allow(persons_only)
    def delete(self, search_filter_id: UUID) -> Any:
        """Remove a search."""
        service.forget_filter(service.own(SearchFilter, search_filter_id))
        return no_content()


@room.route("/data/user/filter-groups")
class Groups(Resource):
    """The caller's groups of searches."""

    @allow(persons_only)
    def get(self) -> Any:
        """Own and shared groups, by page and production, newest first."""
        return queries.my_groups()

    @allow(persons_only)
    @body(GroupCreate)
    def post(self, body: GroupCreate) -> Any:
        """Make a group. Only managers of the production share."""
        return _group(service.keep_group(body)), 201


@room.route("/data/user/filter-groups/<uuid:search_filter_group_id>")
class Group(Resource):
    """One group, of its owner and of administrators."""

    @allow(persons_only)
    def get(self, search_filter_group_id: UUID) -> Any:
        """The group."""
        return _group(service.own(SearchFilterGroup, search_filter_group_id))

    @allow(persons_only)
    @body(GroupUpdate)
    def put(self, search_filter_group_id: UUID, body: GroupUpdate) -> Any:
        """Change a group."""
        return _group(service.change_group(service.own(SearchFilterGroup, search_filter_group_id), body))

    @allow(persons_only)
    def delete(self, search_filter_group_id: UUID) -> Any:
        """Remove a group with its searches."""
        service.forget_group(service.own(SearchFilterGroup, search_filter_group_id))
        return no_content()
