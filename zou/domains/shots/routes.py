"""Shots over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.entities import team_by_sequence, who_deletes, who_manages, who_reaches, who_sees
from zou.access.policies import production_manager, team_member
from zou.domains.assets.queries import types_in_shot
from zou.domains.breakdown.queries import assets_in
from zou.domains.entities import deletion
from zou.domains.entities.queries import listed, shown, versions
from zou.domains.entities.schemas import ForceQuery
from zou.domains.shots import frames, queries, schemas, service
from zou.kit.http import Resource, Room, allow, body, malformed, no_content, query
from zou.models import Entity
from zou.models.kinds import SHOT

room = Room("shots")


@room.route("/data/shots", "/data/shots/all")
class Shots(Resource):
    """Shots of the studio."""

    @allow(team_by_sequence)
    def get(self, project_id: UUID | None) -> Any:
        """Shots that are in a sequence, filtered by their columns."""
        return queries.listed_with_names(project_id)


@room.route("/data/projects/<uuid:project_id>/shots")
class ProjectShots(Resource):
    """The shots of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The production's shots by name."""
        return listed(SHOT, project_id=project_id)

    @allow(production_manager)
    @body(schemas.ShotCreate)
    def post(self, project_id: UUID, body: schemas.ShotCreate) -> Any:
        """Add a shot to the production."""
        return shown(service.create(project_id, **body.model_dump()), SHOT), 201


@room.route("/data/shots/<uuid:shot_id>")
class OneShot(Resource):
    """A shot."""

    @allow(who_sees(SHOT))
    def get(self, entity: Entity) -> Any:
        """The shot with its tasks."""
        return queries.one(entity)

    @allow(who_manages(SHOT))
    @body(schemas.ShotUpdate)
    def put(self, entity: Entity, body: schemas.ShotUpdate) -> Any:
        """Change the shot; its metadata is replaced."""
        return shown(service.update(entity, body.values()), "Entity")

    @allow(who_deletes(SHOT))
    @query(ForceQuery)
    def delete(self, entity: Entity, query: ForceQuery) -> Any:
        """Cancel the shot, or remove it."""
        deletion.cancel_or_remove(entity, force=query.force)
        return no_content()


@room.route("/data/shots/<uuid:shot_id>/versions")
class ShotVersions(Resource):
    """Former states of a shot."""

    @allow(who_sees(SHOT))
    def get(self, entity: Entity) -> Any:
        """What the shot was, newest first."""
        return versions(entity, SHOT)


@room.route("/data/shots/<uuid:shot_id>/assets")
class ShotAssets(Resource):
    """The assets of a shot."""

    @allow(who_sees(SHOT))
    def get(self, entity: Entity) -> Any:
        """The assets cast in the shot."""
        return assets_in(entity.id)


@room.route("/data/shots/<uuid:shot_id>/asset-types")
class ShotAssetTypes(Resource):
    """The asset types of a shot."""

    @allow(who_reaches(SHOT))
    def get(self, entity: Entity) -> Any:
        """The types of the assets cast in the shot."""
        return types_in_shot(entity.id)


@room.route("/actions/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/set-shot-nb-frames")
class FramesFromPreviews(Resource):
    """Frame counts taken from previews."""

    @allow(production_manager)
    @malformed(400)
    def post(self, project_id: UUID, task_type_id: UUID) -> Any:
        """Give the shots the length of their last preview of the type."""
        return frames.set_from_previews(project_id, task_type_id, frames.episode_asked())
