"""Episodes over HTTP."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.entities import find_entity, team_in_query, who_deletes, who_sees
from zou.access.identity import me, require
from zou.access.policies import production_manager, signed_in, team_member, team_member_not_client
from zou.domains.entities import deletion
from zou.domains.entities.queries import listed, project_name, row_of, shown
from zou.domains.entities.schemas import ForceQuery, RelationsQuery
from zou.domains.episodes import schemas, service, statistics
from zou.kit.http import Resource, Room, allow, body, no_content, query
from zou.kit.ids import parse_id
from zou.models import Entity
from zou.models.kinds import EDIT, EPISODE, SEQUENCE, SHOT

room = Room("episodes")


@room.route("/data/episodes")
class Episodes(Resource):
    """Episodes of the studio."""

    @allow(team_in_query)
    def get(self, project_id: UUID | None) -> Any:
        """Episodes, filtered by their columns."""
        return listed(EPISODE, filters=True, project_id=project_id)


@room.route("/data/projects/<uuid:project_id>/episodes")
class ProjectEpisodes(Resource):
    """The episodes of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The production's episodes by name."""
        return listed(EPISODE, project_id=project_id)

    @allow(production_manager)
    @body(schemas.EpisodeCreate)
    def post(self, project_id: UUID, body: schemas.EpisodeCreate) -> Any:
        """Add an episode to the production."""
        return shown(service.create(project_id, **body.model_dump()), EPISODE), 201


@room.route("/data/episodes/<uuid:episode_id>")
class OneEpisode(Resource):
    """An episode."""

    @allow(who_sees(EPISODE))
    def get(self, entity: Entity) -> Any:
        """The episode, with the name of its production."""
        return {**row_of(entity), "project_name": project_name(entity.project_id)}

    @allow(who_deletes(EPISODE))
    @query(ForceQuery)
    def delete(self, entity: Entity, query: ForceQuery) -> Any:
        """Remove the episode; with force all that is in it."""
        deletion.remove_episode(entity, force=query.force)
        return no_content()


@room.route("/data/episodes/<uuid:episode_id>/shots")
class EpisodeShots(Resource):
    """The shots of an episode."""

    @allow(who_sees(EPISODE))
    @query(RelationsQuery)
    def get(self, entity: Entity, query: RelationsQuery) -> Any:
        """The shots of the episode's sequences."""
        sequences = sa.select(Entity.id).where(Entity.parent_id == entity.id).scalar_subquery()
        return listed(SHOT, Entity.parent_id.in_(sequences), relations=query.relations, project_id=entity.project_id)


@room.route("/data/episodes/<uuid:episode_id>/edits")
class EpisodeEdits(Resource):
    """The edits of an episode."""

    @allow(who_sees(EPISODE))
    @query(RelationsQuery)
    def get(self, entity: Entity, query: RelationsQuery) -> Any:
        """The episode's edits."""
        return listed(EDIT, Entity.parent_id == entity.id, relations=query.relations, project_id=entity.project_id)


@room.route("/data/episodes/<episode_id>/sequences")
class EpisodeSequences(Resource):
    """The sequences of an episode."""

    @allow(signed_in)
    def get(self, episode_id: str) -> Any:
        """The episode's sequences, filtered by their columns; none for what is no id."""
        if parse_id(episode_id) is None:
            return []
        episode = find_entity(episode_id, EPISODE)
        require(me().is_member(episode.project_id), "You are not in the team of this production.")
        return listed(SEQUENCE, Entity.parent_id == episode.id, filters=True, project_id=episode.project_id)


@room.route("/data/projects/<uuid:project_id>/episodes/stats")
class EpisodeStatistics(Resource):
    """How far episodes are."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """Tasks, frames and drawings by episode, task type and status."""
        return statistics.by_status(project_id)


@room.route("/data/projects/<uuid:project_id>/episodes/retake-stats")
class RetakeStatistics(Resource):
    """How often work on episodes was done again."""

    @allow(team_member_not_client)
    def get(self, project_id: UUID) -> Any:
        """Retakes by episode and task type, and how they went from take to take."""
        return statistics.of_retakes(project_id)
