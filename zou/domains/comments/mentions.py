"""Who a text mentions: `@Full Name` of the production's team, `@Department`."""

import re
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from zou.db import session
from zou.models import Comment, CommentDepartmentMention, CommentMention, Department, DepartmentLink, Person, ProjectPersonLink


@dataclass(frozen=True)
class Mentions:
    """The people and the departments that a text mentions."""

    people: tuple[UUID, ...] = ()
    departments: tuple[UUID, ...] = ()


NOBODY = Mentions()


def mentioned_in(text: str, project_id: UUID | None) -> Mentions:
    """Who `text` mentions, of the team of the production and of all departments. At most one statement.

    A name counts with its exact case, up to its end or a character that is part of no word. Where one name begins with
    another, the longest counts.
    """
    if "@" not in text:
        return NOBODY
    full_name = sa.func.btrim(sa.func.concat(Person.first_name, " ", Person.last_name))
    people = (
        sa.select(Person.id, full_name.label("name"), sa.literal(True).label("is_person"))
        .join(ProjectPersonLink, ProjectPersonLink.person_id == Person.id)
        .where(ProjectPersonLink.project_id == project_id, Person.preview_project_id.is_(None), full_name != "")
        .where(sa.func.strpos(text, sa.func.concat("@", full_name)) > 0)
    )
    departments = sa.select(Department.id, Department.name, sa.literal(False)).where(
        Department.name != "", sa.func.strpos(text, sa.func.concat("@", Department.name)) > 0
    )
    named = session.execute(people.union_all(departments)).all()
    found = _longest(text, [(name, ident, is_person) for ident, name, is_person in named])
    return Mentions(tuple(ident for ident, is_person in found if is_person), tuple(ident for ident, is_person in found if not is_person))


def _longest(text: str, named: list[tuple[str, UUID, bool]]) -> list[tuple[UUID, bool]]:
    found: dict[tuple[UUID, bool], None] = {}
    for at in re.finditer("@", text):
        here = [entry for entry in named if _stands_at(text, at.end(), entry[0])]
        longest = max((len(name) for name, _, _ in here), default=0)
        found.update({(ident, is_person): None for name, ident, is_person in here if len(name) == longest})
    return list(found)


def _stands_at(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    return text.startswith(name, start) and (end == len(text) or not re.match(r"\w", text[end]))


def put(comment: Comment, mentions: Mentions) -> None:
    """Let the comment mention these people and departments, and no others."""
    session.execute(sa.delete(CommentMention).where(CommentMention.comment == comment.id))
    session.execute(sa.delete(CommentDepartmentMention).where(CommentDepartmentMention.comment == comment.id))
    link(comment, mentions)


def link(comment: Comment, mentions: Mentions) -> None:
    """Add the mentions of a comment that has none yet."""
    if mentions.people:
        session.execute(sa.insert(CommentMention), [{"comment": comment.id, "person": ident} for ident in mentions.people])
    if mentions.departments:
        session.execute(sa.insert(CommentDepartmentMention), [{"comment": comment.id, "department": ident} for ident in mentions.departments])


def of_comment(comment_id: UUID) -> Mentions:
    """The mentions that a comment has."""
    people = session.execute(sa.select(CommentMention.person).where(CommentMention.comment == comment_id)).scalars()
    departments = session.execute(sa.select(CommentDepartmentMention.department).where(CommentDepartmentMention.comment == comment_id)).scalars()
    return Mentions(tuple(people), tuple(departments))


def addressed(mentions: Mentions, project_id: UUID | None) -> list[UUID]:
    """The people whom the mentions address, each once: those named, and the team's members of the departments named."""
    people = dict.fromkeys(mentions.people)
    if mentions.departments:
        members = (
            sa.select(DepartmentLink.person_id)
            .join(ProjectPersonLink, ProjectPersonLink.person_id == DepartmentLink.person_id)
            .where(ProjectPersonLink.project_id == project_id, DepartmentLink.department_id.in_(mentions.departments))
        )
        people.update(dict.fromkeys(session.execute(members).scalars()))
    return list(people)
