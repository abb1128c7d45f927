"""Getting a plugin from where it is: a folder, a zip, an address of a zip, a git repository."""

import shutil
import subprocess
import zipfile
from pathlib import Path

from zou.domains.plugins.manifest import MANIFEST, ManifestError

GIT = ("git@", "git://", "ssh://")
#: Seconds for a download, or a clone.
PATIENCE = 300
#: The most bytes that a plugin may unpack to.
LARGEST = 2 * 1024**3
#: What a plugin's folder may hold that is no part of it.
LEFT_OUT = (".git", "__pycache__", "node_modules", ".venv")


def fetch(source: str, into: Path) -> Path:
    """Copy the plugin at `source` to a folder of its own under `into`; the folder with its manifest. Raises ManifestError where there is none."""
    target = into / "source"
    if source.startswith(GIT) or (source.startswith(("http://", "https://")) and not source.partition("?")[0].endswith(".zip")):
        _clone(source, target)
    elif source.startswith(("http://", "https://")):
        _unpack(_download(source, into / "plugin.zip"), target)
    elif zipfile.is_zipfile(source):
        _unpack(Path(source), target)
    elif Path(source).is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    else:
        raise ManifestError(f"{source} is no folder, no zip file and no address.")
    return _root(target, source)


def _root(folder: Path, source: str) -> Path:
    """The folder itself or, where an archive wraps the plugin in one, its only folder."""
    if (folder / MANIFEST).is_file():
        return folder
    inside = [path for path in folder.iterdir() if path.is_dir() and (path / MANIFEST).is_file()]
    if len(inside) != 1:
        raise ManifestError(f"{source} is no plugin: it has no {MANIFEST}.")
    return inside[0]


def _clone(address: str, target: Path) -> None:
    try:
        command = ["git", "clone", "--quiet", "--depth", "1", "--", address, str(target)]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE)
    except FileNotFoundError as error:
        raise ManifestError("git is not installed.") from error
    except subprocess.CalledProcessError as error:
        raise ManifestError(f"{address} cannot be cloned: {error.stderr.strip()}") from error
    except subprocess.TimeoutExpired as error:
        raise ManifestError(f"{address} took longer than {PATIENCE} seconds to clone.") from error
    shutil.rmtree(target / ".git", ignore_errors=True)


def _download(address: str, target: Path) -> Path:
    import requests

    try:
        with requests.get(address, stream=True, timeout=30) as reply:
            reply.raise_for_status()
            with target.open("wb") as file:
                for chunk in reply.iter_content(1024 * 1024):
                    file.write(chunk)
    except requests.RequestException as error:
        raise ManifestError(f"{address} cannot be downloaded: {error}") from error
    if not zipfile.is_zipfile(target):
        raise ManifestError(f"What is at {address} is no zip file.")
    return target


def _unpack(archive: Path, target: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as opened:
            if sum(entry.file_size for entry in opened.infolist()) > LARGEST:
                raise ManifestError(f"{archive} unpacks to more than {LARGEST} bytes.")
            opened.extractall(target)
    except (zipfile.BadZipFile, OSError) as error:
        raise ManifestError(f"{archive} cannot be unpacked: {error}") from error
