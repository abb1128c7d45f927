"""Commands that copy files between this disk and the object storage."""

import sys
from typing import Any

import click

from zou.cli.context import app, working


@click.command("upload-files-to-cloud-storage")
@click.option("--days", type=click.IntRange(min=0), help="Only files of what has changed in the last days.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def upload_files(days: int | None, dry_run: bool) -> None:
    """Copy the files under PREVIEW_FOLDER that the object storage has not."""
    from zou.storage.moving import folder_and_store, wanted_files

    with working(writes=False):
        folder, store = folder_and_store()
        wanted = wanted_files(days)
    _copy(folder, store, wanted, dry_run)


@click.command("download-storage-files")
@click.option("--dry-run", is_flag=True, help="Only count.")
def download_files(dry_run: bool) -> None:
    """Copy the files of the object storage that PREVIEW_FOLDER has not."""
    from zou.storage.moving import folder_and_store, wanted_files

    with working(writes=False):
        folder, store = folder_and_store()
        wanted = wanted_files()
    _copy(store, folder, wanted, dry_run)


def _copy(source: Any, target: Any, wanted: Any, dry_run: bool) -> None:
    """Copy what is lacking. What cannot be copied is said, and the rest goes on; the status is 1 then."""
    from zou.storage.base import StoreError
    from zou.storage.moving import copy, lacking

    copied = size = failed = 0
    with app().app_context():
        for file in lacking(source, target, wanted):
            try:
                size += 0 if dry_run else copy(file, source, target)
                copied += 1
            except StoreError as error:
                failed += 1
                click.echo(f"{file}: {error}", err=True)
    click.echo(f"{copied} files to copy." if dry_run else f"{copied} files copied, {size} bytes{f', {failed} failed' if failed else ''}.")
    if failed:
        sys.exit(1)
