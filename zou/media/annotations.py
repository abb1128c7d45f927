"""Annotated frames: pictures with what was drawn on them, one by one or as the pages of a PDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from zou.kit.atomic import replacing
from zou.media.decode import open_picture
from zou.media.drawing import draw_objects
from zou.media.errors import MediaBroken
from zou.media.frames import read_frames
from zou.media.pictures import MAX_IMAGE_PIXELS, save_png

PDF_DPI = 150

Annotations = Sequence[dict[str, Any]]


def frame_of(time: float, fps: Fraction) -> int:
    """The number (from 1) of the frame on screen at `time` seconds."""
    return round(Fraction(time) * fps) + 1


def annotation_at(annotations: Annotations, number: int, fps: Fraction) -> dict[str, Any] | None:
    """The annotation within half a frame of frame `number`; None where there is none."""
    moment = (number - 1) / fps
    near = (annotation for annotation in annotations if abs(Fraction(_time(annotation)) - moment) <= 1 / (2 * fps))
    return next(near, None)


def annotate_movie(source: Path, annotations: Annotations, folder: Path, *, fps: Fraction) -> Iterator[tuple[int, Path]]:
    """Write `<n>.png` in `folder` for each annotated frame of a movie, by number; frames past its end are left out. Raises MediaBroken."""
    by_frame: dict[int, list[Any]] = {}
    for annotation in annotations:
        by_frame.setdefault(frame_of(_time(annotation), fps), []).extend(objects_of(annotation))
    for number, image in read_frames(source, sorted(by_frame), fps=fps):
        target = folder / f"{number}.png"
        save_png(draw_objects(image, by_frame[number]), target)
        yield number, target


def annotate_picture(source: Path, annotations: Annotations, folder: Path, *, max_pixels: int = MAX_IMAGE_PIXELS) -> Iterator[tuple[int, Path]]:
    """Write `<n>.png` in `folder` for each annotation of a picture, n = 1, 2, … Raises MediaBroken."""
    picture = open_picture(source, max_pixels)
    for number, annotation in enumerate(annotations, 1):
        target = folder / f"{number}.png"
        save_png(draw_objects(picture, objects_of(annotation)), target)
        yield number, target


def make_pdf(pages: Sequence[Path], target: Path) -> None:
    """Make a PDF of pictures, a page each, at 150 dots an inch, whole or not at all. Raises MediaBroken for no page."""
    from PIL import Image

    if not pages:
        raise MediaBroken("There is no page to print.")
    first, *others = (Image.open(page) for page in pages)  # opened, not decoded: one page is in memory at a time
    with replacing(target) as partial:
        first.save(partial, "PDF", resolution=PDF_DPI, save_all=True, append_images=others, quality=92)
    for page in (first, *others):
        page.close()


def objects_of(annotation: dict[str, Any]) -> list[Any]:
    """The drawn objects of an annotation, none where it is malformed."""
    drawing = annotation.get("drawing")
    objects = drawing.get("objects") if isinstance(drawing, dict) else None
    return objects if isinstance(objects, list) else []


def _time(annotation: dict[str, Any]) -> float:
    try:
        time = float(annotation.get("time") or 0)
    except (TypeError, ValueError):
        return 0.0
    return time if 0 <= time < 1e9 else 0.0
