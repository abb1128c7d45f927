"""The task types of an entity over HTTP."""

from typing import Any

from zou.access.entities import exists, find_entity
from zou.access.identity import CLIENT, VENDOR, me, require
from zou.access.policies import Params, Policy, humans
from zou.domains.entity_task_types import queries
from zou.kit.http import Resource, Room, allow
from zou.models import Entity
from zou.models.kinds import ASSET, CONCEPT, EDIT, EPISODE, SCENE, SEQUENCE, SHOT, key

room = Room("entity_task_types")


def _reader(kind: str) -> Policy:
    """The production's team; vendors who work on the entity or on what is in it; no clients for concepts."""

    def check(params: Params) -> Params:
        entity = find_entity(params[key(kind)], kind)
        role = me().role_in(entity.project_id)
        require(role is not None, "You are not in the team of this production.")
        require(kind != CONCEPT or role != CLIENT)
        require(role != VENDOR or queries.assigned_among(queries.worked_on(entity, kind)), "No task of this is assigned to you.")
        return {**params, "entity": entity}

    return Policy(f"reads_task_types({kind})", check)


def _task_types_of(kind: str) -> type[Resource]:
    class EntityTaskTypes(Resource):
        """The task types of an entity."""

        @allow(_reader(kind))
        def get(self, entity: Entity) -> Any:
            """The task types that the entity has tasks of."""
            return queries.of_entity(entity, kind)

    return type(f"{kind}TaskTypes", (EntityTaskTypes,), {})


def _my_task_types_of(kind: str) -> type[Resource]:
    class MyTaskTypes(Resource):
        """The task types of one's own tasks on an entity."""

        @allow(humans(exists(kind)))
        def get(self, entity: Entity) -> Any:
            """The task types that the caller has tasks of."""
            return queries.mine(entity.id)

    return type(f"My{kind}TaskTypes", (MyTaskTypes,), {})


for _kind in (ASSET, SHOT, SCENE, EDIT, CONCEPT, SEQUENCE, EPISODE):
    room.add(_task_types_of(_kind), f"/data/{_kind.lower()}s/<uuid:{key(_kind)}>/task-types")
for _kind in (ASSET, SHOT, SCENE, SEQUENCE):
    room.add(_my_task_types_of(_kind), f"/data/user/{_kind.lower()}s/<uuid:{key(_kind)}>/task-types")
