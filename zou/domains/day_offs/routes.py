"""Leaves over HTTP, beside their generic rows."""

from zou.access import me
from zou.access.policies import Params, persons_only, policy, signed_in, team_insider
from zou.db import Rows
from zou.db.find import find
from zou.db.rows import Row
from zou.domains.day_offs import queries
from zou.domains.day_offs.schemas import Span
from zou.kit import periods
from zou.kit.errors import Forbidden
from zou.kit.http import Resource, Room, allow, query
from zou.models import Person, Project

room = Room("day_offs")


@policy
def reader_of_leaves(params: Params) -> None:
    """Who reads the person's leaves; what of them, the query says. Bots have none."""
    if find(Person, params["person_id"]).is_bot:
        raise Forbidden("Bots have no leaves.")


@room.route("/data/persons/<uuid:person_id>/day-offs")
class PersonLeaves(Resource):
    """Somebody's leaves."""

    @allow(reader_of_leaves)
    def get(self, person: Person) -> Rows:
        """All of them."""
        return queries.of_person(person.id)


@room.route("/data/persons/<uuid:person_id>/day-offs/<date>")
class PersonLeaveOn(Resource):
    """Somebody's leave."""

    @allow(reader_of_leaves)
    def get(self, person: Person, date: str) -> Row:
        """The one of a day."""
        return queries.on(person.id, periods.one_day(date))


@room.route("/data/persons/<uuid:person_id>/day-offs/week/<year>/<week>")
class PersonLeavesOfWeek(Resource):
    """Somebody's leaves."""

    @allow(reader_of_leaves)
    def get(self, person: Person, year: str, week: str) -> Rows:
        """Those of an ISO week."""
        return queries.of_person(person.id, periods.week(year, week))


@room.route("/data/persons/<uuid:person_id>/day-offs/month/<year>/<month>")
class PersonLeavesOfMonth(Resource):
    """Somebody's leaves."""

    @allow(reader_of_leaves)
    def get(self, person: Person, year: str, month: str) -> Rows:
        """Those of a month."""
        return queries.of_person(person.id, periods.month(year, month))


@room.route("/data/persons/<uuid:person_id>/day-offs/year/<year>")
class PersonLeavesOfYear(Resource):
    """Somebody's leaves."""

    @allow(reader_of_leaves)
    def get(self, person: Person, year: str) -> Rows:
        """Those of a year."""
        return queries.of_person(person.id, periods.year(year))


@room.route("/data/persons/day-offs/<year>")
class LeavesOfYear(Resource):
    """Everybody's leaves, as far as the caller may read them."""

    @allow(signed_in)
    def get(self, year: str) -> Rows:
        """Those of a year."""
        return queries.of_everybody(periods.year(year))


@room.route("/data/persons/day-offs/<year>/<month>")
class LeavesOfMonth(Resource):
    """Everybody's leaves, as far as the caller may read them."""

    @allow(signed_in)
    def get(self, year: str, month: str) -> Rows:
        """Those of a month."""
        return queries.of_everybody(periods.month(year, month))


@room.route("/data/user/day-offs/<date>")
class OwnLeaveOn(Resource):
    """One's own leave."""

    @allow(persons_only)
    def get(self, date: str) -> Row:
        """The one of a day."""
        return queries.on(me().id, periods.one_day(date))


@room.route("/data/projects/<uuid:project_id>/day-offs")
class ProjectLeaves(Resource):
    """The leaves of a production's team."""

    @allow(team_insider)
    @query(Span)
    def get(self, project: Project, query: Span) -> dict[str, Rows]:
        """Those that the caller may read, by person."""
        return queries.of_project(project.id, query.period())
