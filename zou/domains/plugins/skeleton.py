"""Starting a plugin, and packing one."""

import json
import shutil
import zipfile
from pathlib import Path

from pydantic import ValidationError

from zou.domains.plugins.fetching import LEFT_OUT
from zou.domains.plugins.manifest import MANIFEST, Manifest, ManifestError, read_manifest
from zou.domains.plugins.migrating import VERSIONS, prefix_of

_INIT = '''"""{name}: what the server serves of it, and what happens when it is installed and removed."""

from .resources import Hello

#: Paths under /plugins/{id}, and what answers there.
routes = [("/hello", Hello)]


def pre_install(manifest):
    """Called before the plugin is installed or updated."""


def post_install(manifest):
    """Called once its files and tables are there."""


def pre_uninstall(manifest):
    """Called before it is removed, while its tables are there."""


def post_uninstall(manifest):
    """Called once its tables are gone."""
'''
_RESOURCES = '''"""What the plugin answers."""

from flask_restful import Resource


class Hello(Resource):
    """An example."""

    def get(self):
        """Greet."""
        return {{"message": "{name} is here."}}
'''
_MODELS = '''"""Tables of the plugin. `zou migrate-plugin-db` writes a migration from what changes here."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from zou.db.base import Base, Row


class Note(Row, Base):
    """An example. The names of all tables begin with {prefix}"""

    __tablename__ = "{prefix}note"

    text: Mapped[str] = mapped_column(String(200))
'''


def checked(**values: str | None) -> Manifest:
    """The manifest of these values. Raises ManifestError for a version that is no SemVer, a license that is no SPDX id..."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    try:
        manifest = Manifest.model_validate(values)
        manifest.license = canonicalize_license_expression(manifest.license)
    except InvalidLicenseExpression as error:
        raise ManifestError(f"{values.get('license')} is no license that SPDX knows, as MIT or GPL-3.0-only are.") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ManifestError(f"The plugin cannot be so: {faults}.") from error
    return manifest


def create(manifest: Manifest, path: Path, *, force: bool = False) -> Path:
    """Make the folder of a new plugin under `path`; the folder. Raises ManifestError where there is one, unless `force`, which replaces it."""
    folder = path / manifest.id
    if folder.exists() and not force:
        raise ManifestError(f"{folder} is there already. Use --force to replace it.")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / VERSIONS).mkdir(parents=True)
    words = {"id": manifest.id, "name": manifest.name.replace('"', "'").replace("\\", "/"), "prefix": prefix_of(manifest.id)}
    given = {key: value for key, value in manifest.model_dump().items() if value not in (None, "")}
    (folder / MANIFEST).write_text("".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in given.items()), encoding="utf-8")
    for name, text in (("__init__.py", _INIT), ("resources.py", _RESOURCES), ("models.py", _MODELS)):
        (folder / name).write_text(text.format(**words), encoding="utf-8")
    _draw_logo(folder / "logo.png")
    return folder


def _draw_logo(target: Path) -> None:
    from PIL import Image, ImageDraw

    logo = Image.new("RGBA", (128, 128), (0, 0, 0, 0))
    ImageDraw.Draw(logo).rounded_rectangle((8, 8, 119, 119), radius=28, fill="#00b242")
    logo.save(target)


def pack(folder: Path, output: Path, *, force: bool = False) -> Path:
    """Zip the plugin in `folder` to `output`, or to `<id>-<version>.zip` in it; the zip.

    Raises ManifestError for what is no plugin, or a zip that is there already.
    """
    manifest = read_manifest(folder)
    target = output if output.suffix == ".zip" else output / f"{manifest.id}-{manifest.version}.zip"
    if target.exists() and not force:
        raise ManifestError(f"{target} is there already. Use --force to replace it.")
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and path.resolve() not in (target.resolve(), partial.resolve()) and not set(inside.parts) & set(LEFT_OUT):
                archive.write(path, inside)
    partial.replace(target)
    return target
