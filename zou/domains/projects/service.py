"""The life of a production: what follows from making and changing one."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from zou.access.productions import CLOSED, OPEN
from zou.db import rows, scalar, session
from zou.domains.entities import service as entities
from zou.domains.metadata_descriptors import service as descriptors
from zou.domains.projects.queries import TV_SHOW, first_episodes
from zou.events import emit
from zou.kit.dates import utcnow
from zou.models import Project, ProjectStatus
from zou.models.kinds import EPISODE

FIRST_EPISODE = "E01"
_COLORS = {OPEN: "#000000", CLOSED: "#000000"}


def status_named(name: str) -> UUID:
    """The id of the status of productions `name` (Open or Closed), which is made when it lacks."""
    found = scalar(sa.select(ProjectStatus.id).where(ProjectStatus.name == name))
    if found is None:
        now = utcnow()
        values = {"id": uuid4(), "name": name, "color": _COLORS[name], "created_at": now, "updated_at": now}
        session.execute(insert(ProjectStatus).values(values).on_conflict_do_nothing())
        found = scalar(sa.select(ProjectStatus.id).where(ProjectStatus.name == name))
    return found


def is_open(project: Project) -> bool:
    """Whether a production is at work."""
    return project.project_status_id == scalar(sa.select(ProjectStatus.id).where(ProjectStatus.name == OPEN))


def complete_new(project: Project) -> None:
    """Give a new production what all have: the studio's columns of productions, and a TV show its first episode.

    Emits metadata-descriptor:new for each column and episode:new.
    """
    descriptors.copy_project_columns(project.id)
    ensure_episode(project)


def ensure_episode(project: Project) -> UUID | None:
    """The first episode of a TV show, made where it has none; None for other productions. Emits episode:new when it makes one."""
    if project.production_type != TV_SHOW:
        return None
    found = first_episodes([project.id]).get(project.id)
    return found or entities.create(EPISODE, project.id, name=FIRST_EPISODE, description="", data={})[0].id


def announce(project_id: UUID) -> None:
    """Bump the date of a production whose settings or team have changed. Emits project:update."""
    session.flush()
    session.execute(sa.update(Project).where(Project.id == project_id).values(updated_at=utcnow()), execution_options={"synchronize_session": "fetch"})
    emit("project:update", project_id=project_id)


def known_ids(model: Any, ids: Iterable[Any]) -> set[UUID]:
    """Those of the ids that a row of `model` has. One statement."""
    wanted = list(ids)
    return {row["id"] for row in rows(sa.select(model.id).where(model.id.in_(wanted)))} if wanted else set()
