"""Versions of the schedule: filling one from the production or from another version, applying one."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import MANAGER, me, require
from zou.access.policies import INSIDERS, Params, policy, reach
from zou.db import session
from zou.db.find import find
from zou.domains.projects.service import announce
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import ProductionScheduleVersion, Project

Version = ProductionScheduleVersion
_PLAIN = {"synchronize_session": False}
_LINK = "production_schedule_version_task_link"
_ASSIGNEE = f"{_LINK}_person_link"

_FILL = sa.text(f"""
    INSERT INTO {_LINK} (id, created_at, updated_at, production_schedule_version_id, task_id, start_date, due_date, estimation)
    SELECT gen_random_uuid(), :now, :now, :version, source.task_id, source.start_date, source.due_date, source.estimation FROM (
        SELECT id AS task_id, start_date, due_date, estimation FROM task WHERE project_id = :project AND CAST(:other AS uuid) IS NULL
        UNION ALL
        SELECT task_id, start_date, due_date, estimation FROM {_LINK} WHERE production_schedule_version_id = CAST(:other AS uuid)
    ) source
    ON CONFLICT (production_schedule_version_id, task_id) DO UPDATE
    SET start_date = excluded.start_date, due_date = excluded.due_date, estimation = excluded.estimation, updated_at = excluded.updated_at
    RETURNING id""")
_LEAVE = sa.text(f"DELETE FROM {_ASSIGNEE} WHERE {_LINK}_id = ANY(:links)")
_ASSIGN_AS_TASKS = sa.text(f"""
    INSERT INTO {_ASSIGNEE} ({_LINK}_id, person_id)
    SELECT link.id, assigned.person_id FROM {_LINK} link JOIN task_person_link assigned ON assigned.task_id = link.task_id WHERE link.id = ANY(:links)""")
_ASSIGN_AS_OTHER = sa.text(f"""
    INSERT INTO {_ASSIGNEE} ({_LINK}_id, person_id)
    SELECT link.id, assigned.person_id FROM {_LINK} link
    JOIN {_LINK} source ON source.task_id = link.task_id AND source.production_schedule_version_id = :other
    JOIN {_ASSIGNEE} assigned ON assigned.{_LINK}_id = source.id WHERE link.id = ANY(:links)""")
_APPLY = sa.text(f"""
    UPDATE task SET start_date = link.start_date, due_date = link.due_date, estimation = link.estimation, updated_at = :now
    FROM {_LINK} link WHERE link.task_id = task.id AND link.production_schedule_version_id = :version
    RETURNING task.id, task.project_id""")


def _version_of(*roles: str) -> Any:
    def check(params: Params) -> Params:
        version = find(Version, params["production_schedule_version_id"])
        require(me().has_role_in(version.project_id, *roles))
        return {**params, "production_schedule_version": version}

    return check


@policy
def version_reader(params: Params) -> Params:
    """The team of the version's production without clients and vendors."""
    return _version_of(*INSIDERS)(params)


@policy
def version_writer(params: Params) -> Params:
    """The managers of the version's production."""
    return _version_of(MANAGER)(params)


def insider_of(project_id: Any) -> bool:
    """Whether the caller reads the schedules of the production. Raises NotFound, Forbidden."""
    return bool(reach(project_id, *INSIDERS))


def fill_from_production(version: Version) -> int:
    """Give a version the dates, estimations and assignees of all tasks of its production; their number. Three statements.

    Emits production_schedule_version:update.
    """
    return _fill(version, None)


def fill_from_version(version: Version, other: Version) -> int:
    """Give a version what another one of its production says; the number of tasks. Tasks that the other one lacks stay as they are.

    Raises BadRequest for a version of another production and for the version itself. Emits production_schedule_version:update.
    """
    if other.id == version.id:
        raise BadRequest("A version cannot be copied onto itself.")
    if other.project_id != version.project_id:
        raise BadRequest("Both versions must belong to one production.")
    count = _fill(version, other.id)
    version.production_schedule_from = other.id
    session.flush()
    return count


def _fill(version: Version, other_id: UUID | None) -> int:
    values = {"now": utcnow(), "version": version.id, "project": version.project_id, "other": other_id}
    links = [row.id for row in session.execute(_FILL, values)]
    session.execute(_LEAVE, {"links": links})
    if other_id is None:
        session.execute(_ASSIGN_AS_TASKS, {"links": links})
    else:
        session.execute(_ASSIGN_AS_OTHER, {"links": links, "other": other_id})
    _announce(version)
    return len(links)


def apply(version: Version) -> int:
    """Give the tasks of the production the dates and estimations of a version, which becomes locked and the production's; their number.

    Emits task:update for each, production_schedule_version:update and project:update.
    """
    tasks = session.execute(_APPLY, {"now": utcnow(), "version": version.id}).all()
    version.locked = True
    session.flush()
    project = sa.update(Project).where(Project.id == version.project_id).values(from_schedule_version_id=version.id)
    session.execute(project, execution_options=_PLAIN)
    for task in tasks:
        emit("task:update", task_id=task.id, project_id=task.project_id)
    _announce(version)
    announce(version.project_id)
    return len(tasks)


def release(version: Version) -> None:
    """Take a version out of those copied from it and out of the production that it was applied to. Emits project:update where it was."""
    session.execute(sa.update(Version).where(Version.production_schedule_from == version.id).values(production_schedule_from=None), execution_options=_PLAIN)
    applied = sa.update(Project).where(Project.from_schedule_version_id == version.id).values(from_schedule_version_id=None).returning(Project.id)
    for (project_id,) in session.execute(applied, execution_options=_PLAIN).all():
        announce(project_id)


def _announce(version: Version) -> None:
    emit("production_schedule_version:update", production_schedule_version_id=version.id, project_id=version.project_id)
