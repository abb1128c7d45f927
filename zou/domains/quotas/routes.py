"""Quotas over HTTP."""

from typing import Any

from zou.access.policies import team_member_not_client
from zou.access.quotas import human_named, person_quota_reader, require_quota_shots
from zou.domains.quotas import queries
from zou.domains.quotas.schemas import QuotaQuery, ShotsQuery
from zou.kit import periods
from zou.kit.http import Resource, Room, allow, query
from zou.kit.periods import Period

room = Room("quotas")
SHOTS = "/data/persons/<uuid:person_id>/quota-shots"


@room.route("/data/projects/<uuid:project_id>/quotas/<uuid:task_type_id>")
class Quotas(Resource):
    @allow(team_member_not_client)
    @query(QuotaQuery)
    def get(self, project: Any, task_type: Any, query: QuotaQuery) -> Any:
        """Quotas of the production's tasks of a type, by person."""
        return queries.of_task_type(project, task_type.id, query.count_mode, query.studio_id)


@room.route("/data/projects/<uuid:project_id>/quotas/persons/<uuid:person_id>")
class PersonQuotas(Resource):
    @allow(person_quota_reader)
    @query(QuotaQuery)
    def get(self, project: Any, person: Any, query: QuotaQuery) -> Any:
        """A person's quotas in the production, by task type."""
        return queries.of_person(project, person.id, query.count_mode, query.studio_id)


def _shots(person: Any, query: ShotsQuery, period: Period) -> Any:
    return queries.shots_of_person(person.id, period, query.count_mode, query.project_id, query.task_type_id)


@room.route(f"{SHOTS}/month/<year>/<month>")
class MonthShots(Resource):
    @allow(human_named)
    @query(ShotsQuery)
    def get(self, person: Any, query: ShotsQuery, year: str, month: str) -> Any:
        """The shots behind a person's quotas of a month."""
        require_quota_shots(person, query.project_id)
        return _shots(person, query, periods.month(year, month))


@room.route(f"{SHOTS}/week/<year>/<week>")
class WeekShots(Resource):
    @allow(human_named)
    @query(ShotsQuery)
    def get(self, person: Any, query: ShotsQuery, year: str, week: str) -> Any:
        """The shots behind a person's quotas of an ISO week."""
        require_quota_shots(person, query.project_id)
        return _shots(person, query, periods.week(year, week))


@room.route(f"{SHOTS}/day/<year>/<month>/<day>")
class DayShots(Resource):
    @allow(human_named)
    @query(ShotsQuery)
    def get(self, person: Any, query: ShotsQuery, year: str, month: str, day: str) -> Any:
        """The shots behind a person's quotas of a day."""
        require_quota_shots(person, query.project_id)
        return _shots(person, query, periods.day(year, month, day))
