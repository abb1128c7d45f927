"""Who sees quotas."""

from typing import Any
from uuid import UUID

from zou.access.identity import CLIENT, MANAGER, SUPERVISOR, me, require
from zou.access.policies import Params, policy, reach
from zou.access.time import human


def sees_all_quotas(project_id: UUID) -> bool:
    """Whether the caller sees everybody's quotas of the production."""
    return me().supervises(project_id)


@policy
def person_quota_reader(params: Params) -> Params:
    """Who sees a person's quotas in the production `project_id`: that person and its supervisors and managers, never clients."""
    known = reach(params["project_id"])
    person = human(params["person_id"])
    require(me().role_in(known) != CLIENT and (me().id == person.id or sees_all_quotas(known)))
    return {**params, "person": person}


@policy
def human_named(params: Params) -> Params:
    """Everybody, about a person; `require_quota_shots` says the rest."""
    return {**params, "person": human(params["person_id"])}


def require_quota_shots(person: Any, project_id: UUID | None) -> None:
    """Raise Forbidden unless the caller sees the shots behind a person's quotas: of a production its supervisors, of all that person and admins."""
    if project_id is not None:
        reach(project_id, MANAGER, SUPERVISOR)
    else:
        require(me().is_admin or me().id == person.id)
