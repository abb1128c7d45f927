"""Castings of episodes that follow those of their shots, and the other way round."""

from collections.abc import Iterable
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from zou.db import session
from zou.domains.breakdown import readiness
from zou.events import emit
from zou.kit.dates import utcnow
from zou.models import Entity, EntityLink
from zou.models.kinds import EPISODE, SHOT, is_a

AUTOMATIC = {"auto": True}
_SEQUENCE, _SHOT = aliased(Entity), aliased(Entity)


def episode_of(shot: Entity) -> UUID | None:
    """The id of the episode of a shot's sequence."""
    statement = sa.select(Entity.id).join(_SEQUENCE, _SEQUENCE.parent_id == Entity.id)
    return session.execute(statement.where(_SEQUENCE.id == shot.parent_id, is_a(EPISODE))).scalar()


def follow_shot(shot: Entity, cast: dict[UUID, str], removed: Iterable[UUID]) -> None:
    """Cast in the shot's episode the assets that the shot has got, with their labels, and take off those that no shot of the episode has any more.

    Only links that were made by this are taken off. Emits asset:update for each asset, and episode:casting-update where one goes.
    """
    episode_id = episode_of(shot)
    if episode_id is None:
        return
    now = utcnow()
    values = [
        {
            "id": uuid4(),
            "entity_in_id": episode_id,
            "entity_out_id": asset_id,
            "nb_occurences": 1,
            "label": label,
            "data": AUTOMATIC,
            "created_at": now,
            "updated_at": now,
        }
        for asset_id, label in cast.items()
    ]
    if values:
        new = session.execute(insert(EntityLink).on_conflict_do_nothing().returning(EntityLink.entity_out_id), values).scalars().all()
        for asset_id in new:
            emit("asset:update", project_id=shot.project_id, asset_id=asset_id)
        if new:
            readiness.refresh([episode_id])
    drop_unused([episode_id], among=list(removed))


def drop_unused(episode_ids: Iterable[UUID], *, among: list[UUID] | None = None) -> None:
    """Take off episodes the automatic links to assets (`among` these, or all) that none of their shots has any more."""
    ids = list(episode_ids)
    if not ids or among == []:
        return
    shot_link = aliased(EntityLink)
    held = (
        sa.exists()
        .where(shot_link.entity_out_id == EntityLink.entity_out_id, shot_link.entity_in_id == _SHOT.id)
        .where(_SHOT.parent_id == _SEQUENCE.id, _SEQUENCE.parent_id == EntityLink.entity_in_id, is_a(SHOT, _SHOT))
    )
    statement = sa.delete(EntityLink).where(EntityLink.entity_in_id.in_(ids), EntityLink.data["auto"].as_boolean().is_(True), ~held)
    if among is not None:
        statement = statement.where(EntityLink.entity_out_id.in_(among))
    returned = statement.returning(EntityLink.entity_in_id, EntityLink.entity_out_id)
    gone: dict[UUID, list[UUID]] = {}
    for row in session.execute(returned, execution_options={"synchronize_session": False}).all():
        gone.setdefault(row.entity_in_id, []).append(row.entity_out_id)
    _tell(gone)


def _tell(gone: dict[UUID, list[UUID]]) -> None:
    if not gone:
        return
    readiness.refresh(gone)
    for row in session.execute(sa.select(Entity.id, Entity.project_id, Entity.nb_entities_out).where(Entity.id.in_(gone))).all():
        removed = [str(ident) for ident in gone[row.id]]
        emit(
            "episode:casting-update",
            project_id=row.project_id,
            episode_id=row.id,
            nb_entities_out=row.nb_entities_out,
            added_asset_ids=[],
            removed_asset_ids=removed,
        )
        for asset_id in removed:
            emit("asset:update", project_id=row.project_id, asset_id=asset_id)


def take_off_shots(episode: Entity, asset_ids: list[UUID]) -> dict[Entity, list[UUID]]:
    """Take assets off all the shots of an episode; what was taken off which shot."""
    shots = sa.select(Entity.id).join(_SEQUENCE, _SEQUENCE.id == Entity.parent_id).where(_SEQUENCE.parent_id == episode.id, is_a(SHOT))
    statement = sa.delete(EntityLink).where(EntityLink.entity_in_id.in_(shots), EntityLink.entity_out_id.in_(asset_ids))
    gone: dict[UUID, list[UUID]] = {}
    returned = statement.returning(EntityLink.entity_in_id, EntityLink.entity_out_id)
    for row in session.execute(returned, execution_options={"synchronize_session": False}).all():
        gone.setdefault(row.entity_in_id, []).append(row.entity_out_id)
    if not gone:
        return {}
    readiness.refresh(gone)
    return {shot: gone[shot.id] for shot in session.execute(sa.select(Entity).where(Entity.id.in_(gone))).scalars()}


def episodes_of(shot_ids: Iterable[UUID]) -> list[UUID]:
    """The ids of the episodes that hold these shots."""
    ids = list(shot_ids)
    if not ids:
        return []
    statement = sa.select(Entity.id).join(_SEQUENCE, _SEQUENCE.parent_id == Entity.id).join(_SHOT, _SHOT.parent_id == _SEQUENCE.id)
    return list(session.execute(statement.where(_SHOT.id.in_(ids), is_a(EPISODE)).distinct()).scalars())
