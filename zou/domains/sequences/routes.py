"""Sequences over HTTP."""

from typing import Any
from uuid import UUID

from flask import request

from zou.access.entities import team_by_episode, who_deletes, who_reaches, who_sees
from zou.access.policies import production_manager, team_member
from zou.domains.entities import deletion
from zou.domains.entities.queries import listed, shown
from zou.domains.entities.schemas import ForceQuery
from zou.domains.sequences import queries, schemas, service
from zou.domains.shots.queries import listed_with_names
from zou.kit.http import Resource, Room, allow, body, no_content, query
from zou.kit.ids import parse_id
from zou.models import Entity
from zou.models.kinds import SCENE, SEQUENCE

room = Room("sequences")


@room.route("/data/sequences")
class Sequences(Resource):
    """Sequences of the studio."""

    @allow(team_by_episode)
    def get(self, project_id: UUID | None) -> Any:
        """Sequences, filtered by their columns."""
        episode_id = parse_id(request.args.get("episode_id"))
        return listed(SEQUENCE, *([Entity.parent_id == episode_id] if episode_id else []), filters=True, project_id=project_id)


@room.route("/data/projects/<uuid:project_id>/sequences")
class ProjectSequences(Resource):
    """The sequences of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The production's sequences by name."""
        return listed(SEQUENCE, project_id=project_id)

    @allow(production_manager)
    @body(schemas.SequenceCreate)
    def post(self, project_id: UUID, body: schemas.SequenceCreate) -> Any:
        """Add a sequence to the production."""
        return shown(service.create(project_id, **body.model_dump()), SEQUENCE), 201


@room.route("/data/sequences/<uuid:sequence_id>")
class OneSequence(Resource):
    """A sequence."""

    @allow(who_sees(SEQUENCE))
    def get(self, entity: Entity) -> Any:
        """The sequence, with the names of production and episode."""
        return queries.one(entity)

    @allow(who_deletes(SEQUENCE))
    @query(ForceQuery)
    def delete(self, entity: Entity, query: ForceQuery) -> Any:
        """Remove the sequence; with force all that is in it."""
        deletion.remove_sequence(entity, force=query.force)
        return no_content()


@room.route("/data/sequences/<uuid:sequence_id>/shots")
class SequenceShots(Resource):
    """The shots of a sequence."""

    @allow(who_reaches(SEQUENCE))
    def get(self, entity: Entity) -> Any:
        """The sequence's shots, filtered by their columns."""
        return listed_with_names(entity.project_id, Entity.parent_id == entity.id)


@room.route("/data/sequences/<uuid:sequence_id>/scenes")
class SequenceScenes(Resource):
    """The scenes of a sequence."""

    @allow(who_sees(SEQUENCE))
    def get(self, entity: Entity) -> Any:
        """The sequence's scenes by name."""
        return listed(SCENE, Entity.parent_id == entity.id, project_id=entity.project_id)
