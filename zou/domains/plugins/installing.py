"""Installing and removing plugins: their files, their row, their tables, and what they do themselves at these moments."""

import importlib
import importlib.util
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from zou.db import session
from zou.db.base import Base
from zou.db.find import add
from zou.db.unit import after_commit, after_rollback
from zou.domains.plugins import fetching, migrating
from zou.domains.plugins.manifest import Manifest, ManifestError, read_manifest
from zou.events import emit
from zou.kit.dates import utcnow
from zou.kit.errors import BadRequest, NotFound
from zou.models import Plugin

PACKAGE, MODELS = "__init__.py", "models.py"
_LISTED = ("plugin_id", "name", "version", "license", "description", "website", "icon", "revision")
_MAINTAINER = re.compile(r"\s*(.*?)\s*<([^<>]*)>\s*\Z")


def install(source: str, folder: Path, *, force: bool = False) -> tuple[Manifest, str]:
    """Install the plugin at `source` (a folder, a zip, an address) into `folder`; its manifest and `installed` or `updated`.

    Everything is checked before any of its code runs; where something fails, nothing stays. An installed version that is as new is replaced only with `force`.
    Raises ManifestError, BadRequest. Emits plugin:new or plugin:update.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="zou-plugin-") as temporary:
        found = fetching.fetch(source, Path(temporary))
        manifest = read_manifest(found)
        known = session.execute(sa.select(Plugin).where(Plugin.plugin_id == manifest.id).with_for_update()).scalar()
        _require_free(manifest, folder)
        if known is not None and not force and not is_newer(manifest.version, known.version):
            raise BadRequest(f"{manifest.id} {known.version} is installed already; {manifest.version} is not newer. Use --force to replace it.")
        with _package(manifest.id, found) as package:
            _call(package, "pre_install", manifest)
            row = _written(manifest, known)
            placed = _place(found, folder / manifest.id)
            row.revision = migrating.upgrade(session.connection(), manifest.id, placed)
            session.flush()
            _call(package, "post_install", manifest)
    emit("plugin:update" if known is not None else "plugin:new", plugin_id=row.id)
    return manifest, "updated" if known is not None else "installed"


def uninstall(plugin_id: str, folder: Path) -> None:
    """Remove a plugin: its tables, its files, its row. Raises NotFound where it is not installed, ManifestError. Emits plugin:delete."""
    row = session.execute(sa.select(Plugin).where(Plugin.plugin_id == plugin_id).with_for_update()).scalar()
    if row is None:
        raise NotFound(f"No plugin {plugin_id} is installed.")
    place = folder / plugin_id
    if place.is_dir():
        manifest = read_manifest(place)
        with _package(plugin_id, place) as package:
            _call(package, "pre_uninstall", manifest)
            migrating.downgrade(session.connection(), plugin_id, place)
            _call(package, "post_uninstall", manifest)
    emit("plugin:delete", plugin_id=row.id)
    session.delete(row)
    session.flush()
    after_commit(lambda: shutil.rmtree(place, ignore_errors=True))


def listed(field: str | None = None, part: str | None = None) -> list[dict[str, Any]]:
    """The plugins that are installed, by name; those whose `field` holds `part`, in any case. One statement."""
    found = []
    for row in session.execute(sa.select(Plugin).order_by(sa.func.lower(Plugin.name), Plugin.plugin_id)).scalars():
        maintainer = f"{row.maintainer_name} <{row.maintainer_email}>" if row.maintainer_email else row.maintainer_name
        shown: dict[str, Any] = {key: getattr(row, key) for key in _LISTED} | {"maintainer": maintainer}
        shown |= {key: getattr(row, key).isoformat(timespec="seconds") for key in ("created_at", "updated_at")}
        if field is None or (part or "").lower() in str(shown[field] or "").lower():
            found.append(shown)
    return found


def is_newer(version: str, than: str) -> bool:
    """Whether a version comes after another (SemVer)."""
    return _precedence(version) > _precedence(than)


def _precedence(version: str) -> tuple[Any, ...]:
    core, _, pre = version.partition("+")[0].partition("-")
    numbers = tuple(int(part) if part.isdigit() else 0 for part in core.split("."))
    words = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in pre.split(".")) if pre else ()
    return numbers, not pre, words


def _require_free(manifest: Manifest, folder: Path) -> None:
    """Raise BadRequest where a plugin of this id would hide a package of Python's, of the server's or of another library."""
    try:
        spec = importlib.util.find_spec(manifest.id)
    except (ImportError, ValueError):
        spec = None
    if spec is not None and not (spec.origin and Path(spec.origin).is_relative_to(folder.absolute())):
        raise BadRequest(f"A plugin cannot be called {manifest.id}: Python has a package of this name.")


@contextmanager
def _package(plugin_id: str, folder: Path) -> Iterator[Any]:
    """The plugin's code, imported from `folder` for a while. Raises ManifestError where it cannot be."""
    spec = importlib.util.spec_from_file_location(plugin_id, folder / PACKAGE, submodule_search_locations=[str(folder)])
    if not (folder / PACKAGE).is_file() or spec is None or spec.loader is None:
        raise ManifestError(f"{folder} is no plugin: it has no {PACKAGE}.")
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == plugin_id}
    for name in before:
        del sys.modules[name]
    module = sys.modules[plugin_id] = importlib.util.module_from_spec(spec)
    try:
        try:
            spec.loader.exec_module(module)
        except Exception as error:  # code of others
            raise ManifestError(f"{plugin_id} cannot be imported: {type(error).__name__}: {error}") from error
        yield module
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == plugin_id]:
            del sys.modules[name]
        sys.modules.update(before)


@contextmanager
def models_of(plugin_id: str, folder: Path) -> Iterator[sa.MetaData]:
    """The tables that the plugin in `folder` declares, and no others, for a while. Raises ManifestError where it has no models."""
    if not (folder / MODELS).is_file():
        raise ManifestError(f"{folder} has no {MODELS}.")
    known = set(Base.metadata.tables)
    try:
        with _package(plugin_id, folder):
            try:
                importlib.import_module(f"{plugin_id}.models")
            except Exception as error:  # code of others
                raise ManifestError(f"{MODELS} of {plugin_id} cannot be imported: {type(error).__name__}: {error}") from error
            prefix = migrating.prefix_of(plugin_id)
            strange = sorted(name for name in set(Base.metadata.tables) - known if not name.startswith(prefix))
            if strange:
                raise ManifestError(f"The table {strange[0]} must have a name that begins with {prefix}")
            yield Base.metadata
    finally:
        for name in set(Base.metadata.tables) - known:
            Base.metadata.remove(Base.metadata.tables[name])


def _call(package: Any, hook: str, manifest: Manifest) -> None:
    """Let the plugin do what it does at this moment. Raises ManifestError where it fails."""
    function = getattr(package, hook, None)
    if function is None:
        return
    try:
        function(manifest)
    except Exception as error:  # code of others
        raise ManifestError(f"{hook} of {manifest.id} fails: {type(error).__name__}: {error}") from error


def _written(manifest: Manifest, row: Plugin | None) -> Plugin:
    named = _MAINTAINER.match(manifest.maintainer)
    values: dict[str, Any] = {
        **{key: getattr(manifest, key) for key in ("name", "version", "license", "description", "website", "icon")},
        "frontend_project_enabled": manifest.frontend_project_enabled,
        "frontend_studio_enabled": manifest.frontend_studio_enabled,
        "maintainer_name": named[1] if named else manifest.maintainer,
        "maintainer_email": named[2] if named else None,
        "updated_at": utcnow(),
    }
    if row is None:
        return add(Plugin(plugin_id=manifest.id, **values))
    for key, value in values.items():
        setattr(row, key, value)
    return row


def _place(source: Path, target: Path) -> Path:
    """Put the plugin's files in place of those that are there; they come back where the unit of work fails."""
    parts = target.with_name(".parts")  # a level deeper than where servers look for plugins
    new, old = parts / f"{target.name}.new", parts / f"{target.name}.old"
    shutil.rmtree(parts, ignore_errors=True)
    parts.mkdir()
    shutil.copytree(source, new, ignore=shutil.ignore_patterns(*fetching.LEFT_OUT))
    had = target.is_dir()
    if had:
        target.rename(old)
    new.rename(target)

    def back() -> None:
        shutil.rmtree(target, ignore_errors=True)
        if had:
            old.rename(target)

    after_rollback(back)
    after_commit(lambda: shutil.rmtree(parts, ignore_errors=True))
    return target
