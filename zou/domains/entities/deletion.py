"""Removing entities with all that hangs on them, and canceling those that have tasks."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.access.entities import lock_entity
from zou.db import session
from zou.domains.breakdown import episodes, readiness
from zou.domains.entities.service import announce
from zou.domains.playlists import service as playlists
from zou.domains.tasks import removal as tasks
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest
from zou.models import (
    AssetInstance,
    AssetInstanceLink,
    Entity,
    EntityConceptLink,
    EntityLink,
    EntityType,
    EntityVersion,
    OutputFile,
    Playlist,
    PreviewFile,
    ScheduleItem,
    Subscription,
    Task,
    WorkingFile,
)
from zou.models.kinds import ASSET, CONCEPT, EDIT, SCENE, SEQUENCE, SHOT, is_a, kind_named, kind_of

_QUIET = {"synchronize_session": False}


def cancel_or_remove(entity: Entity, *, force: bool) -> None:
    """Cancel an asset, shot, edit or concept that has tasks; remove one that has none, or any with `force`.

    Emits <kind>:update or <kind>:delete, and what follows. What an asset is cast in gets its counts and readiness anew.
    """
    kind = kind_of(entity)
    lock_entity(entity)
    if not force and session.execute(sa.select(Task.id).where(Task.entity_id == entity.id).limit(1)).first():
        entity.canceled = True
        entity.updated_at = utcnow()
        session.flush()
        announce(entity, kind)
        readiness.refresh(readiness.holders_of([entity.id]), tell=True)
    else:
        remove([entity])


def remove(entities: Iterable[Entity]) -> None:
    """Remove entities of any kinds with their tasks, links, versions and files, in a fixed number of statements.

    What the assets among them are cast in is counted anew. Emits <kind>:delete for each, last and in their order.
    """
    found = list(entities)
    ids = [entity.id for entity in found]
    if not ids:
        return
    names = dict(session.execute(sa.select(EntityType.id, EntityType.name)).all())
    session.flush()
    above, holders = ([ident for ident in touched if ident not in ids] for touched in (episodes.episodes_of(ids), readiness.holders_of(ids)))
    tasks.remove(session.execute(sa.select(Task.id).where(Task.entity_id.in_(ids))).scalars().all())
    _remove_files(ids)
    _remove_instances(ids)
    for link in (EntityLink, EntityConceptLink):
        _delete(link, sa.or_(link.entity_in_id.in_(ids), link.entity_out_id.in_(ids)))
    for model, column in ((Subscription, Subscription.entity_id), (EntityVersion, EntityVersion.entity_id), (ScheduleItem, ScheduleItem.object_id)):
        _delete(model, column.in_(ids))
    for side in ("parent_id", "source_id"):
        session.execute(sa.update(Entity).where(getattr(Entity, side).in_(ids)).values({side: None, "updated_at": utcnow()}), execution_options=_QUIET)
    _delete(Entity, Entity.id.in_(ids))
    episodes.drop_unused(above)
    readiness.refresh(holders, tell=True)
    for entity in found:
        announce(entity, kind_named(names[entity.entity_type_id]), "delete")
        session.expunge(entity)


def _remove_files(ids: list[UUID]) -> None:
    """Remove the output files of entities, alone or in others, and the working files that no task holds."""
    made = sa.select(OutputFile.id).where(sa.or_(OutputFile.entity_id.in_(ids), OutputFile.temporal_entity_id.in_(ids)))
    session.execute(sa.update(PreviewFile).where(PreviewFile.source_file_id.in_(made)).values(source_file_id=None), execution_options=_QUIET)
    _delete(OutputFile, sa.or_(OutputFile.entity_id.in_(ids), OutputFile.temporal_entity_id.in_(ids)))
    working = sa.select(WorkingFile.id).where(WorkingFile.entity_id.in_(ids))
    session.execute(sa.update(OutputFile).where(OutputFile.source_file_id.in_(working)).values(source_file_id=None), execution_options=_QUIET)
    _delete(WorkingFile, WorkingFile.entity_id.in_(ids))


def _remove_instances(ids: list[UUID]) -> None:
    """Remove the instances of assets, and those in scenes, assets and shots that go."""
    holders = (AssetInstance.asset_id, AssetInstance.scene_id, AssetInstance.target_asset_id, AssetInstance.entity_id)
    gone = sa.select(AssetInstance.id).where(sa.or_(*(column.in_(ids) for column in holders)))
    _delete(AssetInstanceLink, sa.or_(AssetInstanceLink.entity_id.in_(ids), AssetInstanceLink.asset_instance_id.in_(gone)))
    made = sa.select(OutputFile.id).where(OutputFile.asset_instance_id.in_(gone))
    session.execute(sa.update(PreviewFile).where(PreviewFile.source_file_id.in_(made)).values(source_file_id=None), execution_options=_QUIET)
    _delete(OutputFile, OutputFile.asset_instance_id.in_(gone))
    _delete(AssetInstance, sa.or_(*(column.in_(ids) for column in holders)))


def remove_sequence(sequence: Entity, *, force: bool) -> None:
    """Remove a sequence; with `force`, with its shots and scenes. Raises BadRequest where something hangs on it and `force` is not given."""
    lock_entity(sequence)
    children = _children([sequence.id])
    if not force:
        _require_bare(sequence, children)
    remove([*(child for child in children if kind_of(child) in (SHOT, SCENE)), sequence])


def remove_episode(episode: Entity, *, force: bool) -> None:
    """Remove an episode; with `force`, with its sequences, their shots and scenes, its edits and the assets made for it. Raises BadRequest."""
    lock_entity(episode)
    sequences = _children([episode.id])
    made_for = session.execute(sa.select(Entity).where(Entity.source_id == episode.id, is_a(ASSET))).scalars().all()
    if not force:
        _require_bare(episode, [*sequences, *made_for])
    below = _children([child.id for child in sequences])
    gone = {child.id: child for child in (*below, *(child for child in sequences if kind_of(child) in (SEQUENCE, EDIT)), *made_for)}
    _remove_playlists(episode.id)
    remove([*gone.values(), episode])


def _remove_playlists(episode_id: UUID) -> None:
    """Remove the playlists of an episode with their builds, movies and links. Emits what the removal of a playlist emits."""
    for playlist in session.execute(sa.select(Playlist).where(Playlist.episode_id == episode_id)).scalars().all():
        playlists.remove(playlist)
        emit("playlist:delete", playlist_id=playlist.id, project_id=playlist.project_id)


def _children(ids: list[UUID]) -> list[Entity]:
    if not ids:
        return []
    statement = sa.select(Entity).where(Entity.parent_id.in_(ids)).order_by(Entity.id).with_for_update(of=Entity)
    return list(session.execute(statement).scalars())


def _require_bare(entity: Entity, children: list[Entity]) -> None:
    """Raise BadRequest where something hangs on the entity."""
    uses = {
        "tasks": sa.exists().where(Task.entity_id == entity.id),
        "castings": sa.exists().where(sa.or_(EntityLink.entity_in_id == entity.id, EntityLink.entity_out_id == entity.id)),
        "playlists": sa.exists().where(Playlist.episode_id == entity.id),
        "schedule items": sa.exists().where(ScheduleItem.object_id == entity.id),
        "subscriptions": sa.exists().where(Subscription.entity_id == entity.id),
        "output files": sa.exists().where(OutputFile.entity_id == entity.id),
    }
    used = session.execute(sa.select(*uses.values())).one()
    named = [name for name, is_used in zip(uses, used, strict=True) if is_used]
    named += sorted({f"{kind_of(child).lower()}s" for child in children})
    if named:
        raise BadRequest(f"This {kind_of(entity).lower()} still has {', '.join(named)}. Delete it with force=true to remove them, too.")


def remove_scene(scene: Entity) -> None:
    """Remove a scene, or cancel it where something refers to it. Emits scene:delete, or scene:update."""
    lock_entity(scene)
    holders = (
        sa.exists().where(Task.entity_id == scene.id),
        sa.exists().where(Entity.source_id == scene.id),
        sa.exists().where(AssetInstance.scene_id == scene.id),
        sa.exists().where(OutputFile.entity_id == scene.id),
    )
    if any(session.execute(sa.select(*holders)).one()):
        scene.canceled = True
        announce(scene, SCENE)
        return
    remove([scene])


def remove_many(entities: list[Entity], *, force: bool) -> list[UUID]:
    """Cancel or remove assets, shots, edits and concepts, whatever they are among; the ids of those handled.

    Those with tasks are canceled, unless `force`; concepts and what was canceled before are always removed. A fixed number of statements.
    """
    handled = [entity for entity in entities if kind_of(entity) in (ASSET, SHOT, EDIT, CONCEPT)]
    ids = [entity.id for entity in handled]
    if not ids:
        return []
    session.execute(sa.select(Entity.id).where(Entity.id.in_(ids)).order_by(Entity.id).with_for_update())
    busy = set() if force else set(session.execute(sa.select(Task.entity_id).where(Task.entity_id.in_(ids))).scalars())
    kept = [entity for entity in handled if entity.id in busy and not entity.canceled and kind_of(entity) != CONCEPT]
    for entity in kept:
        entity.canceled = True
        announce(entity, kind_of(entity))
    remove([entity for entity in handled if entity not in kept])
    readiness.refresh(readiness.holders_of(entity.id for entity in kept), tell=True)
    return ids


def _delete(model: Any, condition: Any) -> None:
    session.execute(sa.delete(model).where(condition), execution_options=_QUIET)
