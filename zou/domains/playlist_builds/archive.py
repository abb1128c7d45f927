"""The previews of a playlist in one zip, made while it is sent: no more than a chunk of it is in memory at once."""

import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import execute, scalar
from zou.domains.playlists.queries import shown_previews
from zou.domains.previews.kinds import DOCUMENT, HIGH_FIRST, MOVIE, PICTURE
from zou.domains.previews.names import download_names, slug
from zou.domains.previews.queries import shown_to
from zou.models import Entity, PreviewFile, Project
from zou.storage.base import FileMissing, FileStore
from zou.storage.names import PICTURE_ORIGINAL, FileKey

#: What is in the archive: the name, and where the file may be, the best first.
Member = tuple[str, list[FileKey]]
_SHOWN = (PreviewFile.id, PreviewFile.task_id, PreviewFile.revision, PreviewFile.position, PreviewFile.extension, PreviewFile.original_name)


def members_of(playlist: Any, *, role: str | None) -> list[Member]:
    """Every ready file of the revision of each entry's preview that `role` sees, in order; a name that is taken gets a number in front."""
    shown = shown_previews(playlist, role=role)
    revisions = {(preview.task_id, preview.revision) for preview in shown}
    statement = sa.select(*_SHOWN).where(sa.tuple_(PreviewFile.task_id, PreviewFile.revision).in_(revisions), PreviewFile.status == "ready", shown_to(role))
    by_revision: dict[tuple[UUID, int], list[Any]] = {}
    for preview in execute(statement.order_by(PreviewFile.position, PreviewFile.created_at)) if revisions else ():
        by_revision.setdefault((preview.task_id, preview.revision), []).append(preview)
    names = download_names([preview for family in by_revision.values() for preview in family])
    taken: set[str] = set()
    members: list[Member] = []
    for entry in shown:
        for preview in by_revision.get((entry.task_id, entry.revision), ()):
            name = _free(_flat(names[preview.id]), taken)
            taken.add(name)
            members.append((name, _files_of(preview)))
    return members


def _files_of(preview: Any) -> list[FileKey]:
    if preview.extension == MOVIE:
        return [kind.of(preview.id) for kind in HIGH_FIRST]
    return [(PICTURE_ORIGINAL if preview.extension == PICTURE else DOCUMENT).of(preview.id)]


def _flat(name: str) -> str:
    """A name that stays in the folder into which the archive is unpacked, whatever the uploaded file was called."""
    return name.replace("/", "_").replace("\\", "_").lstrip(".") or "_"


def _free(name: str, taken: set[str]) -> str:
    number, found = 1, name
    while found in taken:
        found, number = f"{number}_{name}", number + 1
    return found


def name_of(playlist: Any, extension: str) -> str:
    """The file name of a playlist: production, episode (TV shows), playlist, slugged."""
    project = execute(sa.select(Project.name, Project.production_type).where(Project.id == playlist.project_id)).first()
    words = [project.name if project else "", *([_episode(playlist)] if project and project.production_type == "tvshow" else []), playlist.name]
    return f"{'_'.join(word for word in map(slug, words) if word)}.{extension}"


def _episode(playlist: Any) -> str:
    if playlist.episode_id is not None:
        return scalar(sa.select(Entity.name).where(Entity.id == playlist.episode_id)) or ""
    if playlist.is_for_all:
        return "all_assets" if playlist.for_entity == "asset" else "all_shots"
    return "main_pack"


class _Pipe:
    """Where a zip is written to: what was written since the last look is taken out and sent."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def tell(self) -> int:
        return self.size

    def flush(self) -> None:
        return

    def taken(self) -> bytes:
        data = b"".join(self.parts)
        self.parts.clear()
        return data


def stream(store: FileStore, members: list[Member]) -> Iterator[bytes]:
    """The bytes of a zip of these files, unpacked ones: pictures and movies do not get smaller. What is not in the store is left out."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_STORED) as archive:  # type: ignore[call-overload]
        for name, candidates in members:
            chunks = _opened(store, candidates)
            if chunks is None:
                continue
            with archive.open(name, "w", force_zip64=True) as entry:
                for chunk in chunks:
                    entry.write(chunk)
                    yield pipe.taken()
            yield pipe.taken()
    yield pipe.taken()


def _opened(store: FileStore, candidates: list[FileKey]) -> Iterator[bytes] | None:
    for file in candidates:
        try:
            return store.read(file)
        except FileMissing:
            continue
    return None
