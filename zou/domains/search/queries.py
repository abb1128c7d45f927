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
from zou.models.kinds import ASSET, FIXED, SHOT

#: Characters under which nothing is searched for.
SHORTEST = 3
#: Keys of a shot's data that say nothing about it.
FRAMES = ("frame_in", "frame_out", "fps", "handle_in", "handle_out")
_parent, _episode = aliased(Entity), aliased(Entity)


def search(asked: Search) -> dict[str, Rows]:
    """The best matches of each index asked for, best first. Raises nothing: an unknown production has no matches."""
    if len(asked.query.strip()) < SHORTEST:
        return {}
    indexes: dict[str, Callable[[Search], Rows]] = {"assets": assets, "shots": shots, "persons": people}
    return {name: find(asked) for name, find in indexes.items() if asked.index_names is None or name in asked.index_names}


def assets(asked: Search) -> Rows:
    """Assets whose type and name, description or metadata hold the words."""
    return _entities(asked, ASSET, [EntityType.name, Entity.name], {"asset_type_name": EntityType.name}, EntityType.name.not_in(FIXED))


def shots(asked: Search) -> Rows:
    """Shots whose episode, sequence and name, description or metadata hold the words."""
    more = {"sequence_name": _parent.name, "episode": _episode.name, "episode_id": _episode.id, "production_type": Project.production_type}
    found = _entities(asked, SHOT, [_episode.name, _parent.name, Entity.name], more, EntityType.name == SHOT)
    for row in found:
        if row.pop("production_type") != "tvshow":
            del row["episode"], row["episode_id"]
    return found


def _entities(asked: Search, kind: str, names: list[Any], more: dict[str, Any], *conditions: Any) -> Rows:
    """Entities by how well they match: by their own name, by what they are in, by what is said of them."""
    words, whole = [word.lower() for word in words_of(asked.query)], asked.query.strip().lower()
    texts = _texts(names, more).where(*conditions, *_scope(asked)).offset(0).subquery()  # the offset has the texts made once a row
    best = sa.case(
        (texts.c.own == whole, 0),
        (sa.func.starts_with(texts.c.own, whole), 1),
        (holds(texts.c.own, whole), 2),
        (sa.and_(*(holds(texts.c.text, word) for word in words)), 3),
        else_=4,
    )
    statement = (
        sa.select(*selected(COLLECTIONS["entities"], relations=False), texts.c.project_name, *(texts.c[name] for name in more))
        .add_columns(PreviewFile.extension.label("preview_file_extension"), texts.c.text)
        .select_from(texts)
        .join(Entity, Entity.id == texts.c.id)
        .outerjoin(PreviewFile, PreviewFile.id == Entity.preview_file_id)
        .where(*(sa.or_(holds(texts.c.text, word), holds(texts.c.description, word), _values_hold(texts.c.data, word)) for word in words))
        .order_by(Entity.canceled.is_(True), best, texts.c.text, Entity.id)
    )
    found = rows(statement.limit(asked.limit).offset(asked.offset))
    hidden = _hidden_columns(found, kind)
    return [shown for row in found if (shown := _shown(row, kind, words, hidden.get(row["project_id"], frozenset())))]


def _texts(names: list[Any], more: dict[str, Any]) -> sa.Select:
    """What is looked at of entities, in lower case, beside `more` of what their rows show."""
    texts = (
        sa.select(Entity.id, Project.name.label("project_name"), *(column.label(name) for name, column in more.items()))
        .add_columns(sa.func.lower(Entity.name).label("own"), sa.func.lower(sa.func.concat_ws(" ", *names)).label("text"))
        .add_columns(sa.func.lower(Entity.description).label("description"), Entity.data)
        .select_from(Entity)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .join(Project, Project.id == Entity.project_id)
    )
    if "sequence_name" not in more:
        return texts
    return texts.outerjoin(_parent, _parent.id == Entity.parent_id).outerjoin(_episode, _episode.id == _parent.parent_id)


def _values_hold(data: Any, word: str) -> Any:
    """Whether a value of an object holds the word. Its whole text is looked at first, which is quicker."""
    values = sa.cast(sa.func.jsonb_path_query_array(data, "$.*"), sa.Text)
    return sa.case((holds(sa.func.lower(sa.cast(data, sa.Text)), word), holds(sa.func.lower(values), word)), else_=sa.false())


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


def _shown(row: dict[str, Any], kind: str, words: list[str], hidden: frozenset[str]) -> dict[str, Any] | None:
    """The row as the caller sees it, with the names of what matched; None where that is only what they may not see, or no value at all."""
    data = {key: value for key, value in row["data"].items() if key not in hidden} if isinstance(row["data"], dict) else row["data"]
    terms = [name for name, value in (("name", row.pop("text")), ("description", row["description"])) if value and text_holds(value, words)]
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
