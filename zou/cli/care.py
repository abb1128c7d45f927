"""Commands that keep an installation in order."""

import sys
from typing import Any

import click

from zou.cli.context import app, settings, working

KINDS = ("events", "login-logs", "notifications", "jobs")


@click.command("dump-database")
@click.option("--store", is_flag=True, help="Put the backup into the file storage instead of this folder.")
def dump_database(store: bool) -> None:
    """Write a compressed backup of the database (pg_dump)."""
    from zou.cli.dump import dump_into_folder, dump_into_storage

    with app().app_context():
        if store:
            click.echo(f"Postgres dump added to store (dbbackup/{dump_into_storage(settings())}).")
        else:
            click.echo(f"Postgres dump created ({dump_into_folder(settings())}).")


@click.command("remove-old-data")
@click.option("--days", type=click.IntRange(min=1), default=90, show_default=True, help="Age from which things are old.")
@click.option("--only", type=click.Choice(KINDS), multiple=True, help="Delete this kind alone; may be given several times.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def remove_old_data(days: int, only: tuple[str, ...], dry_run: bool) -> None:
    """Delete events, sign-ins and ended background jobs made more than so many days ago, and notifications that were read."""
    from zou.domains.studio.old_data import remove_older_than

    with app().app_context():
        for kind in only or KINDS:
            count = remove_older_than(kind, days, dry_run=dry_run)
            click.echo(f"{kind}: {count} {'to delete' if dry_run else 'deleted'}.")


@click.command("remove-old-playlist-movies")
@click.option("--days", type=click.IntRange(min=0), help="Age from which any is removed, 0: never; PLAYLIST_MOVIE_DAYS without.")
@click.option("--superseded-days", type=click.IntRange(min=0), help="Age from which one is that its playlist has changed since, 0: never.")
@click.option("--dry-run", is_flag=True, help="Only count.")
def remove_old_playlist_movies(days: int | None, superseded_days: int | None, dry_run: bool) -> None:
    """Delete movies made of playlists so many days ago, and those that show what the playlist showed before. Workers do this by themselves, too."""
    from zou.domains.playlist_builds.old import remove_old

    days = settings().playlist_movie_days if days is None else days
    superseded_days = settings().superseded_playlist_movie_days if superseded_days is None else superseded_days
    with app().app_context():
        count = remove_old(days, superseded_days, dry_run=dry_run)
    click.echo(f"movies of playlists: {count} {'to delete' if dry_run else 'deleted'}.")


@click.command("clear-memory-cache")
def clear_memory_cache() -> None:
    """Empty the cache."""
    from zou.kit.valkey import CACHE, client

    with app().app_context():
        client(CACHE).flushdb()
    click.echo("Cache cleared.")


@click.command("reload-config")
def reload_config() -> None:
    """Give all running servers the user limit, time zone, locale and job names of this environment."""
    from zou.domains.studio.shared_settings import share

    with app().app_context():
        for name, value in share().items():
            click.echo(f"  {name} = {value}")
    click.echo("Config synced to Redis.")


@click.command("get-current-config")
@click.option("--host", default="http://localhost:5000", show_default=True, help="Address of a running server.")
def get_current_config(host: str) -> None:
    """Compare the shared settings of this environment, of Valkey and of a running server. Needs ADMIN_TOKEN."""
    import requests

    from zou.domains.studio.shared_settings import from_environment, from_valkey

    token = settings().admin_token
    if not token:
        raise click.ClickException("Set ADMIN_TOKEN to ask a server for its settings.")
    with app().app_context():
        mine, kept = from_environment(), from_valkey()
    try:
        reply = requests.get(f"{host.rstrip('/')}/admin/config/check", headers={"Authorization": f"Bearer {token}"}, timeout=30)
        reply.raise_for_status()
        theirs = reply.json()
    except (requests.RequestException, ValueError) as error:
        raise click.ClickException(f"The server at {host} does not tell its settings: {error}") from error
    same = _print_comparison(mine, kept, theirs)
    click.echo(f"Active users: {theirs.get('active_users')}")
    sys.exit(0 if same else 1)


def _print_comparison(mine: dict[str, Any], kept: dict[str, Any], theirs: dict[str, Any]) -> bool:
    """Print a line for each setting; whether the environment and Valkey agree on all."""
    from rich.console import Console
    from rich.table import Table

    table = Table("Key", "Environment", "Redis", "Server", "")
    agrees = {name: str(value) == kept[name] for name, value in mine.items()}
    for name, value in mine.items():
        table.add_row(name, str(value), str(kept[name]), str((theirs.get(name) or {}).get("env")), "✓" if agrees[name] else "✗")
    Console().print(table)
    return all(agrees.values())


@click.command("clean-auth-tokens")
def clean_auth_tokens() -> None:
    """Forget revoked tokens that have expired by themselves. Tokens that were signed out stay dead."""
    from zou.access.tokens import forget_expired

    with working():
        click.echo(f"{forget_expired()} expired tokens forgotten.")


@click.command("clear-all-auth-tokens")
def clear_all_auth_tokens() -> None:
    """End all sessions of everybody. Bots and personal tokens go on."""
    from zou.access.tokens import end_all_sessions

    with working():
        end_all_sessions()
    click.echo("All sessions have ended.")
