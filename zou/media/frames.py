"""Pictures out of movies: one frame exactly, and the sheet of tiles that a player shows under its time line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zou.kit.atomic import replacing
from zou.media.errors import MediaBroken, NoSuchFrame
from zou.media.ffmpeg import movie_input, run, time_limit
from zou.media.pictures import MAX_IMAGE_PIXELS, PictureVariants, save_png, variants_of
from zou.media.probe import MovieInfo, opened, picture_stream, probe

if TYPE_CHECKING:
    from PIL.Image import Image

TILE_HEIGHT = 100
TILE_COLUMNS = 8
MAX_TILE_ROWS = 480
MAX_TILES = TILE_COLUMNS * MAX_TILE_ROWS


def extract_frame(source: Path, number: int, target: Path, *, fps: Fraction | None = None) -> None:
    """Write frame `number` of a movie (from 1; 0 is the first too) as an RGB PNG of the movie's size.

    `fps` counts the frames (default: the movie's own rate). Raises NoSuchFrame beyond the end, MediaBroken.
    """
    for _, image in read_frames(source, [number], fps=fps):
        save_png(image, target)
        return
    raise NoSuchFrame(f"The movie has no frame {number}.")


def read_frames(source: Path, numbers: Iterable[int], *, fps: Fraction | None = None) -> Iterator[tuple[int, Image]]:
    """The frames `numbers` (from 1) of a movie as RGB pictures, those beyond its end left out. Opens the movie once. Raises MediaBroken."""
    import av

    with opened(source) as container:
        video = picture_stream(container)
        video.thread_type = "AUTO"
        rate = fps or video.average_rate or Fraction(25)
        for number in numbers:
            try:
                frame = _frame_at(container, video, (max(1, number) - 1) / rate, rate)
            except av.FFmpegError as error:
                raise MediaBroken("The movie has frames that cannot be decoded.") from error
            if frame is not None:
                yield number, _to_picture(frame, video)


def movie_pictures(source: Path, folder: Path, *, max_pixels: int = MAX_IMAGE_PIXELS, frame: int = 1, fps: Fraction | None = None) -> PictureVariants:
    """Make the picture variants of a movie from one of its frames (the first) in `folder`. Raises NoSuchFrame, MediaBroken."""
    for _, image in read_frames(source, [frame], fps=fps):
        return variants_of(image.convert("RGBA"), folder, max_pixels=max_pixels)
    raise NoSuchFrame(f"The movie has no frame {frame}.")


def make_tiles(source: Path, target: Path, *, fps: Fraction | None = None, seconds: float | None = None, binary: str | None = None) -> None:
    """Make the tile sheet of a movie: 8 columns, tiles 100 high, thinned out above 3840 frames. Raises MediaBroken, MediaTimeout."""
    import ffmpeg

    movie = probe(source)
    columns, rows, step = sheet_layout(movie, fps)
    picture = movie_input(source)[str(movie.stream)]
    if step > 1:
        picture = picture.filter("select", f"not(mod(n,{step}))")
    picture = picture.filter("scale", tile_width(movie), TILE_HEIGHT).filter("setsar", 1).filter("format", "rgb24").filter("tile", f"{columns}x{rows}")
    with replacing(target) as partial:
        command = ffmpeg.output(picture, str(partial), f="image2", vcodec="png", pix_fmt="rgb24", vframes=1, update=1, fps_mode="passthrough")
        run(command, seconds=seconds or time_limit(movie.duration, movie.width, movie.height), binary=binary)
        if not partial.exists():
            raise MediaBroken("The movie has no frames to make tiles of.")


def sheet_layout(movie: MovieInfo, fps: Fraction | None = None) -> tuple[int, int, int]:
    """Columns and rows of the tile sheet of a movie, and that every n-th frame is on it."""
    frames = max(1, round(movie.duration * (fps or movie.fps)))
    step = math.ceil(frames / MAX_TILES)
    return TILE_COLUMNS, math.ceil(math.ceil(frames / step) / TILE_COLUMNS), step


def tile_width(movie: MovieInfo) -> int:
    """Pixels a tile is wide."""
    return max(1, -(-TILE_HEIGHT * movie.width // movie.height))


def _frame_at(container: Any, video: Any, seconds: Fraction, rate: Fraction) -> Any:
    """The frame on screen at `seconds` after the movie's first; None past its end."""
    start = video.start_time or 0
    wanted = start + round(seconds / video.time_base)
    slack = 1 / (2 * rate * video.time_base)
    container.seek(max(start, wanted), stream=video)
    found = None
    for frame in container.decode(video):
        if frame.pts is not None and frame.pts > wanted + slack:
            return found or frame
        found = frame
    if found is None or found.pts is None or found.pts + (found.duration or 2 * slack) < wanted + slack:
        return None
    return found


def _to_picture(frame: Any, video: Any) -> Image:
    from PIL.Image import Resampling

    aspect = video.sample_aspect_ratio
    image = frame.to_image()
    if aspect and aspect > 0 and aspect != 1:
        image = image.resize((max(1, round(frame.width * aspect)), frame.height), Resampling.LANCZOS)
    return image.rotate(frame.rotation, expand=True) if frame.rotation else image
