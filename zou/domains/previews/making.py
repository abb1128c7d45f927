"""From an upload to the files that the server keeps of it: made in a folder, then put into the store. No transaction is open meanwhile."""

import logging
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import current_app

from zou.db import execute
from zou.db.unit import release
from zou.domains.previews.kinds import VARIANTS
from zou.kit.errors import NotFound
from zou.models import Entity, PreviewFile, Project, ProjectTaskTypeLink, Task
from zou.storage.files import files, put
from zou.storage.names import DOCUMENT, MOVIE_HIGH, MOVIE_LOW, MOVIE_SOURCE, PICTURE_TILES, FileKey, Kind

log = logging.getLogger(__name__)

Progress = Callable[[float], None]
#: Share of the work on a movie that is its encoding.
ENCODING = 0.9
#: Seconds of a movie that stays as it is beyond which nobody waits for its tiles.
LONG = 60


@dataclass
class Made:
    """What was made of an upload: the values of its row, and the files that are in the store with their sizes."""

    values: dict[str, Any] = field(default_factory=dict)
    written: dict[FileKey, int] = field(default_factory=dict)
    #: Whether the tiles are still to be made, by a worker.
    tiles_later: bool = False

    def take_back(self) -> None:
        """Remove the files from the store again."""
        for file in self.written:
            files().store.delete(file)

    def put(self, kind: Kind, preview_file_id: UUID, source: Path, *, move: bool = True) -> None:
        """Store a file of the preview."""
        file = kind.of(preview_file_id)
        self.written[file] = put(file, source, move=move)


def make_picture(preview_file_id: UUID, source: Path, folder: Path) -> Made:
    """Make and store the variants of a picture. Raises MediaBroken, StoreError."""
    from zou.media.pictures import make_variants

    made = Made()
    _put_variants(made, preview_file_id, make_variants(source, folder, max_pixels=files().settings.max_image_pixels))
    return made


def _put_variants(made: Made, preview_file_id: UUID, variants: Any) -> None:
    paths = {"originals": variants.original, "previews": variants.preview, "thumbnails": variants.thumbnail, "thumbnails-square": variants.square}
    for name, path in paths.items():
        made.put(VARIANTS[name], preview_file_id, path)
    made.values |= {"width": variants.width, "height": variants.height, "file_size": variants.file_size, "duration": 0}


def make_document(preview_file_id: UUID, source: Path) -> Made:
    """Store a document as it is. Raises StoreError."""
    made = Made()
    made.put(DOCUMENT, preview_file_id, source)
    made.values["file_size"] = made.written[DOCUMENT.of(preview_file_id)]
    return made


def make_movie(preview_file_id: UUID, source: Path, folder: Path, *, normalize: bool, tell: Progress | None = None) -> Made:
    """Make and store the movies of an upload, the pictures of its first frame, and its tiles. `tell` gets the share done, from 0 to 1.

    `source` stays where it is. Raises MediaBroken, MediaTimeout, StoreError.
    """
    from zou.media.frames import movie_pictures

    settings = files().settings
    make = _normalised if normalize and not settings.skip_normalization_full else _as_it_is
    versions, shown, info, original = make(preview_file_id, source, folder, tell)
    made = Made()
    _put_variants(made, preview_file_id, movie_pictures(shown, folder, max_pixels=settings.max_image_pixels))
    made.tiles_later = not normalize and original.duration > LONG and bool(current_app.config["ENABLE_JOB_QUEUE"])
    if not made.tiles_later:
        make_tiles_of(made, preview_file_id, shown, folder)
    for kind, path in versions.items():
        made.put(kind, preview_file_id, _second_name(path, folder))
    made.values |= {"width": info.width, "height": info.height, "duration": info.duration, "file_size": info.file_size}
    made.values["data"] = {
        "original_width": original.width,
        "original_height": original.height,
        "original_duration": original.duration,
        "original_file_size": original.file_size,
        "movie_prefixes": [kind.prefix for kind in versions],
    }
    return made


Versions = tuple[dict[Kind, Path], Path, Any, Any]


def _normalised(preview_file_id: UUID, source: Path, folder: Path, tell: Progress | None) -> Versions:
    """The versions to store, the one that is shown, what that is, and what the upload was."""
    from zou.media.movies import normalise
    from zou.media.probe import probe

    settings = files().settings
    high = None if settings.skip_normalization_highdef else folder / "high.mp4"
    low = folder / "low.mp4"
    encoding = wanted_encoding(preview_file_id, probe(source))
    release()  # no transaction stays open while the encoder works
    result = normalise(source, high=high, low=low, encoding=encoding, on_progress=(lambda share: tell(share * ENCODING)) if tell else None)
    versions: dict[Kind, Path] = {MOVIE_HIGH: high} if high else {}
    versions[MOVIE_LOW] = low
    if settings.preview_save_source_file:
        versions[MOVIE_SOURCE] = source
    return versions, high or low, result.high or result.low, result.source


def _as_it_is(_preview_file_id: UUID, source: Path, _folder: Path, _tell: Progress | None) -> Versions:
    from zou.media.probe import probe

    info = probe(source)
    kind = MOVIE_SOURCE if files().settings.preview_save_source_file else MOVIE_HIGH
    return {kind: source}, source, info, info


def _second_name(path: Path, folder: Path) -> Path:
    """The file under a name in `folder`, which the store may take away: what dies now finds its source again."""
    if path.parent == folder:
        return path
    second = folder / f"second-{path.name}"
    try:
        second.hardlink_to(path)
    except OSError:  # another disk
        shutil.copyfile(path, second)
    return second


def make_frame_pictures(preview_file_id: UUID, movie: Path, folder: Path, number: int, fps: Fraction) -> Made:
    """Make and store the pictures of a movie from its frame `number`. Raises NoSuchFrame, MediaBroken, StoreError."""
    from zou.media.frames import movie_pictures

    made = Made()
    _put_variants(made, preview_file_id, movie_pictures(movie, folder, max_pixels=files().settings.max_image_pixels, frame=number, fps=fps))
    return made


def make_tiles_of(made: Made, preview_file_id: UUID, movie: Path, folder: Path) -> None:
    """Make and store the tile sheet of a movie. One that cannot be made is left out."""
    from zou.media.errors import MediaBroken
    from zou.media.frames import make_tiles

    sheet = folder / "tiles.png"
    try:
        make_tiles(movie, sheet)
    except MediaBroken as error:
        log.warning("preview %s has no tiles: %s", preview_file_id, error)
        return
    made.put(PICTURE_TILES, preview_file_id, sheet)


def wanted_encoding(preview_file_id: UUID, movie: Any) -> Any:
    """How the preview's production wants the movie encoded. Raises NotFound where the preview is gone. One statement."""
    from zou.media.movies import Encoding, target_size

    settings, wanted = files().settings, _wishes(preview_file_id)
    width, height = target_size(str(_of_entity(wanted, "resolution") or wanted.resolution or ""), movie)
    high = min(_first(wanted.type_high, wanted.project_high, settings.movie_highdef_bitrate), settings.movie_highdef_bitrate)
    low = min(_first(wanted.type_low, wanted.project_low, settings.movie_lowdef_bitrate), high)
    return Encoding(
        width=width,
        height=height,
        fps=_rate(wanted),
        high_bitrate=high,
        low_bitrate=low,
        preset=settings.movie_encoding_preset,
        buffer_factor=settings.movie_vbv_bufsize_factor,
    )


def frame_rate_of(preview_file_id: UUID) -> Fraction:
    """Frames a second of the preview's entity, else of its production, else 25. Raises NotFound where the preview is gone."""
    return _rate(_wishes(preview_file_id))


def _rate(wanted: Any) -> Fraction:
    from zou.media.probe import frame_rate

    return frame_rate(_of_entity(wanted, "fps"), frame_rate(wanted.fps))


def _of_entity(wanted: Any, key: str) -> Any:
    return wanted.entity_data.get(key) if isinstance(wanted.entity_data, dict) else None


def _first(*bitrates: float | None) -> float:
    return next((rate for rate in bitrates if rate is not None and rate > 0), 1)


def _wishes(preview_file_id: UUID) -> Any:
    link = sa.and_(ProjectTaskTypeLink.project_id == Project.id, ProjectTaskTypeLink.task_type_id == Task.task_type_id)
    statement = (
        sa.select(
            Project.resolution,
            Project.fps,
            Project.hd_bitrate_compression.label("project_high"),
            Project.ld_bitrate_compression.label("project_low"),
            ProjectTaskTypeLink.hd_bitrate_compression.label("type_high"),
            ProjectTaskTypeLink.ld_bitrate_compression.label("type_low"),
            Entity.data.label("entity_data"),
        )
        .select_from(PreviewFile)
        .outerjoin(Task, Task.id == PreviewFile.task_id)
        .outerjoin(Project, Project.id == Task.project_id)
        .outerjoin(Entity, Entity.id == Task.entity_id)
        .outerjoin(ProjectTaskTypeLink, link)
        .where(PreviewFile.id == preview_file_id)
    )
    found = execute(statement).first()
    if found is None:
        raise NotFound(f"No preview file has the id {preview_file_id}.")
    return found
