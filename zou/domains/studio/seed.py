"""The data that a studio starts with. Everything is looked up by name, so that seeding again only adds."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from zou.db import session
from zou.domains.studio.seed_data import ASSET_TYPES, BLACK, DEPARTMENTS, DOMAINS, ENTITY_TYPES, PROJECT_STATUSES, TASK_STATUSES, TASK_TYPES
from zou.models import Department, EntityType, ProjectStatus, TaskStatus, TaskType

__all__ = ["DOMAINS", "seed", "seed_concept_task_type"]


def seed(domain: str = "3d", report: Callable[[str], Any] = lambda _line: None) -> None:
    """Insert what a studio of this kind (one of DOMAINS) needs and does not have yet. `report` gets a sentence a group."""
    for name in PROJECT_STATUSES:
        _once(ProjectStatus, name=name, defaults={"color": BLACK})
    report("Project status initialized.")
    for name in ASSET_TYPES[domain]:
        _once(EntityType, name=name)
    report(f"Asset types initialized (domain: {domain}).")
    for name in ENTITY_TYPES:
        _once(EntityType, name=name)
    report("Shot types initialized.")
    report("Edit type initialized.")
    departments = {name: _once(Department, name=name, defaults={"color": color}).id for name, color in DEPARTMENTS[domain].items()}
    for department, name, color, priority, for_entity in TASK_TYPES[domain]:
        _task_type(departments[department], name=name, color=color, priority=priority, for_entity=for_entity)
    report("Task types initialized.")
    for status in TASK_STATUSES:
        _once(TaskStatus, short_name=status["short_name"], defaults=status)
    report("Task status initialized.")


def seed_concept_task_type() -> None:
    """The task type that every database has from its beginning."""
    _task_type(None, name="Concept", color="#8D6E63", priority=1, for_entity="Concept")


def _task_type(department_id: Any, *, name: str, for_entity: str, **values: Any) -> None:
    _once(TaskType, name=name, for_entity=for_entity, defaults={"short_name": "", "department_id": department_id, **values})


def _once(model: Any, *, defaults: dict[str, Any] | None = None, **names: Any) -> Any:
    """The row with these names, made with `defaults` where there is none. Task types are told apart by their entity, too."""
    same = (sa.func.lower(getattr(model, key)) == value.lower() for key, value in names.items())
    found = session.execute(sa.select(model).where(*same)).scalars().first()
    if found is None:
        found = model(**{**(defaults or {}), **names})
        session.add(found)
        session.flush()
    return found
