"""Timesheets over HTTP: one's own time, a person's, everybody's tables, a production's by department."""

from typing import Any

from zou.access import me
from zou.access.overseeing import require_overseen_department
from zou.access.policies import admin, persons_only, signed_in
from zou.access.time import own_time_reader, require_reach, time_reader
from zou.db.find import find
from zou.domains.time import queries as time
from zou.domains.time.schemas import OfProject
from zou.domains.timesheets import queries
from zou.domains.timesheets.schemas import TableQuery, WholeRange
from zou.kit import periods
from zou.kit.http import Resource, Room, allow, malformed, query
from zou.kit.periods import Period, one_day
from zou.models import Task

room = Room("timesheets")
PERSON = "/data/persons/<uuid:person_id>/time-spents"


@room.route("/data/user/time-spents")
class MyTime(Resource):
    @allow(persons_only)
    @query(WholeRange)
    def get(self, query: WholeRange) -> Any:
        """The caller's time in a range of days, or all of it."""
        return time.of_person(me().id, query.period())


@room.route("/data/user/time-spents/<day>")
class MyTimeOfDay(Resource):
    @allow(persons_only)
    def get(self, day: str) -> Any:
        """The caller's time on a day."""
        return time.of_person_on(me().id, one_day(day))


@room.route("/data/user/tasks/<uuid:task_id>/time-spents/<day>")
class MyTimeOnTask(Resource):
    @allow(persons_only)
    def get(self, task_id: Any, day: str) -> Any:
        """The caller's time on a task on a day; {} for none."""
        return time.mine_on(find(Task, task_id).id, one_day(day))


@room.route(PERSON)
class PersonTime(Resource):
    @allow(time_reader)
    @query(WholeRange)
    def get(self, person: Any, query: WholeRange) -> Any:
        """The person's time in a range of days, or all of it."""
        return time.of_person(person.id, query.period())


@room.route(f"{PERSON}/<day>")
class PersonTimeOfDay(Resource):
    @allow(time_reader)
    def get(self, person: Any, day: str) -> Any:
        """The person's time on a day."""
        return time.of_person_on(person.id, one_day(day))


@room.route(f"{PERSON}/month/all/<year>/<month>")
class PersonMonthRows(Resource):
    @allow(own_time_reader)
    def get(self, person: Any, year: str, month: str) -> Any:
        """Every row of the person's month."""
        return time.of_person(person.id, periods.month(year, month))


def _by_task(person: Any, query: OfProject, period: Period) -> Any:
    require_reach(query.project_id)
    return queries.by_task(person.id, period, query.project_id)


@room.route(f"{PERSON}/year/<year>")
class PersonYear(Resource):
    @allow(time_reader)
    @query(OfProject)
    def get(self, person: Any, query: OfProject, year: str) -> Any:
        """The person's year, by task."""
        return _by_task(person, query, periods.year(year))


@room.route(f"{PERSON}/month/<year>/<month>")
class PersonMonth(Resource):
    @allow(time_reader)
    @query(OfProject)
    def get(self, person: Any, query: OfProject, year: str, month: str) -> Any:
        """The person's month, by task."""
        return _by_task(person, query, periods.month(year, month))


@room.route(f"{PERSON}/week/<year>/<week>")
class PersonWeek(Resource):
    @allow(time_reader)
    @query(OfProject)
    def get(self, person: Any, query: OfProject, year: str, week: str) -> Any:
        """The person's ISO week, by task."""
        return _by_task(person, query, periods.week(year, week))


@room.route(f"{PERSON}/day/<year>/<month>/<day>")
class PersonDay(Resource):
    @allow(time_reader)
    @query(OfProject)
    def get(self, person: Any, query: OfProject, year: str, month: str, day: str) -> Any:
        """The person's day, by task."""
        return _by_task(person, query, periods.day(year, month, day))


def _table(unit: str, period: Period | None, query: TableQuery) -> Any:
    require_reach(query.project_id)
    require_overseen_department(query.department_id)
    return queries.table(unit, period, project_id=query.project_id, department_id=query.department_id, studio_id=query.studio_id)


@room.route("/data/persons/time-spents/day-table/<year>/<month>")
class DayTable(Resource):
    @allow(signed_in)
    @query(TableQuery)
    def get(self, query: TableQuery, year: str, month: str) -> Any:
        """Minutes by day of the month and person."""
        return _table("day", periods.month(year, month), query)


@room.route("/data/persons/time-spents/week-table/<year>")
class WeekTable(Resource):
    @allow(signed_in)
    @query(TableQuery)
    def get(self, query: TableQuery, year: str) -> Any:
        """Minutes by week of the ISO year and person."""
        return _table("week", periods.iso_year(year), query)


@room.route("/data/persons/time-spents/month-table/<year>")
class MonthTable(Resource):
    @allow(signed_in)
    @query(TableQuery)
    def get(self, query: TableQuery, year: str) -> Any:
        """Minutes by month and person."""
        return _table("month", periods.year(year), query)


@room.route("/data/persons/time-spents/year-table")
class YearTable(Resource):
    @allow(signed_in)
    @query(TableQuery)
    def get(self, query: TableQuery) -> Any:
        """Minutes by year and person."""
        return _table("year", None, query)


@room.route("/data/projects/<uuid:project_id>/budgets/time-spents")
class DepartmentTime(Resource):
    @allow(admin)
    @malformed(400)
    def get(self, project: Any) -> Any:
        """Minutes spent in the production by department, person and month."""
        return queries.by_department(project.id)
