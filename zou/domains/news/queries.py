"""Reading the news feed: a fixed number of statements."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access import me
from zou.access.identity import CLIENT, VENDOR
from zou.access.productions import my_open_productions
from zou.db import Rows, rows, scalar
from zou.domains.comments.queries import full_name
from zou.domains.entities.full_names import EPISODE_ID, FULL_NAME, join_names
from zou.domains.news.schemas import NewsQuery
from zou.domains.tasks.queries import in_episode
from zou.kit.errors import NotFound
from zou.kit.paging import Page
from zou.models import Comment, Entity, News, Person, PreviewFile, Project, Task, TaskPersonLink

_PERSON = ("first_name", "last_name", "has_avatar", "role")
_PREVIEW = ("id", "task_id", "revision", "position", "extension", "original_name", "width", "height", "duration", "status", "validation_status")


def of_project(project_id: UUID, query: NewsQuery) -> dict[str, Any]:
    """A page of a production's news, newest first, with the number of changes to each status."""
    return _page([Task.project_id == project_id], query)


def of_open_projects(query: NewsQuery) -> dict[str, Any]:
    """The same over the open productions of the caller in which they are no client."""
    conditions: list[Any] = [Task.project_id.in_(my_open_productions())]
    hidden = me().projects_as(CLIENT) if not me().is_admin else []
    if hidden:
        conditions.append(Task.project_id.not_in(hidden))
    if query.project_id:
        conditions.append(Task.project_id == query.project_id)
    return _page(conditions, query)


def of_entity(entity: Entity) -> dict[str, Any]:
    """The latest news of an entity, newest first."""
    page = Page(1, 2000)
    return page.envelope(*_found([Task.entity_id == entity.id], page))


def one(project_id: UUID, news_id: UUID) -> dict[str, Any]:
    """One item of a production's news. Raises NotFound."""
    found = _items([News.id == news_id, Task.project_id == project_id], Page(1, 1))
    if not found:
        raise NotFound(f"No news of this production has the id {news_id}.")
    return found[0]


def _page(conditions: list[Any], query: NewsQuery) -> dict[str, Any]:
    conditions = [*conditions, *_filters(query), *_of_mine()]
    page = Page(query.page, query.limit)
    found, total = _found(conditions, page)
    if query.only_preview:
        _add_previews(found)
    counted: Any = sa.select(Comment.task_status_id, sa.func.count().label("changes"))
    changes = _from(counted).where(*conditions, News.change.is_(True), Comment.task_status_id.is_not(None))
    stats = {str(row["task_status_id"]): row["changes"] for row in rows(changes.group_by(Comment.task_status_id))}
    return {**page.envelope(found, total), "stats": stats}


def _of_mine() -> list[Any]:
    """Vendors hear of the entities that they have a task on."""
    as_vendor = [] if me().is_admin else me().projects_as(VENDOR)
    if not as_vendor:
        return []
    theirs = sa.select(Task.entity_id).join(TaskPersonLink, TaskPersonLink.task_id == Task.id).where(TaskPersonLink.person_id == me().id)
    return [sa.or_(Task.project_id.not_in(as_vendor), Task.entity_id.in_(theirs.correlate(None)))]


def _filters(query: NewsQuery) -> list[Any]:
    wanted: list[tuple[Any, Any]] = [
        (query.only_preview, News.preview_file_id.is_not(None)),
        (query.task_type_id, Task.task_type_id == query.task_type_id),
        (query.task_status_id, Comment.task_status_id == query.task_status_id),
        (query.person_id, News.author_id == query.person_id),
        (query.after, News.created_at > query.after if query.after else None),
        (query.before, News.created_at < query.before if query.before else None),
        (query.episode_id, in_episode(query.episode_id) if query.episode_id else None),
    ]
    return [condition for given, condition in wanted if given]


def _from(statement: sa.Select) -> sa.Select:
    return statement.select_from(News).join(Task, Task.id == News.task_id).outerjoin(Comment, Comment.id == News.comment_id)


def _found(conditions: list[Any], page: Page) -> tuple[Rows, int]:
    total = scalar(_from(sa.select(sa.func.count(News.id))).where(*conditions))
    return _items(conditions, page), total


def _items(conditions: list[Any], page: Page) -> Rows:
    columns = [
        News.id, News.author_id, News.comment_id, News.task_id, Task.task_type_id, Comment.task_status_id, Task.entity_id.label("task_entity_id"),
        News.preview_file_id, PreviewFile.extension.label("preview_file_extension"), PreviewFile.revision.label("preview_file_revision"),
        Task.project_id, Project.name.label("project_name"), News.created_at, News.change, FULL_NAME.label("full_entity_name"),
        EPISODE_ID.label("episode_id"), Entity.preview_file_id.label("entity_preview_file_id"),
        *(getattr(Person, key).label(f"person.{key}") for key in _PERSON),
    ]  # fmt: skip
    statement = _from(sa.select(*columns)).join(Project, Project.id == Task.project_id).join(Person, Person.id == News.author_id)
    statement = join_names(statement.outerjoin(PreviewFile, PreviewFile.id == News.preview_file_id), Task.entity_id)
    found = rows(statement.where(*conditions).order_by(News.created_at.desc(), News.id).limit(page.limit).offset(page.offset))
    return [_item(row) for row in found]


def _item(row: dict[str, Any]) -> dict[str, Any]:
    person = {key: row.pop(f"person.{key}") for key in _PERSON}
    return {**row, "type": "News", "person": {**person, "id": row["author_id"], "full_name": full_name(person)}}


def _add_previews(found: Rows) -> None:
    """Give every item all the previews of its task and revision, by position. One statement."""
    pairs = {(item["task_id"], item["preview_file_revision"]) for item in found}
    by_revision: dict[Any, Rows] = {}
    if pairs:
        statement = sa.select(*(getattr(PreviewFile, key) for key in _PREVIEW)).where(sa.tuple_(PreviewFile.task_id, PreviewFile.revision).in_(list(pairs)))
        for row in rows(statement.order_by(PreviewFile.position, PreviewFile.created_at)):
            by_revision.setdefault((row["task_id"], row["revision"]), []).append(row)
    for item in found:
        item["preview_files"] = by_revision.get((item["task_id"], item["preview_file_revision"]), [])
