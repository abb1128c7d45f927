"""What a playlist's movie is made of: the previews of its entries in order, and how they are to be encoded."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from zou.db import execute
from zou.domains.playlists.queries import shown_previews
from zou.domains.previews.kinds import HIGH_FIRST, MOVIE, PICTURE
from zou.kit import json
from zou.models import Project, StoredFile
from zou.storage.files import files
from zou.storage.names import PICTURE_ORIGINAL, FileKey


@dataclass(frozen=True)
class Part:
    """A preview that a movie shows: its id, extension and size."""

    id: UUID
    extension: str
    width: int
    height: int

    @property
    def is_still(self) -> bool:
        """Whether it is a picture."""
        return self.extension == PICTURE

    @property
    def files(self) -> list[FileKey]:
        """Where it is stored, the best first."""
        return [kind.of(self.id) for kind in ((PICTURE_ORIGINAL,) if self.is_still else HIGH_FIRST)]


def parts_of(playlist: Any, *, stills: bool) -> list[Part]:
    """The movies of a playlist's entries in order, with the pictures where `stills`, or where there is nothing else. Two statements."""
    found = [preview for preview in shown_previews(playlist) if preview.status == "ready" and preview.extension in (MOVIE, PICTURE)]
    parts = [Part(preview.id, preview.extension, preview.width or 0, preview.height or 0) for preview in found]
    movies = [part for part in parts if not part.is_still]
    return parts if stills or not movies else movies


def key_of(parts: list[Part], project_id: UUID | None, *, full: bool) -> str:
    """What tells whether a movie made of these parts would be the same as another: their files, and how they are encoded. Two statements."""
    keys = [file.key for part in parts for file in part.files]
    stored = sa.select(StoredFile.bucket, StoredFile.key, StoredFile.size, StoredFile.created_at, StoredFile.updated_at)
    known = {(row.bucket, row.key): [row.size, row.created_at, row.updated_at] for row in execute(stored.where(StoredFile.key.in_(keys)))}
    said = [[part.id, [known.get((file.bucket, file.key)) for file in part.files]] for part in parts]
    return hashlib.sha256(json.dumps([said, full, [str(wish) for wish in wishes_of(project_id)]])).hexdigest()


def wishes_of(project_id: UUID | None) -> tuple[str | None, str | None, float]:
    """Size, frames a second and bitrate that a production wants. One statement."""
    found = execute(sa.select(Project.resolution, Project.fps, Project.hd_bitrate_compression).where(Project.id == project_id)).first()
    highest = files().settings.movie_highdef_bitrate
    if found is None:
        return None, None, highest
    return found.resolution, found.fps, min(found.hd_bitrate_compression or highest, highest)
