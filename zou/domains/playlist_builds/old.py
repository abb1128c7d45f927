"""Removing the movies of playlists that nobody needs any more: old ones, and those that show what the playlist showed before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import execute, session
from zou.db.unit import unit_of_work
from zou.domains.playlist_builds import content
from zou.domains.playlist_builds.service import WORK
from zou.domains.playlists.service import remove_builds
from zou.kit.dates import utcnow
from zou.models import BackgroundJob, BuildJob, Playlist

Told = Callable[[float], object]


def remove_old(days: int, superseded_days: int, *, dry_run: bool = False, tell: Told | None = None) -> int:
    """Remove builds made more than `days` days ago, and those older than `superseded_days` whose playlist would give another movie now; how many.

    0 days: none of them. Builds that are being made stay. One transaction a playlist, with a build-job:delete for each build; their movies leave the store.
    `dry_run`: only count. `tell` hears from 0 to 1 how far it has come.
    """
    gone = 0
    playlists = _candidates(days, superseded_days)
    for done, (playlist_id, builds) in enumerate(playlists.items(), 1):
        with unit_of_work(writes=not dry_run):
            playlist = session.get(Playlist, playlist_id, with_for_update=None if dry_run else {"key_share": True})
            if playlist is not None:
                unneeded = _unneeded(playlist, builds, before=_before(days))
                gone += len(unneeded) if dry_run or not unneeded else len(remove_builds(playlist, BuildJob.id.in_(unneeded)))
        if tell:
            tell(done / len(playlists))
    return gone


def _before(days: int) -> dt.datetime:
    """Until when something was made that is so many days old; never for 0."""
    return utcnow() - dt.timedelta(days=days) if days else dt.datetime.min


def _candidates(days: int, superseded_days: int) -> dict[UUID, list[Any]]:
    """By playlist, the builds that are old enough for either reason and that nobody is making. One statement."""
    columns = (BuildJob.id, BuildJob.playlist_id, BuildJob.created_at, BuildJob.status, BackgroundJob.args)
    at_work = sa.exists().where(WORK, BackgroundJob.status.in_(("queued", "running"))).correlate(BuildJob)
    old = BuildJob.created_at < max(_before(days), _before(superseded_days))
    statement = sa.select(*columns).outerjoin(BackgroundJob, WORK).where(old, sa.not_(sa.and_(BuildJob.status == "running", at_work)))
    by_playlist: dict[UUID, list[Any]] = defaultdict(list)
    with unit_of_work(writes=False):
        for build in execute(statement.order_by(BuildJob.playlist_id, BuildJob.created_at)):
            by_playlist[build.playlist_id].append(build)
    return dict(by_playlist)


def _unneeded(playlist: Playlist, builds: list[Any], *, before: dt.datetime) -> set[UUID]:
    """Those of a playlist's builds that were made before that moment, or whose content is not the playlist's any more."""
    now: dict[tuple[bool, bool], str] = {}
    unneeded = set()
    for build in builds:
        if build.created_at < before:
            unneeded.add(build.id)
        elif build.status == "succeeded" and build.args and "content" in build.args:
            full, stills = bool(build.args.get("full")), bool(build.args.get("stills"))
            if (full, stills) not in now:
                now[full, stills] = content.key_of(content.parts_of(playlist, stills=stills), playlist.project_id, full=full)
            if now[full, stills] != build.args["content"]:
                unneeded.add(build.id)
    return unneeded
