"""People over HTTP, beside their generic rows."""

from typing import Any

from flask import Response

from zou.access import me
from zou.access.identity import require
from zou.access.policies import Params, admin, persons_only, policy, require_admin_or_self
from zou.db import Rows
from zou.db.find import find
from zou.domains.persons import presence, queries, service
from zou.domains.persons.schemas import DepartmentAdd, DesktopLogin
from zou.kit import periods
from zou.kit.http import Resource, Room, allow, body, no_content
from zou.models import Person

room = Room("persons")


@policy
def oneself_or_manager(params: Params) -> None:
    """The person, managers and administrators."""
    person = find(Person, params["person_id"])
    require(me().id == person.id or me().is_manager)


@policy
def oneself_or_admin(params: Params) -> None:
    """The person and administrators."""
    require_admin_or_self(find(Person, params["person_id"]).id)


@room.route("/actions/persons/<uuid:person_id>/departments/add")
class AddDepartment(Resource):
    """A person who joins a department."""

    @allow(admin)
    @body(DepartmentAdd)
    def post(self, person: Person, body: DepartmentAdd) -> Any:
        """Put them into it."""
        service.add_department(person, service.department_named(body.department_id))
        return queries.one(person.id), 201


@room.route("/actions/persons/<uuid:person_id>/departments/<department_id>")
class RemoveDepartment(Resource):
    """A person who leaves a department."""

    @allow(admin)
    def delete(self, person: Person, department_id: str) -> Any:
        """Take them out of it."""
        service.remove_department(person, service.department_named(department_id))
        return no_content()


@room.route("/data/persons/<uuid:person_id>/desktop-login-logs")
class DesktopLogins(Resource):
    """Somebody's workstation sign-ins."""

    @allow(oneself_or_manager)
    def get(self, person: Person) -> Rows:
        """All of them, newest first."""
        return presence.logs_of(person.id)

    @allow(oneself_or_admin)
    @body(DesktopLogin)
    def post(self, person: Person, body: DesktopLogin) -> Any:
        """Note one."""
        return presence.log(person, body.date), 201


@room.route("/data/user/desktop-login-logs")
class OwnDesktopLogins(Resource):
    """One's own workstation sign-ins."""

    @allow(persons_only)
    def get(self) -> Rows:
        """All of them, newest first."""
        return presence.logs_of(me().id)

    @allow(persons_only)
    @body(DesktopLogin)
    def post(self, body: DesktopLogin) -> Any:
        """Note one."""
        return presence.log(find(Person, me().id), body.date), 201


@room.route("/data/persons/presence-logs/<month_date>")
class PresenceSheet(Resource):
    """Who was there in a month."""

    @allow(admin)
    def get(self, month_date: str) -> Response:
        """The sheet as CSV."""
        year, _, month = month_date.partition("-")
        text = presence.sheet(periods.month(year, month))
        return Response(text, content_type="text/csv", headers={"Content-Disposition": "attachment; filename=kitsu_export.csv"})
