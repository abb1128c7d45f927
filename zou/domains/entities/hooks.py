"""What is particular to entities in the generic routes."""

from typing import Any

import sqlalchemy as sa

from zou.access import me
from zou.access.entities import may_delete
from zou.access.identity import CLIENT, MANAGER, SUPERVISOR
from zou.access.metadata import masked
from zou.access.policies import require_entity_access
from zou.access.scoping import seen_entities
from zou.crud import hooks
from zou.crud.write import remove
from zou.db import session
from zou.domains.breakdown import episodes, readiness
from zou.domains.entities import changes
from zou.domains.entities.queries import kinds_of
from zou.kit.errors import BadRequest, Forbidden
from zou.models import (
    DepartmentMetadataDescriptorLink,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityType,
    MetadataDescriptor,
    Subscription,
)
from zou.models.kinds import ASSET, CONCEPT, EDIT, SEQUENCE, SHOT, key, kind_named, kind_of, prefix

entities = hooks("entities")


@entities.before_body
def as_read(_verb: str, content: Any) -> Any:
    """Words for no id are null."""
    return changes.cleaned(content)


@entities.before_create
def complete(values: dict[str, Any]) -> dict[str, Any]:
    """The caller has made it; what it refers to is of its production."""
    if values.get("data") is not None and not isinstance(values["data"], dict):
        raise BadRequest("data must be an object.")
    changes.require_own_production(values.get("project_id"), values)
    values["created_by"] = me().id
    return _with_own_concepts(values.get("project_id"), values)


def _with_own_concepts(project_id: Any, values: dict[str, Any]) -> dict[str, Any]:
    """Concepts illustrate entities of their production, or shared ones."""
    wanted = values.get("entity_concept_links")
    if wanted:
        statement = sa.select(Entity.id).where(Entity.id.in_(wanted), sa.or_(Entity.project_id == project_id, Entity.is_shared))
        known = set(session.execute(statement).scalars())
        values["entity_concept_links"] = [ident for ident in wanted if ident in known]
    return values


@entities.scope
def of_mine(statement: Any) -> Any:
    """Entities of open productions in whose team the caller is; those assigned to them for vendors. No concepts where they are a client."""
    mine = me()
    if mine.is_admin:
        return statement
    statement = statement.where(seen_entities())
    as_client = mine.projects_as(CLIENT)
    # Not by `is_a`: a studio that has no concepts may lack the very type.
    concepts = sa.select(EntityType.id).where(EntityType.name == CONCEPT)
    return statement.where(sa.or_(Entity.project_id.not_in(as_client), Entity.entity_type_id.not_in(concepts))) if as_client else statement


@entities.allow("one")
def may_see(row: Any) -> bool:
    """The production's team, vendors with a task on it. Concepts: nobody who is a client there."""
    require_entity_access(row.project_id, row.id)
    if me().role_in(row.project_id) != CLIENT:
        return True
    return session.execute(sa.select(EntityType.name).where(EntityType.id == row.entity_type_id)).scalar() != CONCEPT


@entities.allow("update")
def may_update(entity: Entity) -> bool:
    """Managers, supervisors (who may write metadata only), and who made it as long as they are in the team."""
    mine = me()
    return mine.has_role_in(entity.project_id, MANAGER, SUPERVISOR) or may_delete(entity)


@entities.before_update
def check(entity: Entity, values: dict[str, Any]) -> dict[str, Any]:
    """Supervisors write the metadata of their departments. Metadata is merged."""
    if not may_delete(entity):
        _require_own_metadata(entity, values)
    values = _with_own_concepts(entity.project_id, changes.checked(entity, values))
    if "data" in values:
        values["data"] = {**(entity.data or {}), **(values["data"] or {})} if values["data"] is not None or entity.data else entity.data
    return values


def _require_own_metadata(entity: Entity, values: dict[str, Any]) -> None:
    """Raise Forbidden unless the values are metadata that a supervisor of the caller's departments may write."""
    if set(values) - {"data"}:
        raise Forbidden("Supervisors write the metadata of entities only.")
    mine, written = me(), set(values.get("data") or ()) if isinstance(values.get("data"), dict) else set()
    if not mine.departments or not written:
        return
    kind = kind_of(entity)
    link = DepartmentMetadataDescriptorLink
    statement = sa.select(MetadataDescriptor.field_name).join(link, link.metadata_descriptor_id == MetadataDescriptor.id)
    conditions = (MetadataDescriptor.project_id == entity.project_id, MetadataDescriptor.entity_type == kind, link.department_id.in_(mine.departments))
    if kind not in (SHOT, ASSET, EDIT) or written - set(session.execute(statement.where(*conditions)).scalars()):
        raise Forbidden("These columns are of other departments.")


@entities.update
def put(entity: Entity, values: dict[str, Any]) -> None:
    """Shots keep what they were; readiness follows."""
    changes.apply(entity, values)


@entities.allow("delete")
def may_remove(entity: Entity) -> bool:
    """Who made it, as long as they are in the team, and managers."""
    return may_delete(entity)


@entities.delete
def erase(entity: Entity, _force: bool) -> None:
    """Remove the row with its castings and concepts; what has tasks, versions or children stays."""
    kind = kind_of(entity)
    holders = readiness.holders_of([entity.id]) if kind == ASSET else []
    above = episodes.episodes_of([entity.id]) if kind == SHOT else []
    for link in (EntityLink, EntityConceptLink):
        session.execute(sa.delete(link).where(sa.or_(link.entity_in_id == entity.id, link.entity_out_id == entity.id)), execution_options=_QUIET)
    if kind == SEQUENCE:
        session.execute(sa.delete(Subscription).where(Subscription.entity_id == entity.id), execution_options=_QUIET)
    remove(entity)
    readiness.refresh(holders, tell=True)
    episodes.drop_unused(above)


_QUIET = {"synchronize_session": False}


@entities.event
def told(entity: Entity, verb: str) -> tuple[str, dict[str, Any], Any]:
    """Events go by the kind."""
    kind = kind_named(session.execute(sa.select(EntityType.name).where(EntityType.id == entity.entity_type_id)).scalar_one())
    return f"{prefix(kind)}:{verb}", {key(kind): entity.id}, entity.project_id


@entities.shape
def as_seen(found: list[dict[str, Any]], _many: bool) -> list[dict[str, Any]]:
    """Rows say their kind, and lack the metadata that the caller may not read."""
    return masked(kinds_of(found), lambda row: row["type"]) if found else found


@entities.reply
def as_new(_entity: Entity, verb: str, body: dict[str, Any]) -> dict[str, Any]:
    """A new row's type is that of the table."""
    return {**body, "type": "Entity"} if verb == "create" else body
