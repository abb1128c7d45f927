"""The team of a production and its preview account over HTTP."""

from typing import Any
from uuid import UUID

from zou.access.policies import production_manager, team_member
from zou.db.find import find_for_body
from zou.domains.projects.queries import plain
from zou.domains.team import preview_account, queries, schemas, service
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.models import Person, Project

room = Room("team")


@room.route("/data/projects/<uuid:project_id>/team")
class Team(Resource):
    """The people of a production."""

    @allow(team_member)
    def get(self, project_id: UUID) -> Any:
        """The team, each with their role in it."""
        return queries.of_project(project_id)

    @allow(production_manager)
    @body(schemas.Member)
    def post(self, project: Project, body: schemas.Member) -> Any:
        """Put a person into the team."""
        service.add(project.id, find_for_body(Person, body.person_id, "person_id"), body.role)
        return plain(project), 201


@room.route("/data/projects/<uuid:project_id>/team/<uuid:person_id>")
class Member(Resource):
    """A member of the team."""

    @allow(production_manager)
    @body(schemas.MemberRole)
    def put(self, project_id: UUID, person_id: UUID, body: schemas.MemberRole) -> Any:
        """Give the member a role in the production."""
        service.set_role(project_id, person_id, body.role)
        return {"project_id": project_id, "person_id": person_id, "role": body.role}

    @allow(production_manager)
    def delete(self, project_id: UUID, person_id: UUID) -> Any:
        """Take the person out of the team."""
        service.remove(project_id, person_id)
        return no_content()


@room.route("/data/projects/<uuid:project_id>/preview-account")
class PreviewAccount(Resource):
    """The account by which clients look at the production."""

    @allow(production_manager)
    def get(self, project_id: UUID) -> Any:
        """The account, null where there is none."""
        account = preview_account.of_project(project_id)
        return preview_account.shown(account) if account else None

    @allow(production_manager)
    def post(self, project: Project) -> Any:
        """Make the account, or give it a new password."""
        account, password = preview_account.reset(project)
        return {**preview_account.shown(account), "password": password}, 201

    @allow(production_manager)
    @body(schemas.Window)
    def put(self, project_id: UUID, body: schemas.Window) -> Any:
        """Open the account's window for an hour, or close it."""
        account = preview_account.require(project_id)
        preview_account.set_open(account, body.is_open)
        return preview_account.shown(account)

    @allow(production_manager)
    def delete(self, project_id: UUID) -> Any:
        """Remove the account."""
        preview_account.remove(project_id)
        return no_content()
