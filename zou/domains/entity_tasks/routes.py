"""Tasks of many entities at once over HTTP."""

from typing import Any
from uuid import UUID

from flask import request

from zou.access.entities import who_reaches, who_works_on
from zou.access.policies import admin, production_manager, team_insider
from zou.domains.entities.schemas import RelationsQuery
from zou.domains.entity_tasks import queries, schemas, service
from zou.kit.errors import BadRequest
from zou.kit.http import Resource, Room, allow, body, no_content, query
from zou.kit.ids import parse_id
from zou.models import Entity, Project, Task, TaskType
from zou.models.kinds import ASSET, CONCEPT, EDIT, EPISODE, SEQUENCE, SHOT

room = Room("entity_tasks")


def _create(project_id: UUID, task_type: TaskType, kind: str, body: schemas.EntityIds) -> Any:
    return service.create(project_id, task_type, kind, body.root, queries.narrowing()), 201


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


@room.route("/data/entities/<uuid:entity_id>/tasks")
class EntityTasks(Resource):
    """Tasks of one entity."""

    @allow(who_works_on())
    @body(schemas.TaskTypes)
    def post(self, entity: Entity, body: schemas.TaskTypes) -> Any:
        """Make the tasks of these types, or of all that fit, that the entity lacks."""
        return service.create_for(entity, body.task_type_ids), 201


@room.route("/actions/projects/<uuid:project_id>/delete-tasks")
class DeleteTasks(Resource):
    """Removal of many tasks."""

    @allow(production_manager)
    @body(schemas.Ids)
    def post(self, project_id: UUID, body: schemas.Ids) -> Any:
        """Remove these tasks of the production with all that hangs on them."""
        service.remove(project_id, Task.id.in_(body.root))
        return body.root


@room.route("/actions/projects/<uuid:project_id>/task-types/<uuid:task_type_id>/delete-tasks")
class DeleteTypeTasks(Resource):
    """Removal of a type's tasks."""

    @allow(admin)
    def delete(self, project: Project, task_type_id: UUID) -> Any:
        """Remove all tasks of the type in the production."""
        service.remove(project.id, Task.task_type_id == task_type_id)
        return no_content()


@room.route("/data/sequences/<uuid:sequence_id>/shot-tasks")
class SequenceShotTasks(Resource):
    """Tasks of a sequence's shots."""

    @allow(who_reaches(SEQUENCE, vendors=False))
    @query(RelationsQuery)
    def get(self, entity: Entity, query: RelationsQuery) -> Any:
        """The tasks of the shots of the sequence."""
        return queries.of_shots_in_sequence(entity, relations=query.relations)


@room.route("/data/episodes/<uuid:episode_id>/shot-tasks")
class EpisodeShotTasks(Resource):
    """Tasks of an episode's shots."""

    @allow(who_reaches(EPISODE, vendors=False))
    @query(RelationsQuery)
    def get(self, entity: Entity, query: RelationsQuery) -> Any:
        """The tasks of the shots of the episode."""
        return queries.of_shots_in_episode(entity, relations=query.relations)


@room.route("/data/episodes/<uuid:episode_id>/asset-tasks")
class EpisodeAssetTasks(Resource):
    """Tasks of an episode's assets."""

    @allow(who_reaches(EPISODE, vendors=False))
    @query(RelationsQuery)
    def get(self, entity: Entity, query: RelationsQuery) -> Any:
        """The tasks of the assets made for the episode."""
        return queries.of_assets_of_episode(entity, relations=query.relations)


@room.route("/data/episodes/<uuid:episode_id>/edit-tasks")
class EpisodeEditTasks(Resource):
    """Tasks of an episode's edits."""

    @allow(who_reaches(EPISODE, vendors=False))
    @query(RelationsQuery)
    def get(self, entity: Entity, query: RelationsQuery) -> Any:
        """The tasks of the edits of the episode."""
        return queries.of_edits_of_episode(entity, relations=query.relations)
