"""Reading the logs, newest first."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.identity import MANAGER, me, require
from zou.db import Rows, execute, rows
from zou.domains.events.schemas import LastEvents, LastLogins
from zou.kit.errors import BadRequest
from zou.models import ApiEvent, LoginLog

OF_FILES = ("preview-file:add-file", "organisation:set-thumbnail", "person:set-thumbnail", "project:set-thumbnail")

#: Every name of the log, each found from the one before it by the index: the log may be long, its names are few.
_NAMES = sa.text("""
    WITH RECURSIVE found AS (
        (SELECT name FROM api_event ORDER BY name LIMIT 1)
        UNION ALL
        SELECT (SELECT name FROM api_event WHERE name > found.name ORDER BY name LIMIT 1) FROM found WHERE found.name IS NOT NULL
    ) SELECT name FROM found WHERE name IS NOT NULL""")


def last_events(query: LastEvents) -> Rows:
    """The events that the query asks for. Raises Forbidden, BadRequest for an unknown cursor. Two statements at most."""
    columns = (ApiEvent.id, ApiEvent.created_at, ApiEvent.name, ApiEvent.user_id, ApiEvent.project_id, ApiEvent.data)
    statement = sa.select(*columns).where(*_scope(query.project_id), *_asked(ApiEvent, query, query.cursor_event_id, ApiEvent.user_id))
    if query.name is not None:
        statement = statement.where(ApiEvent.name == query.name)
    if query.name_prefixes:
        statement = statement.where(sa.or_(*(ApiEvent.name.like(f"{word}:%") for word in query.name_prefixes)))
    if query.name_suffixes:
        statement = statement.where(sa.or_(*(ApiEvent.name.like(f"%:{word}") for word in query.name_suffixes)))
    if query.only_files:
        statement = statement.where(ApiEvent.name.in_(OF_FILES))
    return _newest(ApiEvent, statement, query.limit)


def _scope(project_id: UUID | None) -> list[sa.ColumnElement[bool]]:
    """The productions whose events the caller may read: those that they manage. Raises Forbidden."""
    mine = me()
    if project_id is not None:
        require(mine.manages(project_id), "Only managers of the production read its events.")
        return [ApiEvent.project_id == project_id]
    require(mine.is_manager)
    return [] if mine.is_admin else [ApiEvent.project_id.in_(mine.projects_as(MANAGER))]


def last_logins(query: LastLogins) -> Rows:
    """The sign-ins that the query asks for. Raises BadRequest for an unknown cursor. Two statements at most."""
    columns = (LoginLog.id, LoginLog.created_at, LoginLog.ip_address, LoginLog.person_id, LoginLog.origin)
    statement = sa.select(*columns).where(*_asked(LoginLog, query, query.cursor_login_log_id, LoginLog.person_id))
    return _newest(LoginLog, statement, query.limit)


def _asked(model: Any, query: LastEvents | LastLogins, cursor: UUID | None, person: Any) -> list[sa.ColumnElement[bool]]:
    """The conditions that both logs have."""
    asked: list[sa.ColumnElement[bool]] = []
    if query.after is not None:
        asked.append(model.created_at > query.after)
    if query.before is not None:
        asked.append(model.created_at < query.before)
    if query.person_ids:
        asked.append(person.in_(query.person_ids))
    if cursor is not None:
        place = execute(sa.select(model.created_at, model.id).where(model.id == cursor)).first()
        if place is None:
            raise BadRequest(f"The cursor {cursor} is not in the log.")
        asked.append(sa.tuple_(model.created_at, model.id) < sa.tuple_(*place))
    return asked


def _newest(model: Any, statement: Any, limit: int) -> Rows:
    return rows(statement.order_by(model.created_at.desc(), model.id.desc()).limit(limit)) if limit else []


def names() -> list[str]:
    """Every name in the log, sorted. One statement."""
    return sorted(execute(_NAMES).scalars())
