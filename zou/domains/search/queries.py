"""Searching in the database: the best matches of each index, one statement each."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.access.identity import CLIENT, VENDOR, Identity, me
from zou.access.productions import is_mine, is_open, open_productions, sees_descriptor
from zou.crud.columns import selected
from zou.crud.table import COLLECTIONS
from zou.db import Rows, rows
from zou.domains.persons.fields import ALL, FOR_CLIENTS, FULL_NAME, SHORT, person_columns
from zou.domains.search.matching import holds, text_holds, words_of
from zou.domains.search.schemas import Search
from zou.kit import json
from zou.models import Entity, EntityType, MetadataDescriptor, Person, PreviewFile, Project, ProjectPersonLink, Task, TaskPersonLink
from zou.models.kinds import ASSET, FIXED, SEQUENCE, SHOT

#: Characters under which nothing is searched for.
SHORTEST = 3
#: Keys of a shot's data that say nothing about it.
FRAMES = ("frame_in", "frame_out", "fps", "handle_in", "handle_out")
_parent, _above, _sequence, _episode = (aliased(Entity) for _ in range(4))


def search(asked: Search) -> dict[str, Rows]:
    """The best matches of each index asked for, best first. Raises nothing: an unknown production has no matches."""
    if len(asked.query.strip()) < SHORTEST:
        return {}
    indexes: dict[str, Callable[[Search], Rows]] = {"assets": assets, "shots": shots, "persons": people}
    return {name: find(asked) for name, find in indexes.items() if asked.index_names is None or name in asked.index_names}


def assets(asked: Search) -> Rows:
    """Assets whose type and name, description or metadata hold the words."""

    def of_type(word: str) -> Any:
        return Entity.entity_type_id.in_(sa.select(EntityType.id).where(holds(sa.func.lower(EntityType.name), word)))

    return _entities(asked, ASSET, {"asset_type_name": EntityType.name}, {}, of_type, EntityType.name.not_in(FIXED))


def shots(asked: Search) -> Rows:
    """Shots whose episode, sequence and name, description or metadata hold the words."""

    def in_sequence(word: str) -> Any:
        above = (sa.func.lower(_sequence.name), sa.func.lower(_episode.name))
        kind = sa.select(EntityType.id).where(EntityType.name == SEQUENCE)
        sequences = sa.select(_sequence.id).outerjoin(_episode, _episode.id == _sequence.parent_id).where(_sequence.entity_type_id.in_(kind))
        return Entity.parent_id.in_(sequences.where(sa.or_(*(holds(name, word) for name in above))))

    places = {"episode": _above.name, "sequence_name": _parent.name}
    more = {"episode_id": _above.id, "production_type": Project.production_type}
    found = _entities(asked, SHOT, places, more, in_sequence, EntityType.name == SHOT)
    for row in found:
        if row.pop("production_type") != "tvshow":
            del row["episode"], row["episode_id"]
    return found


def _entities(asked: Search, kind: str, places: dict[str, Any], more: dict[str, Any], placed: Callable[[str], Any], *conditions: Any) -> Rows:
    """Entities by how well they match: by their own name, by what they are in, by what is said of them.

    `places`: the names of what they are in, `placed`: whether one of these holds a word.
    """
    words, whole = [word.lower() for word in words_of(asked.query)], asked.query.strip().lower()
    matching = (sa.or_(holds(Entity.searched, word), placed(word)) for word in words)
    hits = _hits({**places, **more}).where(*conditions, *_scope(asked), *matching).offset(0).subquery()  # the offset has lower names made once a row
    in_names = (sa.or_(holds(hits.c.own, word), *(holds(sa.func.lower(hits.c[name]), word) for name in places)) for word in words)
    best = sa.case((hits.c.own == whole, 0), (sa.func.starts_with(hits.c.own, whole), 1), (holds(hits.c.own, whole), 2), (sa.and_(*in_names), 3), else_=4)
    order = ("put_off", "best", *places, "own", "id")
    top = sa.select(hits, best.label("best")).order_by(*(sa.nulls_first(sa.column(name)) for name in order)).limit(asked.limit).offset(asked.offset).subquery()
    statement = (
        sa.select(*selected(COLLECTIONS["entities"], relations=False), top.c.project_name, *(top.c[name] for name in (*places, *more)))
        .add_columns(PreviewFile.extension.label("preview_file_extension"))
        .select_from(top)
        .join(Entity, Entity.id == top.c.id)
        .outerjoin(PreviewFile, PreviewFile.id == Entity.preview_file_id)
        .order_by(*(sa.nulls_first(top.c[name]) for name in order))
    )
    found = rows(statement)
    hidden = _hidden_columns(found, kind)
    names = (*places, "name")
    return [shown for row in found if (shown := _shown(row, kind, names, words, hidden.get(row["project_id"], frozenset())))]


def _hits(more: dict[str, Any]) -> sa.Select:
    """The entities of a search, with `more` of what their rows show and what they are put in order by."""
    hits = (
        sa.select(Entity.id, Project.name.label("project_name"), *(column.label(name) for name, column in more.items()))
        .add_columns(sa.func.lower(Entity.name).label("own"), Entity.canceled.is_(True).label("put_off"))
        .select_from(Entity)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .join(Project, Project.id == Entity.project_id)
    )
    return hits.outerjoin(_parent, _parent.id == Entity.parent_id).outerjoin(_above, _above.id == _parent.parent_id) if "sequence_name" in more else hits


def _scope(asked: Search) -> list[sa.ColumnElement[bool]]:
    """The entities that the caller may find: of their open productions; as a vendor, those that they have a task on."""
    mine = me()
    scope = [is_open()] if mine.is_admin else [is_open(), is_mine()]
    if asked.project_id is not None:
        scope.append(Entity.project_id == asked.project_id)
    as_vendor = mine.projects_as(VENDOR)
    if as_vendor and not mine.is_admin:
        assigned = sa.select(Task.entity_id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id).where(TaskPersonLink.person_id == mine.id)
        scope.append(sa.or_(Entity.project_id.not_in(as_vendor), Entity.id.in_(assigned)))
    return scope


def _hidden_columns(found: Rows, kind: str) -> dict[Any, frozenset[str]]:
    """The metadata of each production that the caller may not see. No statement for who sees everything."""
    mine = me()
    if not found or mine.is_admin or not mine.projects_as(VENDOR, CLIENT):
        return {}
    of_kind = (MetadataDescriptor.entity_type == kind, MetadataDescriptor.project_id.in_({row["project_id"] for row in found}))
    hidden: dict[Any, set[str]] = {}
    for row in rows(sa.select(MetadataDescriptor.project_id, MetadataDescriptor.field_name).where(*of_kind, ~sees_descriptor())):
        hidden.setdefault(row["project_id"], set()).add(row["field_name"])
    return {project_id: frozenset(names) for project_id, names in hidden.items()}


def _shown(row: dict[str, Any], kind: str, names: tuple[str, ...], words: list[str], hidden: frozenset[str]) -> dict[str, Any] | None:
    """The row as the caller sees it, with the names of what matched; None where that is only what they may not see, or no value at all."""
    data = {key: value for key, value in row["data"].items() if key not in hidden} if isinstance(row["data"], dict) else row["data"]
    called = " ".join(row[name] for name in names if row[name])
    terms = [name for name, value in (("name", called), ("description", row["description"])) if value and text_holds(value, words)]
    if isinstance(data, dict):
        keys = [key for key in data if not (kind == SHOT and key in FRAMES)]
        terms += [key for key in keys if data[key] is not None and text_holds(_text(data[key]), words)]
    return {**row, "data": data, "type": kind, "matched_terms": terms} if terms else None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps_text(value)


def people(asked: Search) -> Rows:
    """People whose name holds the words: all of the studio's; for clients those of their productions."""
    mine = me()
    name = sa.func.lower(FULL_NAME)
    statement = sa.select(*person_columns(_columns(mine))).where(
        Person.active.is_(True),
        Person.is_guest.is_not(True),
        Person.preview_project_id.is_(None),
        *(holds(name, word.lower()) for word in words_of(asked.query)),
    )
    if mine.role == CLIENT:
        of_teams = sa.select(ProjectPersonLink.person_id).where(ProjectPersonLink.project_id.in_(open_productions().where(is_mine())))
        statement = statement.where(Person.id.in_(of_teams))
    statement = statement.order_by(sa.not_(sa.func.starts_with(name, asked.query.strip().lower())), FULL_NAME, Person.id)
    found = rows(statement.limit(asked.limit).offset(asked.offset))
    return [{**row, **_departments(mine), "matched_terms": ["name"]} for row in found]


def _columns(mine: Identity) -> tuple[str, ...]:
    names = ALL if mine.is_admin else FOR_CLIENTS if mine.role == CLIENT else SHORT
    return tuple(name for name in names if name != "departments")


def _departments(mine: Identity) -> dict[str, Any]:
    return {} if mine.is_admin or mine.role == CLIENT else {"departments": []}
