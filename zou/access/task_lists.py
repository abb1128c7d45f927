"""Who sees the task lists of a person."""

from zou.access.identity import VENDOR, me, require
from zou.access.policies import Params, policy
from zou.access.time import human


@policy
def list_reader(params: Params) -> Params:
    """Who sees a person's lists of tasks: everybody, each what they see of tasks; vendors their own. Bots have none."""
    person, mine = human(params["person_id"]), me()
    only_vendor = not mine.is_admin and set(mine.projects_as(VENDOR)) == set(mine.teams) and (bool(mine.teams) or mine.role == VENDOR)
    require(mine.id == person.id or not only_vendor, "Vendors see their own tasks.")
    return {**params, "person": person}
