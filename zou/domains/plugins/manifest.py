"""What a plugin says of itself, in `manifest.toml`."""

import tomllib
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MANIFEST = "manifest.toml"
_SEMVER = r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$"


class ManifestError(ValueError):
    """A manifest that cannot be used; the message is one sentence."""


class Manifest(BaseModel):
    """A plugin's manifest. `maintainer` is `Name <e-mail>`."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=80)]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    version: Annotated[str, Field(pattern=_SEMVER, max_length=50)]
    license: Annotated[str, Field(min_length=1, max_length=80)]
    description: str | None = None
    maintainer: str = ""
    website: str | None = None
    icon: str | None = None
    frontend_project_enabled: bool = False
    frontend_studio_enabled: bool = False

    @property
    def has_frontend(self) -> bool:
        """Whether the plugin has pages of its own."""
        return self.frontend_project_enabled or self.frontend_studio_enabled


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the plugin in `folder`. Raises ManifestError."""
    path = folder / MANIFEST
    try:
        return Manifest.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ManifestError(f"{folder} is no plugin: it has no {MANIFEST}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path} is no TOML: {error}.") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ManifestError(f"{path} is not as a manifest should be: {faults}.") from error
