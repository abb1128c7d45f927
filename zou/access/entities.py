"""Policies of the routes of one entity: the path's `shot_id`, `asset_id`... names it; the handler gets it as `entity`."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import request
from sqlalchemy.orm import joinedload

from zou.access.identity import CLIENT, VENDOR, me, require
from zou.access.policies import INSIDERS, Params, Policy, reach, require_entity_access
from zou.db import session
from zou.kit.errors import NotFound
from zou.kit.ids import parse_id
from zou.models import Entity
from zou.models.kinds import CONCEPT, EPISODE, key, kind_of

ANY = ""


def find_entity(ident: Any, *kinds: str, project_id: UUID | None = None) -> Entity:
    """The entity of this id, of one of the `kinds` (any without) and of the production where one is given. Raises NotFound."""
    known = parse_id(ident)
    statement = sa.select(Entity).where(Entity.id == known).options(joinedload(Entity.entity_type))
    found = session.execute(statement).scalar() if known else None
    if found is None or (kinds and kind_of(found) not in kinds) or (project_id and found.project_id != project_id):
        raise NotFound(f"No {(kinds[0] if len(kinds) == 1 else 'entity').lower()} has the id {ident}.")
    return found


def lock_entity(entity: Entity) -> Entity:
    """The entity as it is now, locked until the transaction ends, so that what follows from it holds. Raises NotFound if it is gone."""
    session.flush()
    statement = sa.select(Entity).where(Entity.id == entity.id).with_for_update().execution_options(populate_existing=True)
    found = session.execute(statement).scalar()
    if found is None:
        raise NotFound()
    return found


def _policy(name: str, kind: str, check: Any) -> Policy:
    param = key(kind) if kind else "entity_id"

    def checked(params: Params) -> Params:
        entity = find_entity(params[param], *([kind] if kind else []))
        check(entity)
        return {**params, "entity": entity, "project_id": params.get("project_id", entity.project_id)}

    return Policy(f"{name}({kind or 'entity'})", checked)


def who_sees(kind: str = ANY) -> Policy:
    """Who may see the entity: the production's team, vendors with a task on it. Concepts: without vendors and clients but for such vendors."""

    def check(entity: Entity) -> None:
        require_entity_access(entity.project_id, entity.id)
        if kind == CONCEPT:
            require(me().role_in(entity.project_id) != CLIENT)

    return _policy("who_sees", kind, check)


def who_works_on(kind: str = ANY) -> Policy:
    """The team of the entity's production without clients and vendors."""
    return _policy("who_works_on", kind, lambda entity: require(me().has_role_in(entity.project_id, *INSIDERS)))


def who_reaches(kind: str, *, vendors: bool = True) -> Policy:
    """The team of the entity's production, without vendors where `vendors` is false."""

    def check(entity: Entity) -> None:
        require(me().is_member(entity.project_id), "You are not in the team of this production.")
        require(vendors or me().role_in(entity.project_id) != VENDOR)

    return _policy("who_reaches", kind, check)


def exists(kind: str) -> Policy:
    """Everybody: the entity must exist, and what is shown of it is their own."""
    return _policy("exists", kind, lambda _entity: None)


def who_manages(kind: str) -> Policy:
    """The managers of the entity's production."""
    return _policy("who_manages", kind, lambda entity: require(me().manages(entity.project_id)))


def who_supervises(kind: str) -> Policy:
    """The supervisors and managers of the entity's production."""
    return _policy("who_supervises", kind, lambda entity: require(me().supervises(entity.project_id)))


def may_delete(entity: Entity) -> bool:
    """Whether the caller may remove the entity: who made it, as long as they are in the team, and managers."""
    mine = me()
    return mine.manages(entity.project_id) or (entity.created_by == mine.id and mine.is_member(entity.project_id))


def who_deletes(kind: str) -> Policy:
    """Who may remove the entity: see `may_delete`."""
    return _policy("who_deletes", kind, lambda entity: require(may_delete(entity)))


def _in_query(name: str, *refused: str, above: str = "", by: str = "") -> Policy:
    """Who reaches the production that the query's `project_id` names, or that of the entity of kind `above` that `by` names.

    Administrators alone where the query names none. Gives the handler the `project_id`.
    """

    def check(params: Params) -> Params:
        asked: Any = request.args.get("project_id")
        if by and by in request.args:
            asked = find_entity(request.args[by], above).project_id
        if asked is None:
            require(me().is_admin, "Say which production: project_id is missing.")
            return {**params, "project_id": None}
        known = parse_id(asked)
        if known is not None and me().is_admin:
            return {**params, "project_id": known}
        reached = reach(asked)
        require(me().role_in(reached) not in refused)
        return {**params, "project_id": reached}

    return Policy(name, check)


team_in_query = _in_query("team_in_query")
"""The team of the query's production."""
team_in_query_not_vendor = _in_query("team_in_query_not_vendor", VENDOR)
"""The same without vendors."""
team_in_query_insider = _in_query("team_in_query_insider", VENDOR, CLIENT)
"""The same without vendors and clients."""
team_by_sequence = _in_query("team_by_sequence", above="Sequence", by="sequence_id")
"""The team of the query's production, or of that of its `sequence_id`."""
team_by_episode = _in_query("team_by_episode", above="Episode", by="episode_id")
"""The team of the query's production, or of that of its `episode_id`."""


def narrowed(project_id: UUID | None) -> bool:
    """Whether the caller sees only what they have a task on: vendors."""
    return project_id is not None and me().role_in(project_id) == VENDOR


def _team_of_assets(params: Params) -> Params:
    """The team of the query's production, or of that of its `episode_id`; with neither everybody, who then sees their own productions."""
    asked: Any = request.args.get("project_id")
    if asked is None and request.args.get("episode_id") not in (None, "all", "main"):
        asked = find_entity(request.args["episode_id"], EPISODE).project_id
    if asked is None:
        return {**params, "project_id": None}
    known = parse_id(asked)
    return {**params, "project_id": known if known is not None and me().is_admin else reach(asked)}


team_of_assets = Policy("team_of_assets", _team_of_assets)
"""See `_team_of_assets`."""
