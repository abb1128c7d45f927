"""Budgets of productions over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.policies import production_manager
from zou.domains.budgets import queries, schemas, service
from zou.kit.http import Resource, Room, allow, body, malformed, no_content

room = Room("budgets")
BUDGETS = "/data/projects/<uuid:project_id>/budgets"


@room.route(BUDGETS)
class Budgets(Resource):
    """The budgets of a production."""

    @allow(production_manager)
    @malformed(400)
    def get(self, project_id: UUID) -> Any:
        """The budgets by revision."""
        return queries.of_project(project_id)

    @allow(production_manager)
    @malformed(400)
    @body(schemas.BudgetCreate)
    def post(self, project_id: UUID, body: schemas.BudgetCreate) -> Any:
        """Add a budget."""
        return queries.shown(service.create(project_id, **body.model_dump()))


@room.route(f"{BUDGETS}/<uuid:budget_id>")
class OneBudget(Resource):
    """A budget of a production."""

    @allow(production_manager)
    @malformed(400)
    def get(self, project_id: UUID, budget_id: UUID) -> Any:
        """The budget."""
        return queries.shown(service.find_in(project_id, budget_id))

    @allow(production_manager)
    @malformed(400)
    @body(schemas.BudgetUpdate)
    def put(self, project_id: UUID, budget_id: UUID, body: schemas.BudgetUpdate) -> Any:
        """Change the name or the currency."""
        budget = service.find_in(project_id, budget_id)
        service.update(budget, {key: value for key, value in body.given().items() if value is not None})
        return queries.shown(budget)

    @allow(production_manager)
    @malformed(400)
    def delete(self, project_id: UUID, budget_id: UUID) -> Any:
        """Remove the budget with its lines."""
        service.remove(service.find_in(project_id, budget_id))
        return no_content()


@room.route(f"{BUDGETS}/<uuid:budget_id>/entries")
class Entries(Resource):
    """The lines of a budget."""

    @allow(production_manager)
    @malformed(400)
    def get(self, project_id: UUID, budget_id: UUID) -> Any:
        """The lines."""
        return queries.entries_of(service.find_in(project_id, budget_id).id)

    @allow(production_manager)
    @malformed(400)
    @body(schemas.EntryCreate)
    def post(self, project_id: UUID, budget_id: UUID, body: schemas.EntryCreate) -> Any:
        """Add a line."""
        return queries.shown(service.add_entry(service.find_in(project_id, budget_id), body.model_dump()))


@room.route(f"{BUDGETS}/<uuid:budget_id>/entries/<uuid:entry_id>")
class Entry(Resource):
    """A line of a budget."""

    @allow(production_manager)
    @malformed(400)
    def get(self, project_id: UUID, budget_id: UUID, entry_id: UUID) -> Any:
        """The line."""
        return queries.shown(service.find_entry(service.find_in(project_id, budget_id), entry_id))

    @allow(production_manager)
    @malformed(400)
    @body(schemas.EntryUpdate)
    def put(self, project_id: UUID, budget_id: UUID, entry_id: UUID, body: schemas.EntryUpdate) -> Any:
        """Change the line."""
        budget = service.find_in(project_id, budget_id)
        entry = service.find_entry(budget, entry_id)
        service.update_entry(budget, entry, body.given())
        return queries.shown(entry)

    @allow(production_manager)
    @malformed(400)
    def delete(self, project_id: UUID, budget_id: UUID, entry_id: UUID) -> Any:
        """Remove the line."""
        budget = service.find_in(project_id, budget_id)
        service.remove_entry(budget, service.find_entry(budget, entry_id))
        return no_content()
