"""Reading playlists: lists, and one with what its entries show."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.access import me
from zou.access.identity import CLIENT
from zou.crud.columns import as_row, plain_columns, selected
from zou.crud.table import COLLECTIONS
from zou.db import Rows, execute, rows, scalar
from zou.db.rows import Row
from zou.domains.playlists.entries import entity_of, known_entities, pairs_of, preview_of
from zou.domains.playlists.schemas import ListQuery
from zou.domains.previews.queries import revisions_of_entities, shown_to
from zou.kit.ids import parse_id
from zou.kit.paging import read_page
from zou.models import BuildJob, Entity, Playlist, PreviewFile, Task
from zou.models.kinds import EPISODE, is_a

PLAYLISTS = COLLECTIONS["playlists"]
PAGE_SIZE = 20
MAIN, ALL = "main", "all"
_SHOWN = ("id", "extension", "status", "width", "height", "task_id", "revision")
_NEWEST_FIRST = ("created_at", "updated_at")
_LISTED = ("id", "name", "project_id", "episode_id", "task_type_id", "for_client", "for_entity", "is_for_all", "created_at", "updated_at", "created_by")


def is_episode(ident: Any, project_id: UUID) -> bool:
    """Whether the production has an episode of this id."""
    known = parse_id(ident)
    return known is not None and scalar(sa.select(Entity.id).where(Entity.id == known, Entity.project_id == project_id, is_a(EPISODE))) is not None


def of_project(project_id: UUID, query: ListQuery, *, episode: Any = None) -> Rows:
    """A page of a production's playlists, lean; of an episode, of `main` or `all` of them, where one is given. One statement."""
    first = Playlist.shots[0]["preview_file_id"].astext
    statement = sa.select(*(getattr(Playlist, key) for key in _LISTED), first.label("first_preview_file_id")).where(Playlist.project_id == project_id)
    if me().role_in(project_id) == CLIENT:
        statement = statement.where(Playlist.for_client.is_(True))
    if query.task_type_id is not None:
        statement = statement.where(Playlist.task_type_id == query.task_type_id)
    if query.for_entity:
        statement = statement.where(Playlist.for_entity == query.for_entity)
    if episode is not None:
        statement = statement.where(_of_episode(episode))
    page = min(max(query.page, 1), 2**40)
    found = rows(statement.order_by(*_order(query.sort_by)).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    for row in found:
        row["type"] = "Playlist"
        if row["first_preview_file_id"] is None:
            del row["first_preview_file_id"]
    return found


def _of_episode(episode: Any) -> sa.ColumnElement[bool]:
    if episode in (MAIN, ALL):
        return sa.and_(Playlist.episode_id.is_(None), sa.func.coalesce(Playlist.is_for_all, False) == (episode == ALL))
    return Playlist.episode_id == parse_id(episode)


def _order(sort_by: str) -> list[Any]:
    columns = plain_columns(Playlist)
    if sort_by not in columns or sort_by == "shots":
        sort_by = "updated_at"
    column = getattr(Playlist, sort_by)
    return [column.desc() if sort_by in _NEWEST_FIRST else column, Playlist.created_at.desc(), Playlist.id]


def all_of_project(project_id: UUID, page: str | None, limit: str | None) -> Any:
    """The whole rows of a production's playlists with the ids of their builds; a page of them where `page` says so."""
    statement = sa.select(*selected(PLAYLISTS, relations=True)).where(Playlist.project_id == project_id)
    return _paged(statement, Playlist, page, limit, "Playlist")


def build_jobs_of_project(project_id: UUID, page: str | None, limit: str | None) -> Any:
    """The builds of a production's playlists; a page of them where `page` says so."""
    columns = (column.label(key) for key, column in plain_columns(BuildJob).items())
    statement = sa.select(*columns).join(Playlist, Playlist.id == BuildJob.playlist_id).where(Playlist.project_id == project_id)
    return _paged(statement, BuildJob, page, limit, "BuildJob")


def _paged(statement: sa.Select, model: Any, page: str | None, limit: str | None, kind: str) -> Any:
    ordered = statement.order_by(model.updated_at.desc(), model.created_at.desc(), model.id)
    asked = read_page(page, limit, default=current_app.config["SETTINGS"].nb_records_per_page)
    if asked is None:
        return [{**row, "type": kind} for row in rows(ordered)]
    total = scalar(sa.select(sa.func.count()).select_from(statement.with_only_columns(model.id, maintain_column_froms=True).subquery()))
    return asked.envelope([{**row, "type": kind} for row in rows(ordered.limit(asked.limit).offset(asked.offset))], total or 0)


def one(playlist: Any, *, role: str | None) -> Row:
    """A playlist with its builds, newest first, and every entry with those previews of its entity that `role` may see. Three statements."""
    builds = sa.select(BuildJob.id, BuildJob.status, BuildJob.created_at, BuildJob.message).where(BuildJob.playlist_id == playlist.id)
    row = as_row(PLAYLISTS, playlist, lists={"build_jobs": rows(builds.order_by(BuildJob.created_at.desc(), BuildJob.id))})
    entries = [entry for entry in (row["shots"] if isinstance(row["shots"], list) else []) if entity_of(entry)]
    ids = {ident for entry in entries if (ident := entity_of(entry))}
    previews = revisions_of_entities(known_entities(playlist.project_id, ids), role=role, lean=True)
    row["shots"] = [completed(entry, previews.get(entity_of(entry), {})) for entry in entries]  # type: ignore[arg-type]
    return row


def previews_of(playlist: Any, *, role: str | None) -> dict[str, dict[str, Rows]]:
    """The revisions of a playlist's entities that `role` may see: entity → task type → revisions. Two statements."""
    ids = known_entities(playlist.project_id, {entity_id for entity_id, _ in pairs_of(playlist.shots)})
    return {str(ident): by_task_type for ident, by_task_type in revisions_of_entities(ids, role=role).items()}


def shown_previews(playlist: Any, *, role: str | None = None) -> list[Any]:
    """The preview of each entry that has one, in order, of entities that the production may show, as far as `role` sees them. Two statements."""
    pairs = pairs_of(playlist.shots)
    entities = known_entities(playlist.project_id, {entity_id for entity_id, _ in pairs})
    wanted = {preview_id for entity_id, preview_id in pairs if preview_id and entity_id in entities}
    if not wanted:
        return []
    statement = (
        sa.select(*(getattr(PreviewFile, key) for key in _SHOWN), Task.entity_id)
        .join(Task, Task.id == PreviewFile.task_id)
        .where(PreviewFile.id.in_(wanted), shown_to(role))
    )
    found = {(preview.entity_id, preview.id): preview for preview in execute(statement)}
    return [found[entity_id, preview_id] for entity_id, preview_id in pairs if preview_id and (entity_id, preview_id) in found]


def completed(entry: Row, by_task_type: dict[str, Rows]) -> Row:
    """An entry with the previews of its entity, and those values of the preview it shows that a player needs."""
    entity_id, wanted = entity_of(entry), preview_of(entry)
    extra = {key: value for key, value in entry.items() if key not in ("id", "shot_id", "entity_id", "preview_file_id")}
    made = {"id": entity_id, "entity_id": entity_id, **extra, "preview_files": by_task_type or []}
    for preview, others in each(by_task_type) if wanted else ():
        if preview["id"] == wanted:
            made["preview_file_id"] = wanted
            for key in ("extension", "revision", "width", "height", "duration", "status", "task_id"):
                made[f"preview_file_{key}"] = preview[key]
            made["preview_file_previews"] = others
            break
    return made


def each(by_task_type: dict[str, Rows]) -> Iterable[tuple[Row, Rows]]:
    """Every preview of an entity with the others of its revision."""
    for task_type_id, revisions in by_task_type.items():
        for leader in revisions:
            family = [leader, *leader["previews"]]
            for preview in family:
                yield preview, [_as_other(other, task_type_id) for other in family if other is not preview]


def _as_other(preview: Row, task_type_id: str) -> Row:
    """A preview among the others of its revision; the leading one is at its first position there."""
    return {key: value for key, value in {"position": 1, "task_type_id": task_type_id, **preview}.items() if key != "previews"}
