"""Columns that productions add, over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.identity import require
from zou.access.policies import production_manager, production_supervisor, studio_manager, team_member
from zou.domains.metadata_descriptors import everywhere, queries, schemas, service
from zou.kit.http import Resource, Room, allow, body, no_content, query

room = Room("metadata_descriptors")


@room.route("/data/projects/<uuid:project_id>/metadata-descriptors")
class ProjectDescriptors(Resource):
    """The columns of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The columns that the caller may see."""
        return queries.of_project(project_id)

    @allow(production_supervisor)
    @body(schemas.DescriptorCreate)
    def post(self, project_id: UUID, body: schemas.DescriptorCreate) -> Any:
        """Add a column."""
        return queries.one(service.create(project_id, **body.model_dump())), 201


@room.route("/data/projects/<uuid:project_id>/metadata-descriptors/<uuid:descriptor_id>")
class ProjectDescriptor(Resource):
    """A column of a production."""

    @allow(team_member)
    def get(self, project_id: UUID, descriptor_id: UUID) -> Any:
        """The column."""
        descriptor = service.find_in(project_id, descriptor_id)
        require(queries.is_visible(descriptor.id), "This column is not for you.")
        return queries.one(descriptor.id)

    @allow(production_supervisor)
    @body(schemas.DescriptorUpdate)
    def put(self, project_id: UUID, descriptor_id: UUID, body: schemas.DescriptorUpdate) -> Any:
        """Change the column; its values follow a new name."""
        service.update(service.find_in(project_id, descriptor_id), body.given())
        return queries.one(descriptor_id)

    @allow(production_supervisor)
    def delete(self, project_id: UUID, descriptor_id: UUID) -> Any:
        """Remove the column with its values."""
        service.remove(service.find_in(project_id, descriptor_id))
        return no_content()


@room.route("/data/projects/<uuid:project_id>/metadata-descriptors/reorder")
class ProjectDescriptorOrder(Resource):
    """The order of a production's columns."""

    @allow(production_manager)
    @body(schemas.DescriptorOrder)
    def post(self, project_id: UUID, body: schemas.DescriptorOrder) -> Any:
        """Put the columns of a kind into this order."""
        return queries.many(service.reorder(project_id, body.entity_type, body.descriptor_ids))


@room.route("/data/metadata-descriptors/all-projects")
class Everywhere(Resource):
    """Columns of all productions that the caller manages."""

    @allow(studio_manager)
    @body(schemas.DescriptorCreate)
    def post(self, body: schemas.DescriptorCreate) -> Any:
        """Add a column to all that lack it."""
        return queries.many(everywhere.create(**body.model_dump())), 201


@room.route("/data/metadata-descriptors/all-projects/<field_name>")
class EverywhereNamed(Resource):
    """The column of a field name in all productions that the caller manages."""

    @allow(studio_manager)
    @body(schemas.DescriptorUpdateEverywhere)
    def put(self, field_name: str, body: schemas.DescriptorUpdateEverywhere) -> Any:
        """Change the column everywhere."""
        return queries.many(everywhere.update(field_name, **body.given()))

    @allow(studio_manager)
    @query(schemas.OfKind)
    def delete(self, field_name: str, query: schemas.OfKind) -> Any:
        """Remove the column everywhere."""
        return everywhere.remove(field_name, entity_type=query.entity_type)


@room.route("/actions/metadata-descriptors/all-projects/reorder")
class EverywhereOrder(Resource):
    """The order of columns in all productions that the caller manages."""

    @allow(studio_manager)
    @body(schemas.FieldOrder)
    def post(self, body: schemas.FieldOrder) -> Any:
        """Put the columns of a kind into this order everywhere."""
        return queries.many(everywhere.reorder(entity_type=body.entity_type, field_order=body.field_order))
