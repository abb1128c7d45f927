"""Milestones, schedule items and versions of the schedule over HTTP."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from zou.access.policies import team_insider, team_member_not_vendor
from zou.db import Rows
from zou.db.find import find
from zou.domains.schedule import items, queries, schemas, versions
from zou.kit.http import Resource, Room, allow, body, malformed, query, writes
from zou.models import ProductionScheduleVersion, TaskType

room = Room("schedule")
ITEMS = "/data/projects/<uuid:project_id>/schedule-items"
ACTIONS = "/actions/production-schedule-versions/<uuid:production_schedule_version_id>"
Version = ProductionScheduleVersion


@room.route("/data/projects/<uuid:project_id>/milestones")
class Milestones(Resource):
    """The milestones of a production."""

    @allow(team_insider)
    def get(self, project_id: UUID) -> Any:
        """The milestones by date."""
        return queries.milestones(project_id)


@room.route(ITEMS)
class Items(Resource):
    """The schedule items of a production."""

    @allow(team_insider)
    def get(self, project_id: UUID) -> Any:
        """All items."""
        return queries.items(project_id)


@room.route(f"{ITEMS}/task-types")
class TaskTypeItems(Resource):
    """The schedule items of whole task types."""

    @allow(team_member_not_vendor)
    @malformed(400)
    @writes
    def get(self, project_id: UUID) -> Any:
        """The items of task types, made where they lack."""
        return items.of_task_types(project_id)


class ItemsOf(Resource):
    """The schedule items of a task type for things of a production."""

    read: Callable[[UUID, UUID, UUID | None], Rows]

    @allow(team_member_not_vendor)
    @malformed(400)
    @query(schemas.EpisodeQuery)
    @writes
    def get(self, project_id: UUID, task_type: TaskType, query: schemas.EpisodeQuery) -> Any:
        """The items by name, made where they lack."""
        return type(self).read(project_id, task_type.id, query.episode_id)


for name, read in (("asset-types", items.of_asset_types), ("episodes", items.of_episodes), ("sequences", items.of_sequences), ("edits", items.of_edits)):
    room.add(type(f"ItemsOf-{name}", (ItemsOf,), {"read": staticmethod(read)}), f"{ITEMS}/<uuid:task_type_id>/{name}")


@room.route("/data/production-schedule-versions/<uuid:production_schedule_version_id>/task-links")
class TaskLinks(Resource):
    """What a version says of its tasks."""

    @allow(versions.version_reader)
    @query(schemas.TaskLinksQuery)
    def get(self, production_schedule_version: Version, query: schemas.TaskLinksQuery) -> Any:
        """The version's dates, estimations and assignees of tasks."""
        return queries.task_links(production_schedule_version.id, query.task_type_id, relations=query.relations)


@room.route(f"{ACTIONS}/set-task-links-from-production")
class FillFromProduction(Resource):
    """Filling a version from the production."""

    @allow(versions.version_writer)
    def post(self, production_schedule_version: Version) -> Any:
        """Take over what the production's tasks say."""
        return {"success": True, "task_link_count": versions.fill_from_production(production_schedule_version)}


@room.route(f"{ACTIONS}/set-task-links-from-production-schedule-version")
class FillFromVersion(Resource):
    """Filling a version from another one."""

    @allow(versions.version_writer)
    @body(schemas.SourceVersion)
    def post(self, production_schedule_version: Version, body: schemas.SourceVersion) -> Any:
        """Take over what another version says."""
        other = find(Version, body.production_schedule_version_id)
        return {"success": True, "task_link_count": versions.fill_from_version(production_schedule_version, other)}


@room.route(f"{ACTIONS}/apply-to-production")
class Apply(Resource):
    """Applying a version."""

    @allow(versions.version_writer)
    def post(self, production_schedule_version: Version) -> Any:
        """Give the production's tasks what the version says."""
        return {"success": True, "task_count": versions.apply(production_schedule_version)}
