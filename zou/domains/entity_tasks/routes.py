"""Tasks of many entities at once over HTTP."""

from typing import Any
from uuid import UUID

from flask import request

from zou.access.policies import production_manager, team_insider
from zou.domains.entity_tasks import schemas, service
from zou.kit.errors import BadRequest
from zou.kit.http import Resource, Room, allow, body
from zou.kit.ids import parse_id
from zou.models import TaskType
from zou.models.kinds import ASSET, CONCEPT, EDIT, SHOT

room = Room("entity_tasks")


def _create(project_id: UUID, task_type: TaskType, kind: str, body: schemas.EntityIds) -> Any:
    return service.create(project_id, task_type, kind, body.root, []), 201


@room.route("/actions/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/shots/create-tasks")
class ShotTasks(Resource):
    """Tasks of shots."""

    @allow(production_manager)
    @body(schemas.EntityIds)
    def post(self, project_id: Any, task_type: TaskType, body: schemas.EntityIds) -> Any:
        """Make the tasks of the type that these shots lack."""
        return _create(project_id, task_type, SHOT, body)


@room.route("/actions/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/assets/create-tasks")
class AssetTasks(Resource):
    """Tasks of assets."""

    @allow(production_manager)
    @body(schemas.EntityIds)
    def post(self, project_id: Any, task_type: TaskType, body: schemas.EntityIds) -> Any:
        """Make the tasks of the type that these assets lack."""
        return _create(project_id, task_type, ASSET, body)


@room.route("/actions/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/edits/create-tasks")
class EditTasks(Resource):
    """Tasks of edits."""

    @allow(production_manager)
    @body(schemas.EntityIds)
    def post(self, project_id: Any, task_type: TaskType, body: schemas.EntityIds) -> Any:
        """Make the tasks of the type that these edits lack."""
        return _create(project_id, task_type, EDIT, body)


@room.route("/actions/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/concepts/create-tasks")
class ConceptTasks(Resource):
    """Tasks of concepts."""

    @allow(team_insider)
    @body(schemas.EntityIds)
    def post(self, project_id: Any, task_type: TaskType, body: schemas.EntityIds) -> Any:
        """Make the tasks of the type that these concepts lack."""
        return _create(project_id, task_type, CONCEPT, body)


@room.route("/actions/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/create-tasks/<string:entity_type>")
class TypeTasks(Resource):
    """Tasks of the entities of a type."""

    @allow(production_manager)
    @body(schemas.EntityIds)
    def post(self, project_id: Any, task_type: TaskType, entity_type: str, body: schemas.EntityIds) -> Any:
        """Make the tasks of the type that these entities lack."""
        asked = request.args.get("episode_id")
        episode_id = parse_id(asked)
        if asked and episode_id is None:
            raise BadRequest("episode_id must be an id.")
        return service.create_of_type(project_id, task_type, service.entity_type_called(entity_type), body.root, episode_id), 201
