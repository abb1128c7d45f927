"""Commands that look after previews and their files."""

import datetime as dt
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

import click

from zou.cli.context import app, settings, working

ID = click.UUID


@click.command("renormalize-movie-preview-files")
@click.option("--preview-file-id", "ids", type=ID, multiple=True, help="This movie; may be given several times.")
@click.option("--project-id", type=ID, help="Movies of this production.")
@click.option("--all-broken", is_flag=True, help="Movies that are broken.")
@click.option("--all-missing", is_flag=True, help="Movies whose source was not found.")
@click.option("--all-processing", is_flag=True, help="Movies that are being processed, or were left so.")
@click.option("--days", type=click.IntRange(min=0), default=0, help="Movies uploaded in the last days; adds up with hours and minutes.")
@click.option("--hours", type=click.IntRange(min=0), default=0)
@click.option("--minutes", type=click.IntRange(min=0), default=0)
@click.option("--dry-run", is_flag=True, help="Only count.")
@click.option("--progress", is_flag=True, help="Draw a bar on a terminal.")
def renormalise(ids: tuple[UUID, ...], project_id: UUID | None, dry_run: bool, progress: bool, **more: Any) -> None:
    """Encode movies again from their stored source, in this process.

    A movie without a source becomes missing, one that cannot be encoded broken; the others go on.
    """
    from zou.domains.previews import again, choosing

    states = [name for name in ("broken", "missing", "processing") if more[f"all_{name}"]]
    age = dt.timedelta(days=more["days"], hours=more["hours"], minutes=more["minutes"])
    if not (ids or project_id or states or age):
        raise click.ClickException(
            "Say which movies: --preview-file-id, --project-id, --all-broken, --all-missing, --all-processing, --days, --hours or --minutes."
        )
    with working(writes=False):
        wanted = [choosing.of_kind("mp4"), *([choosing.with_id(ids)] if ids else []), *([choosing.of_production(project_id)] if project_id else [])]
        wanted += [*([choosing.with_status(*states)] if states else []), *([choosing.made_within(age)] if age else [])]
        found = choosing.choose(*wanted)
    if not found:
        raise click.ClickException("There is no such movie.")
    if dry_run:
        click.echo(f"{len(found)} movies to encode.")
        return
    became: Counter[str] = Counter()
    with app().app_context():
        _each(found, progress, lambda movie: became.update([again.renormalise(movie.id)]), became)
    click.echo(", ".join(f"{count} {status}" for status, count in sorted(became.items())) + ".")


def _each(found: Sequence[Any], progress: bool, do: Callable[[Any], object], counts: Counter[str] | None = None) -> int:
    """Do something to each preview, in its turn; what fails is said and counted under `failed`, and the rest goes on. How many failed."""
    from zou.kit.errors import ApiError
    from zou.media.errors import MediaBroken
    from zou.storage.base import StoreError

    failed = 0
    for preview in _watched(found, progress):
        try:
            do(preview)
        except (ApiError, MediaBroken, StoreError) as error:
            failed += 1
            click.echo(f"{preview.id}: {error}", err=True)
    if failed and counts is not None:
        counts["failed"] += failed
    return failed


def _watched(found: Sequence[Any], progress: bool) -> Iterator[Any]:
    """The same things; with `progress` and a terminal a bar shows how many are done."""
    if not progress or not sys.stderr.isatty():
        yield from found
        return
    with click.progressbar(found, file=sys.stderr, show_pos=True) as bar:
        yield from bar


@click.command("generate-preview-extra")
@click.option("--project", help="Name of a production; all without.")
@click.option("--entity-id", type=ID, help="Previews of this entity.")
@click.option("--episode", "episodes", type=ID, multiple=True, help="Previews of this episode; may be given several times.")
@click.option("--only-shots", is_flag=True)
@click.option("--only-assets", is_flag=True)
@click.option("--with-tiles", is_flag=True, help="Make the tile sheets that movies lack.")
@click.option("--force-regenerate-tiles", is_flag=True, help="Make all tile sheets anew.")
@click.option("--with-metadata", is_flag=True, help="Store width, height, duration and size.")
@click.option("--with-thumbnails", is_flag=True, help="Make the thumbnails anew.")
@click.option("--only-missing-tiles", is_flag=True, help="Have workers make the tile sheets that movies lack.")
@click.option("--limit", type=click.IntRange(min=1), help="With --only-missing-tiles: so many at most, the newest.")
@click.option("--force", is_flag=True, help="With --only-missing-tiles: those, too, that were tried within the hour.")
@click.option("--progress", is_flag=True, help="Draw a bar on a terminal.")
def generate_preview_extra(with_tiles: bool, force_regenerate_tiles: bool, with_metadata: bool, with_thumbnails: bool, progress: bool, **more: Any) -> None:
    """Make tile sheets, sizes and thumbnails of previews that are ready, in this process (with --only-missing-tiles, by workers)."""
    from zou.domains.previews import upkeep

    here = with_tiles or force_regenerate_tiles or with_metadata or with_thumbnails
    if more["only_shots"] and more["only_assets"]:
        raise click.UsageError("--only-shots and --only-assets leave nothing.")
    if here == more["only_missing_tiles"]:
        raise click.UsageError("Say what to make: --with-tiles, --force-regenerate-tiles, --with-metadata, --with-thumbnails; or --only-missing-tiles alone.")
    if not here:
        _queue_missing_tiles(progress, **more)
        return
    done: Counter[str] = Counter()

    def make(preview: Any) -> None:
        if with_metadata:
            upkeep.measure(preview.id, preview.extension)
            done["measured"] += 1
        if with_thumbnails:
            upkeep.remake_thumbnails(preview.id)
            done["thumbnails made"] += 1
        if preview.extension == "mp4" and (with_tiles or force_regenerate_tiles):
            done["tile sheets made"] += upkeep.remake_tiles(preview.id, anew=force_regenerate_tiles)

    with app().app_context():
        found = _chosen(**more)
        failed = _each(found, progress, make)
    _tell(len(found), done, failed)


def _chosen(*, project: str | None, entity_id: UUID | None, episodes: tuple[UUID, ...], only_shots: bool, only_assets: bool, **_more: Any) -> Sequence[Any]:
    """The pictures and movies that the options name."""
    from zou.db.unit import unit_of_work
    from zou.domains.previews import choosing

    with unit_of_work(writes=False):
        wanted = [choosing.of_kind("mp4", "png"), choosing.with_status("ready")]
        wanted += [choosing.of_production_named(project)] if project else []
        wanted += [choosing.of_entity(entity_id)] if entity_id else []
        wanted += [choosing.of_episodes(episodes)] if episodes else []
        wanted += [choosing.of_shots()] if only_shots else []
        wanted += [choosing.of_assets()] if only_assets else []
        return choosing.choose(*wanted)


def _tell(found: int, done: Counter[str], failed: int) -> None:
    """Print what was done to how many previews; the status is 1 where something failed."""
    click.echo(", ".join([f"{found} previews", *(f"{count} {what}" for what, count in done.items()), *([f"{failed} failed"] if failed else [])]) + ".")
    if failed:
        sys.exit(1)


def _queue_missing_tiles(progress: bool, *, limit: int | None, force: bool, **more: Any) -> None:
    """Queue a job for each movie without tiles, the newest first, and print the counts."""
    from zou.domains.previews import upkeep

    if not settings().enable_job_queue:
        raise click.ClickException("There are no workers: set ENABLE_JOB_QUEUE.")
    queued = lacking = 0
    with app().app_context():
        for movie in _watched([preview for preview in _chosen(**more) if preview.extension == "mp4"], progress):
            if limit is not None and queued >= limit:
                break
            if not upkeep.has_tiles(movie.id):
                lacking += 1
                queued += upkeep.queue_tiles(movie.id, force=force)
    click.echo(f"{lacking} movies without tiles, {queued} queued, {lacking - queued} tried within the hour or waiting already.")


@click.command("reset-movie-files-metadata")
@click.option("--progress", is_flag=True, help="Draw a bar on a terminal.")
def reset_movie_files_metadata(progress: bool) -> None:
    """Store the width, height, duration and size of all movies."""
    _measure_all("mp4", progress)


@click.command("reset-picture-files-metadata")
@click.option("--progress", is_flag=True, help="Draw a bar on a terminal.")
def reset_picture_files_metadata(progress: bool) -> None:
    """Store the width, height and size of all pictures."""
    _measure_all("png", progress)


def _measure_all(extension: str, progress: bool) -> None:
    from zou.domains.previews import choosing, upkeep

    with working(writes=False):
        found = choosing.choose(choosing.of_kind(extension), choosing.with_status("ready"))
    with app().app_context():
        failed = _each(found, progress, lambda preview: upkeep.measure(preview.id, preview.extension))
    _tell(len(found), Counter(measured=len(found) - failed), failed)


@click.command("probe-preview-files")
@click.option("--project-id", type=ID, help="Previews of this production; all without.")
@click.option("--only-unknown", is_flag=True, help="Previews of which nothing is known.")
@click.option("--limit", type=click.IntRange(min=1), help="So many at most, the newest.")
@click.option("--dry-run", is_flag=True, help="Record nothing.")
@click.option("--progress", is_flag=True, help="Draw a bar on a terminal.")
def probe_preview_files(project_id: UUID | None, only_unknown: bool, limit: int | None, dry_run: bool, progress: bool) -> None:
    """Ask the storage which files of the previews that are ready it has, and record it."""
    from zou.domains.previews import choosing, upkeep

    with working(writes=False):
        wanted = [choosing.with_status("ready"), *([choosing.of_production(project_id)] if project_id else [])]
        found = choosing.choose(*wanted, *([choosing.never_probed()] if only_unknown else []), limit=limit)
    missing: Counter[str] = Counter()

    def look(preview: Any) -> None:
        missing.update(f"{file.bucket}/{file.kind.prefix}" for file in upkeep.look_for(preview.id, preview.extension, preview.data, dry_run=dry_run))

    with app().app_context():
        failed = _each(found, progress, look)
    for place, count in sorted(missing.items()):
        click.echo(f"{place}: {count} missing")
    _tell(len(found), Counter(), failed)


@click.command("normalize-annotation-times")
@click.option("--project-id", type=ID, help="Movies of this production; all without.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def normalise_annotation_times(project_id: UUID | None, dry_run: bool) -> None:
    """Put the drawings of movies on their frames, and those of one frame together."""
    from zou.domains.previews import choosing, upkeep

    with working(writes=False):
        wanted = [choosing.of_kind("mp4"), choosing.with_drawings(), *([choosing.of_production(project_id)] if project_id else [])]
        found = choosing.choose(*wanted)
    with app().app_context():
        changed = sum(upkeep.snap_annotations(preview.id, dry_run=dry_run) for preview in found)
    click.echo(f"{changed} of {len(found)} movies with drawings {'to change' if dry_run else 'changed'}.")


@click.command("purge-deleted-files")
@click.option("--days", type=click.IntRange(min=0), default=30, show_default=True, help="Files deleted so many days ago or more.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def purge_deleted_files(days: int, dry_run: bool) -> None:
    """Remove from the storage the files of what was deleted. Without REMOVE_FILES nothing else does."""
    from zou.storage.register import purge_older_than

    with app().app_context():
        files, size = purge_older_than(days, dry_run=dry_run)
    click.echo(f"{files} files, {size} bytes {'to remove' if dry_run else 'removed'}.")
