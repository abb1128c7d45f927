"""Makes what tests need, straight in the database: people, productions, entities, tasks. Everything has a sensible default."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, TypeVar

import bcrypt
import sqlalchemy as sa
from flask import Flask

from zou import models as m
from zou.db.session import db

M = TypeVar("M")
PASSWORD = "a good password"
_HASH = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4))
_numbers = itertools.count(1)


class Studio:
    """A studio to fill."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def add(self, row: M) -> M:
        """Add a row of any model."""
        db.session.add(row)
        db.session.commit()
        return row

    def _once(self, model: type[M], **values: Any) -> M:
        """The row with these values, made where there is none."""
        first = dict(itertools.islice(values.items(), 1))
        found = db.session.execute(sa.select(model).filter_by(**first)).scalars().first()
        return found or self.add(model(**values))

    # -- people -------------------------------------------------------------------------------------

    def person(self, role: str = "user", *, departments: Iterable[m.Department] = (), **values: Any) -> m.Person:
        """A person; the password is `PASSWORD`."""
        number = next(_numbers)
        defaults = {"first_name": role.title(), "last_name": f"Number {number}", "email": f"{role}.{number}@studio.test", "role": role, "password": _HASH}
        return self.add(m.Person(**{**defaults, "active": True, "departments": list(departments), **values}))

    def admin(self, **values: Any) -> m.Person:
        """An administrator."""
        return self.person("admin", **values)

    def artist(self, **values: Any) -> m.Person:
        """An artist."""
        return self.person("user", **values)

    def department(self, name: str = "") -> m.Department:
        """A department."""
        return self.add(m.Department(name=name or f"Department {next(_numbers)}", color="#123456"))

    # -- productions --------------------------------------------------------------------------------

    def open_status(self) -> m.ProjectStatus:
        """The status of open productions."""
        return self._once(m.ProjectStatus, name="Open", color="#000000")

    def closed_status(self) -> m.ProjectStatus:
        """The status of closed productions."""
        return self._once(m.ProjectStatus, name="Closed", color="#000000")

    def production(self, *, team: Iterable[m.Person] = (), roles: dict[m.Person, str] | None = None, **values: Any) -> m.Project:
        """An open production with this team; `roles`: members with a role of their own."""
        project = self.add(m.Project(**{"name": f"Production {next(_numbers)}", "project_status_id": self.open_status().id, **values}))
        for person in {*team, *(roles or {})}:
            self.join(project, person, (roles or {}).get(person))
        return project

    def join(self, project: m.Project, person: m.Person, role: str | None = None) -> None:
        """Put a person into a production's team."""
        db.session.execute(sa.insert(m.ProjectPersonLink).values(project_id=project.id, person_id=person.id, role=role))
        db.session.commit()
        db.session.expire(project)

    def team(self, *, production: m.Project | None = None) -> dict[str, m.Person]:
        """One person of each role, all in the production's team (admins included)."""
        people = {role: self.person(role) for role in ("admin", "manager", "supervisor", "user", "client", "vendor")}
        for person in people.values():
            if production is not None:
                self.join(production, person)
        return people

    # -- types --------------------------------------------------------------------------------------

    def entity_type(self, name: str) -> m.EntityType:
        """The entity type of this name: Shot, Sequence, Episode, Edit, Concept, Scene, or an asset type."""
        return self._once(m.EntityType, name=name)

    def task_type(self, for_entity: str = "Shot", *, department: m.Department | None = None, **values: Any) -> m.TaskType:
        """A task type."""
        number = next(_numbers)
        defaults = {"name": f"Task type {number}", "short_name": f"t{number}", "color": "#112233", "for_entity": for_entity}
        return self.add(m.TaskType(**{**defaults, "department_id": department.id if department else None, **values}))

    def status(self, short_name: str = "todo", **values: Any) -> m.TaskStatus:
        """The task status of this short name: `todo` (default), `wip`, `wfa`, `retake`, `done` have their flags."""
        flags = {"todo": "is_default", "wip": "is_wip", "wfa": "is_feedback_request", "retake": "is_retake", "done": "is_done"}
        defaults = {"short_name": short_name, "name": short_name.title(), "color": "#abcdef"}
        flag = {flags[short_name]: True} if short_name in flags else {}
        return self._once(m.TaskStatus, **{**defaults, **flag, **values})

    # -- entities and tasks -------------------------------------------------------------------------

    def entity(self, kind: str, project: m.Project, **values: Any) -> m.Entity:
        """An entity of the type called `kind`."""
        defaults = {"name": f"{kind[:2].upper()}{next(_numbers):03}", "project_id": project.id, "entity_type_id": self.entity_type(kind).id}
        return self.add(m.Entity(**{**defaults, **values}))

    def asset(self, project: m.Project, kind: str = "Character", **values: Any) -> m.Entity:
        """An asset of the asset type called `kind`."""
        return self.entity(kind, project, **values)

    def sequence(self, project: m.Project, **values: Any) -> m.Entity:
        """A sequence."""
        return self.entity("Sequence", project, **values)

    def episode(self, project: m.Project, **values: Any) -> m.Entity:
        """An episode."""
        return self.entity("Episode", project, **values)

    def shot(self, project: m.Project, *, sequence: m.Entity | None = None, **values: Any) -> m.Entity:
        """A shot, in a sequence of its own unless one is given."""
        parent = sequence or self.sequence(project)
        return self.entity("Shot", project, **{"parent_id": parent.id, "nb_frames": 100, **values})

    def task(self, entity: m.Entity, *, task_type: m.TaskType | None = None, assignees: Iterable[m.Person] = (), **values: Any) -> m.Task:
        """A task on an entity, to do."""
        kind = task_type or self.task_type()
        defaults = {"name": "main", "project_id": entity.project_id, "entity_id": entity.id, "task_type_id": kind.id, "task_status_id": self.status().id}
        return self.add(m.Task(**{**defaults, "assignees": list(assignees), **values}))
