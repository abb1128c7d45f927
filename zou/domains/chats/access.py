"""Who takes part in the chat of an entity: those who may see the entity."""

from typing import Any

from zou.access.policies import Params, Policy, humans, require_entity_access
from zou.db import session
from zou.kit.errors import NotFound
from zou.kit.ids import parse_id
from zou.models import Chat, Entity


def _check(params: Params) -> Params:
    entity = _entity(params["entity_id"])
    require_entity_access(entity.project_id, entity.id)
    return {**params, "entity": entity}


def _entity(ident: Any) -> Entity:
    """The entity of this id, or the one that the chat of this id is about: some clients name the chat instead."""
    known = parse_id(ident)
    found = session.get(Entity, known) if known else None
    chat = session.get(Chat, known) if known and found is None else None
    if chat is not None:
        found = session.get(Entity, chat.object_id)
    if found is None:
        raise NotFound(f"No entity has the id {ident}.")
    return found


who_chats = Policy("who_chats", _check)
"""Who may see the entity: the production's team, vendors with a task on it."""
human_who_chats = humans(who_chats)
"""The same, without bots."""
