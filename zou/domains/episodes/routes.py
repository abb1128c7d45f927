"""Episodes over HTTP."""

from typing import Any

from zou.access.policies import production_manager
from zou.domains.entities.queries import shown
from zou.domains.episodes import schemas, service
from zou.kit.http import Resource, Room, allow, body
from zou.models.kinds import EPISODE

room = Room("episodes")


@room.route("/data/projects/<uuid:project_id>/episodes")
class ProjectEpisodes(Resource):
    """The episodes of a production."""

    @allow(production_manager)
    @body(schemas.EpisodeCreate)
    def post(self, project_id: Any, body: schemas.EpisodeCreate) -> Any:
        """Add an episode to the production."""
        return shown(service.create(project_id, **body.model_dump()), EPISODE), 201
