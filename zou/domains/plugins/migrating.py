"""The tables of a plugin's own, named `plugin_<id>_…`, brought from revision to revision by what is in its `migrations/versions`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from zou.db.migrate import scripts_folder
from zou.domains.plugins.manifest import ManifestError

VERSIONS = Path("migrations") / "versions"


def prefix_of(plugin_id: str) -> str:
    """What the names of the plugin's tables begin with."""
    return f"plugin_{plugin_id.lower().replace('-', '_')}_"


def upgrade(connection: sa.Connection, plugin_id: str, folder: Path) -> str | None:
    """Bring the plugin's tables to its newest revision, which is returned; None for a plugin without migrations. Raises ManifestError."""
    if not any((folder / VERSIONS).glob("*.py")):
        return None
    scripts = _scripts(folder)
    _run(connection, plugin_id, scripts, lambda revision, _context: scripts._upgrade_revs("head", revision))
    return scripts.get_current_head()


def downgrade(connection: sa.Connection, plugin_id: str, folder: Path) -> None:
    """Take the plugin's tables down to nothing. Raises ManifestError."""
    if any((folder / VERSIONS).glob("*.py")):
        scripts = _scripts(folder)
        _run(connection, plugin_id, scripts, lambda revision, _context: scripts._downgrade_revs("base", revision))
    connection.execute(sa.text(f'DROP TABLE IF EXISTS "{_versions_table(plugin_id)}"'))


def generate(connection: sa.Connection, plugin_id: str, folder: Path, metadata: sa.MetaData, message: str) -> Path | None:
    """Write a migration from what differs between `metadata` and the plugin's tables; where it is, None where nothing differs.

    The plugin's tables must be at its newest revision. Raises ManifestError.
    """
    from alembic.autogenerate import RevisionContext

    (folder / VERSIONS).mkdir(parents=True, exist_ok=True)
    scripts, config = _scripts(folder), Config()
    wanted = {"message": message or None, "autogenerate": True, "sql": False, "head": "head", "splice": False, "branch_label": None}
    context = RevisionContext(
        config, scripts, {**wanted, "version_path": str(folder / VERSIONS), "rev_id": None, "depends_on": None}, process_revision_directives=_drop_empty
    )

    def write(revision: Any, migration_context: Any) -> list[Any]:
        context.run_autogenerate(revision, migration_context)
        return []

    prefix = prefix_of(plugin_id)
    ours: dict[str, Any] = {
        "target_metadata": metadata,
        "include_name": lambda name, kind, _parents: kind != "table" or str(name).startswith(prefix),
        "include_object": lambda _thing, name, kind, _reflected, _other: kind != "table" or str(name).startswith(prefix),
    }
    _run(connection, plugin_id, scripts, write, **ours)
    made = [script for script in context.generate_scripts() if script is not None and script is not False]
    return Path(made[0].path) if made else None


def _drop_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives[0].upgrade_ops.is_empty():
        directives.clear()


def _versions_table(plugin_id: str) -> str:
    return f"{prefix_of(plugin_id)}alembic_version"


def _scripts(folder: Path) -> ScriptDirectory:
    return ScriptDirectory(str(scripts_folder()), version_locations=[str((folder / VERSIONS).absolute())], messaging_opts={"quiet": True})


def _run(connection: sa.Connection, plugin_id: str, scripts: ScriptDirectory, steps: Callable[[Any, Any], Any], **options: Any) -> None:
    try:
        with EnvironmentContext(Config(), scripts, fn=steps) as environment:
            environment.configure(connection=connection, version_table=_versions_table(plugin_id), **options)
            with environment.begin_transaction():
                environment.run_migrations()
    except (CommandError, sa.exc.SQLAlchemyError) as error:
        raise ManifestError(f"The migrations of {plugin_id} fail: {error}") from error
