"""Pictures taken out of previews for who asks: frames, tiles, what was drawn on them."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from zou.db import scalar
from zou.db.unit import release, writing
from zou.domains.previews import making
from zou.domains.previews.annotations import objects, sound
from zou.domains.previews.kinds import HIGH_FIRST, LOW_FIRST, MOVIE, PICTURE, VARIANTS
from zou.domains.previews.names import stem
from zou.kit.errors import ApiError, BadRequest, NotFound
from zou.models import PreviewFile
from zou.storage.names import PICTURE_TILES
from zou.storage.register import record
from zou.storage.serving import path_of


def frame(preview: Any, number: int, folder: Path) -> Path:
    """Frame `number` of a movie (from 1, 0 is the first too) as a PNG in `folder`. Raises NotFound (no movie), BadRequest (no such frame)."""
    from zou.media.frames import extract_frame

    if preview.extension != MOVIE:
        raise NotFound("Only movies have frames.")
    source, fps = _movie(preview)
    target = folder / "frame.png"
    with as_bad_requests():
        extract_frame(source, number, target, fps=fps)
    return target


def tile_sheet(preview: Any, folder: Path) -> Path:
    """The tile sheet of a movie, made anew and stored, as a PNG in `folder`. Raises BadRequest (no movie), NotFound."""
    from zou.media.frames import make_tiles

    if preview.extension != MOVIE:
        raise BadRequest("Only movies have tiles.")
    source = path_of([kind.of(preview.id) for kind in LOW_FIRST], "mp4", preview_file_id=preview.id)
    release()
    sheet = folder / "tiles.png"
    with as_bad_requests():
        make_tiles(source, sheet)
    made = making.Made()
    made.put(PICTURE_TILES, preview.id, sheet, move=False)
    with writing():
        record(made.written, preview_file_id=preview.id)
    return sheet


def annotated_frame(preview: Any, number: int | None, folder: Path) -> Path:
    """The frame `number` of a movie, or the picture, with what was drawn on it. Raises BadRequest, NotFound."""
    drawn = _annotations(preview)
    if preview.extension == MOVIE:
        from zou.media.annotations import annotation_at

        if number is None:
            raise BadRequest("frame_number is needed: the frame of the movie, from 1.")
        found = annotation_at(drawn, number, making.frame_rate_of(preview.id))
        if found is None:
            raise BadRequest(f"Nothing is drawn on the frame {number}.")
        drawn = [found]
    for _, path in _pages(preview, drawn[:1], folder):
        return path
    raise BadRequest("The movie ends before this frame.")


def annotated_zip(preview: Any, folder: Path) -> Path:
    """A zip in `folder` of every picture of the preview that something is drawn on. Raises BadRequest, NotFound."""
    drawn, name, target = _annotations(preview), stem(preview), folder / "frames.zip"
    pages = _pages(preview, drawn, folder)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for number, path in pages:
            archive.write(path, f"{name}_frame_{number}.png")
            path.unlink()
    return target


def annotated_pdf(preview: Any, folder: Path) -> Path:
    """The same as the pages of a PDF. Raises BadRequest, NotFound."""
    from zou.media.annotations import make_pdf

    drawn, target = _annotations(preview), folder / "frames.pdf"
    with as_bad_requests():
        make_pdf([path for _, path in _pages(preview, drawn, folder)], target)
    return target


def _pages(preview: Any, drawn: list[dict[str, Any]], folder: Path) -> Iterator[tuple[int, Path]]:
    """The annotated pictures with their numbers, one after the other."""
    from zou.media.annotations import annotate_movie, annotate_picture

    if preview.extension == MOVIE:
        source, fps = _movie(preview)
        pages = annotate_movie(source, drawn, folder, fps=fps)
    else:
        source = path_of([VARIANTS["originals"].of(preview.id)], "png", preview_file_id=preview.id)
        release()
        pages = annotate_picture(source, drawn, folder, max_pixels=making.files().settings.max_image_pixels)
    with as_bad_requests():
        yield from pages


def _movie(preview: Any) -> tuple[Path, Fraction]:
    fps = making.frame_rate_of(preview.id)
    source = path_of([kind.of(preview.id) for kind in HIGH_FIRST], "mp4", preview_file_id=preview.id)
    release()
    return source, fps


def _annotations(preview: Any) -> list[dict[str, Any]]:
    """What is drawn on a picture or movie. Raises BadRequest where nothing is."""
    if preview.extension not in (PICTURE, MOVIE):
        raise BadRequest("Only pictures and movies are drawn on.")
    stored = scalar(sa.select(PreviewFile.annotations).where(PreviewFile.id == preview.id))
    drawn = [annotation for annotation in sound(stored) if objects(annotation)]
    if not drawn:
        raise BadRequest("Nothing is drawn on this preview.")
    return drawn


@contextmanager
def as_bad_requests() -> Iterator[None]:
    """Tell the client what is wrong with the media."""
    from zou.media.errors import MediaBroken

    try:
        yield
    except MediaBroken as error:
        raise ApiError(error.reason, status=400) from error
