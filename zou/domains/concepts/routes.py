"""Concepts and their folders over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.entities import team_in_query_insider, who_deletes, who_sees, who_supervises
from zou.access.policies import production_supervisor, team_insider
from zou.domains.concepts import queries, schemas, service
from zou.domains.entities import deletion
from zou.domains.entities.queries import listed, shown
from zou.domains.entities.schemas import ForceQuery
from zou.kit.http import Resource, Room, allow, body, no_content, query
from zou.models import Entity
from zou.models.kinds import CONCEPT, FOLDER

room = Room("concepts")


@room.route("/data/concepts")
class Concepts(Resource):
    """Concepts of the studio."""

    @allow(team_in_query_insider)
    def get(self, project_id: UUID | None) -> Any:
        """Concepts, filtered by their columns."""
        return queries.listed(project_id, filters=True, names=("project_name",))


@room.route("/data/concepts/<uuid:concept_id>")
class OneConcept(Resource):
    """A concept."""

    @allow(who_sees(CONCEPT))
    def get(self, entity: Entity) -> Any:
        """The concept with its tasks."""
        return queries.one(entity)

    @allow(who_deletes(CONCEPT))
    @query(ForceQuery)
    def delete(self, entity: Entity, query: ForceQuery) -> Any:
        """Cancel the concept, or remove it."""
        deletion.cancel_or_remove(entity, force=query.force)
        return no_content()


@room.route("/data/projects/<uuid:project_id>/concepts")
class ProjectConcepts(Resource):
    """The concepts of a production."""

    @allow(team_insider)
    def get(self, project_id: UUID) -> Any:
        """The production's concepts by name."""
        return queries.listed(project_id)

    @allow(team_insider)
    @body(schemas.ConceptCreate)
    def post(self, project_id: Any, body: schemas.ConceptCreate) -> Any:
        """Add a concept to the production."""
        links = [link.ident() for link in body.entity_concept_links]
        values = body.model_dump(exclude={"entity_concept_links"})
        concept = service.create(project_id, links=links, **values)
        return {**shown(concept, CONCEPT), "entity_concept_links": service.links_of(concept)}, 201


@room.route("/data/projects/<uuid:project_id>/concept-folders")
class ProjectFolders(Resource):
    """The folders of a production's concepts."""

    @allow(team_insider)
    def get(self, project_id: UUID) -> Any:
        """The folders by name."""
        return listed(FOLDER, project_id=project_id)

    @allow(production_supervisor)
    @body(schemas.Folder)
    def post(self, project_id: Any, body: schemas.Folder) -> Any:
        """Add a folder."""
        return shown(service.create_folder(project_id, name=body.name), FOLDER), 201


@room.route("/data/concept-folders/<uuid:concept_folder_id>")
class OneFolder(Resource):
    """A folder of concepts."""

    @allow(who_supervises(FOLDER))
    @body(schemas.Folder)
    def put(self, entity: Entity, body: schemas.Folder) -> Any:
        """Rename the folder."""
        service.rename_folder(entity, body.name)
        return shown(entity, FOLDER)

    @allow(who_supervises(FOLDER))
    def delete(self, entity: Entity) -> Any:
        """Remove the folder."""
        service.remove_folder(entity)
        return no_content()


@room.route("/actions/projects/<uuid:project_id>/move-concepts")
class MoveConcepts(Resource):
    """Sorting concepts into folders."""

    @allow(production_supervisor)
    @body(schemas.ConceptsMove)
    def post(self, project_id: Any, body: schemas.ConceptsMove) -> Any:
        """Put concepts into a folder."""
        return service.move(project_id, body.concept_ids, body.concept_folder_id)
