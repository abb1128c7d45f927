"""The software that a production's task types use."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access import me
from zou.access.identity import MANAGER, SUPERVISOR, require
from zou.access.policies import Params, department_of, policy, reach
from zou.db import Rows, rows, session
from zou.db.find import find
from zou.db.rows import Row
from zou.domains.project_settings.service import task_type_link
from zou.domains.projects.service import announce
from zou.kit.errors import BadRequest
from zou.models import ProjectTaskTypeSoftwareLink, Software

Link = ProjectTaskTypeSoftwareLink


@policy
def chooser(params: Params) -> None:
    """Managers of the production, and its supervisors of the task type's department."""
    project_id = reach(params["project_id"], MANAGER, SUPERVISOR)
    mine = me()
    require(mine.manages(project_id) or mine.works_in(department_of(params["task_type_id"])), "This task type is not of your departments.")


def of_project(project_id: UUID) -> Rows:
    """Which task type uses which software in a production, by task type, then software."""
    statement = sa.select(Link.project_id, Link.task_type_id, Link.software_id).where(Link.project_id == project_id)
    return rows(statement.order_by(Link.task_type_id, Link.software_id))


def use(project_id: UUID, task_type_id: UUID, software_id: UUID) -> Row:
    """Make a task type of the production use a software; the link.

    Raises NotFound for an unknown software, BadRequest where it is archived or the production does not use the task type.
    Emits project:update where something changes.
    """
    if find(Software, software_id).archived:
        raise BadRequest("This software is archived.")
    if task_type_link(project_id, task_type_id) is None:
        raise BadRequest("The production does not use this task type.")
    values: Row = {"project_id": project_id, "task_type_id": task_type_id, "software_id": software_id}
    if session.execute(insert(Link).values(values).on_conflict_do_nothing().returning(Link.software_id)).first():
        announce(project_id)
    return values


def stop(project_id: UUID, task_type_id: UUID, software_id: UUID) -> None:
    """Make a task type of the production use a software no longer. Emits project:update where it did."""
    link = sa.and_(Link.project_id == project_id, Link.task_type_id == task_type_id, Link.software_id == software_id)
    if session.execute(sa.delete(Link).where(link).returning(Link.software_id)).first():
        announce(project_id)
