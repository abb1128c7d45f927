"""Playlist movies: clips of any size, rate and sound, and stills, one after the other in one MP4."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zou.kit.atomic import replacing
from zou.media.decode import open_picture
from zou.media.errors import MediaBroken
from zou.media.ffmpeg import Progress, movie_input, run, time_limit
from zou.media.movies import SILENCE, Encoding, encoder_options, fitted, padded_sound
from zou.media.pictures import MAX_IMAGE_PIXELS, save_png
from zou.media.probe import MovieInfo, count_frames, probe

STILL_SECONDS = 4.0


@dataclass(frozen=True, slots=True)
class Clip:
    """An entry of a playlist: a movie, or a still held for `still_seconds`."""

    path: Path
    is_still: bool = False
    still_seconds: float = STILL_SECONDS


@dataclass(frozen=True, slots=True)
class JoinedMovie:
    """The playlist movie and how many of its clips had to be encoded anew to fit together."""

    movie: MovieInfo
    encoded: int


def join(
    clips: Sequence[Clip],
    target: Path,
    *,
    encoding: Encoding,
    encode_all: bool = False,
    on_progress: Progress | None = None,
    max_pixels: int = MAX_IMAGE_PIXELS,
    binary: str | None = None,
) -> JoinedMovie:
    """Join `clips` in their order into the MP4 `target`, every frame of each, whole or not at all.

    Clips that already have the size and rate of `encoding` are taken as they are, unless `encode_all`; the others are encoded to it.
    Raises MediaBroken (an empty playlist too), MediaTimeout.
    """
    if not clips:
        raise MediaBroken("The playlist holds no movie and no picture.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".join-") as scratch:
        parts, encoded = [], 0
        for index, clip in enumerate(clips):
            info = None if clip.is_still else probe(clip.path)
            if info and not encode_all and _fits(info, encoding):
                parts.append((clip.path, count_frames(clip.path)))
            else:
                parts.append(_part(clip, info, Path(scratch) / f"{index}.mp4", encoding, max_pixels, binary))
                encoded += 1
            if on_progress:
                on_progress((index + 1) / (len(clips) + 1))
        _concatenate(parts, target, encoding, Path(scratch), binary)
    if on_progress:
        on_progress(1.0)
    return JoinedMovie(probe(target), encoded)


def _fits(movie: MovieInfo, encoding: Encoding) -> bool:
    same_picture = (movie.width, movie.height, movie.fps) == (encoding.width, encoding.height, encoding.fps)
    return same_picture and movie.codec == "h264" and movie.pixel_format == "yuv420p" and not movie.rotated and movie.start < 0.001


def _part(clip: Clip, info: MovieInfo | None, target: Path, encoding: Encoding, max_pixels: int, binary: str | None) -> tuple[Path, int]:
    """Encode one clip as a part of the playlist movie; return it with the number of its frames."""
    import ffmpeg

    if info is None:
        info, source, length = _still(clip, target.with_suffix(".png"), encoding, max_pixels)
        sound, limit = ffmpeg.input(SILENCE, f="lavfi")["a"], {"vframes": info.frames}
    else:
        source, length, limit = movie_input(clip.path), info.duration, {}
        sound = padded_sound(source, info)
    picture = fitted(source[str(info.stream)], info, (encoding.width, encoding.height), encoding.fps)
    command = ffmpeg.output(picture, sound, str(target), **encoder_options(encoding, is_high=True), **limit, shortest=None)
    run(command, seconds=time_limit(length, max(info.width, encoding.width), max(info.height, encoding.height)), binary=binary)
    return target, count_frames(target)


def _still(clip: Clip, flat: Path, encoding: Encoding, max_pixels: int) -> tuple[MovieInfo, Any, float]:
    """A still as an input that lasts a whole number of frames, on black where it is transparent."""
    import ffmpeg
    from PIL import Image as pillow

    picture = open_picture(clip.path, max_pixels).convert("RGBA")
    picture.thumbnail((encoding.width * 2, encoding.height * 2))
    flattened = pillow.new("RGBA", picture.size, "black")
    flattened.alpha_composite(picture)
    save_png(flattened.convert("RGB"), flat)
    frames = max(1, round(clip.still_seconds * encoding.fps))
    seconds = float(frames / encoding.fps)
    rate = f"{encoding.fps.numerator}/{encoding.fps.denominator}"
    info = MovieInfo(*picture.size, seconds, encoding.fps, frames, "png", "rgb24", None, flat.stat().st_size)
    return info, ffmpeg.input(f"file:{flat}", f="image2", loop=1, framerate=rate, t=f"{seconds + 1:.3f}"), seconds


def _concatenate(parts: list[tuple[Path, int]], target: Path, encoding: Encoding, scratch: Path, binary: str | None) -> None:
    """Put the parts one after the other: pictures as they are, each exactly as long as its frames; sound encoded once over the whole."""
    import ffmpeg

    total = sum(frames for _, frames in parts)
    lines = ["ffconcat version 1.0"]
    for number, (path, frames) in enumerate(parts):
        link = scratch / f"part{number}.mp4"  # names of ours need no quoting
        link.symlink_to(path.absolute())
        lines += [f"file {link.name}", f"duration {float(frames / encoding.fps):.6f}"]
    (scratch / "list.txt").write_text("\n".join(lines) + "\n")
    source = ffmpeg.input(str(scratch / "list.txt"), f="concat", safe=0)
    sound = source["a:0"].filter("aresample", **{"async": 1, "first_pts": 0}).filter("apad")
    seconds = float(total / encoding.fps)
    with replacing(target) as partial:
        options = {"f": "mp4", "vcodec": "copy", "acodec": "aac", "ac": 2, "ar": 44100, "movflags": "+faststart", "copyts": None, "shortest": None}
        run(ffmpeg.output(source["v:0"], sound, str(partial), **options), seconds=time_limit(seconds), binary=binary)
        found = count_frames(partial)
        if found != total:
            raise MediaBroken(f"The joined movie has {found} frames instead of {total}.")
