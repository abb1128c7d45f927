"""Commands about plugins. Servers see what these change when they are started again."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from zou.cli.context import settings, working

_FOLDER = click.Path(path_type=Path, file_okay=False)
RESTART = "Restart the server for this to take effect."


@click.command("create-plugin-skeleton")
@click.option("--path", type=_FOLDER, required=True, help="Folder that gets the plugin's folder.")
@click.option("--id", "ident", required=True, help="The plugin's id: its folder, its package, its address.")
@click.option("--name", default="MyPlugin", show_default=True)
@click.option("--description", default="", help="What it is for.")
@click.option("--version", default="0.1.0", show_default=True, help="SemVer.")
@click.option("--maintainer", default="Author <author@author.com>", show_default=True)
@click.option("--website", default="mywebsite.com", show_default=True)
@click.option("--license", default="GPL-3.0-only", show_default=True, help="SPDX id.")
@click.option("--icon", help="Name of an icon.")
@click.option("--force", is_flag=True, help="Replace a folder that is there.")
def create_plugin_skeleton(path: Path, ident: str, force: bool, **values: Any) -> None:
    """Start a plugin: a folder with its manifest, an example of a route and of a table."""
    from zou.domains.plugins import skeleton

    click.echo(f"Plugin made in {skeleton.create(skeleton.checked(id=ident, **values), path, force=force)}.")


@click.command("create-plugin-package")
@click.option("--path", type=_FOLDER, required=True, help="The plugin's folder.")
@click.option("--output-path", type=click.Path(path_type=Path), required=True, help="The zip, or the folder that gets it.")
@click.option("--force", is_flag=True, help="Replace a zip that is there.")
def create_plugin_package(path: Path, output_path: Path, force: bool) -> None:
    """Zip a plugin."""
    from zou.domains.plugins import skeleton

    click.echo(f"Plugin packed in {skeleton.pack(path, output_path, force=force)}.")


@click.command("migrate-plugin-db")
@click.option("--path", type=_FOLDER, required=True, help="The plugin's folder, with models.py.")
@click.option("--message", default="", help="What the migration does.")
def migrate_plugin_db(path: Path, message: str) -> None:
    """Write a migration from what differs between a plugin's models and its tables in this database."""
    import sqlalchemy as sa

    from zou.db import migrate
    from zou.domains.plugins import migrating
    from zou.domains.plugins.installing import models_of
    from zou.domains.plugins.manifest import read_manifest

    manifest = read_manifest(path)
    with models_of(manifest.id, path) as metadata, migrate.connected(settings().sqlalchemy_url()) as connection:
        # The database stays as it is: a plugin's tables change when it is installed.
        trial: sa.NestedTransaction = connection.begin_nested()
        migrating.upgrade(connection, manifest.id, path)
        made = migrating.generate(connection, manifest.id, path, metadata, message)
        trial.rollback()
    click.echo(f"Wrote {made}." if made else "Nothing differs.")


@click.command("install-plugin")
@click.option("--path", "source", required=True, help="A folder, a zip, an address of a zip, or a git repository.")
@click.option("--force", is_flag=True, help="Replace one that is as new.")
def install_plugin(source: str, force: bool) -> None:
    """Install a plugin, or bring it to a newer version."""
    from zou.domains.plugins import installing

    with working():
        manifest, done = installing.install(source, settings().plugin_folder, force=force)
    click.echo(f"Plugin {manifest.id} {manifest.version} {done}. {RESTART}")


@click.command("uninstall-plugin")
@click.option("--id", "ident", required=True)
def uninstall_plugin(ident: str) -> None:
    """Remove a plugin with its tables."""
    from zou.domains.plugins import installing

    with working():
        installing.uninstall(ident, settings().plugin_folder)
    click.echo(f"Plugin {ident} removed. {RESTART}")


FIELDS = {"Plugin ID": "plugin_id", "Name": "name", "Version": "version", "Maintainer": "maintainer", "License": "license"}
MORE = {
    "Description": "description",
    "Website": "website",
    "Icon": "icon",
    "Revision": "revision",
    "Installation Date": "created_at",
    "Last Update": "updated_at",
}


@click.command("list-plugins")
@click.option("--format", "style", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--verbose", is_flag=True, help="Everything that is known of them.")
@click.option("--filter-field", type=click.Choice(["plugin_id", "name", "maintainer", "license"]), help="Only those whose field holds --filter-value.")
@click.option("--filter-value", help="A part of it, in any case.")
def list_plugins(style: str, verbose: bool, filter_field: str | None, filter_value: str | None) -> None:
    """List the plugins that are installed, by name."""
    from zou.domains.plugins import installing

    if (filter_field is None) != (filter_value is None):
        raise click.UsageError("--filter-field and --filter-value belong together.")
    fields = {**FIELDS, **(MORE if verbose else {})}
    with working(writes=False):
        found = [{title: plugin[key] for title, key in fields.items()} for plugin in installing.listed(filter_field, filter_value)]
    if style == "json":
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    elif found:
        _print_table(list(fields), found)
    else:
        click.echo("No plugins found matching the criteria.")


def _print_table(titles: list[str], rows: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for title in titles:
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*(str(row[title] or "") for title in titles))
    Console(width=None if sys.stdout.isatty() else 240).print(table)
