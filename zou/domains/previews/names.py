"""The names under which files are saved: where in the production they belong, slugged."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from zou.db import execute, scalar
from zou.models import Entity, EntityType, Organisation, Project, Task, TaskType
from zou.models.kinds import EPISODE, SEQUENCE, SHOT

_OTHERS = re.compile(r"[^a-z0-9]+")


def slug(text: str | None) -> str:
    """`text` in lower case, without accents, everything else an underscore."""
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode("ascii").lower()
    return _OTHERS.sub("_", plain).strip("_")


def download_name(preview: Any, extension: str | None = None) -> str:
    """The file name of a preview: `prod_sq01_sh01_animation_v3-2.mp4`, or the uploaded one's where the studio wants that."""
    return f"{stem(preview)}.{extension or preview.extension}"


def download_names(previews: Sequence[Any]) -> dict[UUID, str]:
    """The file names of previews, by id. At most two statements."""
    return {ident: f"{name}.{extension}" for (ident, extension), name in _stems(previews).items()}


def stem(preview: Any) -> str:
    """The file name of a preview without its extension."""
    return next(iter(_stems([preview]).values()))


def _stems(previews: Sequence[Any]) -> dict[tuple[UUID, str], str]:
    """The file names of previews without their extension, by id and extension. At most two statements."""
    named = any(preview.original_name for preview in previews) and scalar(sa.select(Organisation.use_original_file_name).limit(1))
    lacking = {preview.task_id for preview in previews if not (named and preview.original_name)}
    statement = _place().add_columns(Task.id.label("task_id")).where(Task.id.in_(lacking))
    places = {place.task_id: place for place in execute(statement)} if lacking else {}
    return {(preview.id, preview.extension): _stem(preview, places.get(preview.task_id), named=named) for preview in previews}


def _stem(preview: Any, place: Any, *, named: bool) -> str:
    position = f"-{preview.position}" if (preview.position or 1) > 1 else ""
    if named and preview.original_name:
        return f"{preview.original_name}{position}"
    if place is None:
        return f"preview_v{preview.revision}{position}"
    words = [slug(place.project), *(slug(name) for name in _entity_words(place)), slug(place.task_type)]
    return f"{'_'.join(word for word in words if word)}_v{preview.revision}{position}"


def _place() -> sa.Select:
    """Where a task is: its production, its entity with parents, its type. One statement."""
    parent, grand, source = aliased(Entity), aliased(Entity), aliased(Entity)
    parent_type, grand_type = aliased(EntityType), aliased(EntityType)
    return (
        sa.select(
            Project.name.label("project"),
            Project.production_type,
            Entity.name.label("entity"),
            EntityType.name.label("entity_type"),
            TaskType.name.label("task_type"),
            parent.name.label("parent"),
            parent_type.name.label("parent_type"),
            grand.name.label("grand"),
            grand_type.name.label("grand_type"),
            source.name.label("source"),
        )
        .select_from(Task)
        .join(Project, Project.id == Task.project_id)
        .join(Entity, Entity.id == Task.entity_id)
        .join(EntityType, EntityType.id == Entity.entity_type_id)
        .outerjoin(TaskType, TaskType.id == Task.task_type_id)
        .outerjoin(parent, parent.id == Entity.parent_id)
        .outerjoin(parent_type, parent_type.id == parent.entity_type_id)
        .outerjoin(grand, grand.id == parent.parent_id)
        .outerjoin(grand_type, grand_type.id == grand.entity_type_id)
        .outerjoin(source, source.id == Entity.source_id)
    )


def _entity_words(place: Any) -> list[str]:
    """The words of an entity: episode (TV shows), sequence or asset type, name."""
    is_show = place.production_type == "tvshow"
    if place.entity_type == SHOT:
        episode = [place.grand] if is_show and place.grand_type == EPISODE else []
        return [*episode, *([place.parent] if place.parent_type == SEQUENCE else []), place.entity]
    if place.parent_type == EPISODE and is_show:
        return [place.parent, place.entity]
    if place.entity_type in (SEQUENCE, EPISODE, "Edit", "Scene", "Concept"):
        return [place.entity]
    episode = [place.source] if is_show and place.source else []
    return [*episode, place.entity_type, place.entity]
