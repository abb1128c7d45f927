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
from zou.media.ffmpeg import Progress, ffmpeg_output, movie_input, run, time_limit
from zou.media.movies import SILENCE, Encoding, encoder_options, fitted, padded_sound
from zou.media.pictures import MAX_IMAGE_PIXELS, save_png
from zou.media.probe import MovieInfo, Sound, count_frames, decoder_setup, probe

STILL_SECONDS = 4.0
SOUND = Sound("aac", 44100, 2)


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

    Pictures of H.264 clips that already have the size and rate of `encoding` are taken as they are, unless `encode_all` or their decoders
    would have to be set up in different ways; all others are encoded to it.
    Raises MediaBroken (an empty playlist too), MediaTimeout.
    """
    if not clips:
        raise MediaBroken("The playlist holds no movie and no picture.")
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".join-") as scratch:
        work = _Work(Path(scratch), encoding, max_pixels, binary)
        parts = []
        for index, clip in enumerate(clips):
            parts.append((None if encode_all else _as_it_is(work, clip, index)) or _encoded(work, clip, index))
            if on_progress:
                on_progress((index + 1) / (len(clips) + 1))
        if len({decoder_setup(part.path) for part in parts}) > 1:  # players set their decoder up once for the whole movie
            parts = [part if part.is_encoded else _encoded(work, clip, index) for index, (clip, part) in enumerate(zip(clips, parts, strict=True))]
        _concatenate(work, parts, target)
    if on_progress:
        on_progress(1.0)
    return JoinedMovie(probe(target), sum(part.is_encoded for part in parts))


@dataclass(frozen=True, slots=True)
class _Work:
    """What making the parts needs: a folder of its own, and how they are encoded."""

    scratch: Path
    encoding: Encoding
    max_pixels: int
    binary: str | None


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the playlist movie, with the number of its frames."""

    path: Path
    frames: int
    is_encoded: bool


def _as_it_is(work: _Work, clip: Clip, index: int) -> _Part | None:
    """The picture of a clip that fits without encoding, with a sound that fits; None where it does not."""
    info = None if clip.is_still else probe(clip.path)
    if info is None or not _picture_fits(info, work.encoding):
        return None
    frames = count_frames(clip.path)
    if info.sound == SOUND:
        return _Part(clip.path, frames, is_encoded=False)
    target = work.scratch / f"sound{index}.mp4"
    upload, length = movie_input(clip.path), f"{float(frames / work.encoding.fps):.6f}"
    sound = padded_sound(upload, info).filter("atrim", end=length)
    options = {"f": "mp4", "vcodec": "copy", "acodec": "aac", "ac": SOUND.channels, "ar": SOUND.rate}
    run(ffmpeg_output(upload[str(info.stream)], sound, target, options), seconds=time_limit(info.duration), binary=work.binary)
    return _Part(target, frames, is_encoded=False) if count_frames(target) == frames else None


def _picture_fits(movie: MovieInfo, encoding: Encoding) -> bool:
    same_picture = (movie.width, movie.height, movie.fps) == (encoding.width, encoding.height, encoding.fps)
    return same_picture and movie.codec == "h264" and movie.pixel_format == "yuv420p" and not movie.rotated and movie.start < 0.001


def _encoded(work: _Work, clip: Clip, index: int) -> _Part:
    """A clip encoded to fit."""
    import ffmpeg

    target, encoding = work.scratch / f"{index}.mp4", work.encoding
    if clip.is_still:
        info, source = _still(clip, target.with_suffix(".png"), encoding, work.max_pixels)
        sound, limit = ffmpeg.input(SILENCE, f="lavfi")["a"], {"vframes": info.frames}
    else:
        info, source = probe(clip.path), movie_input(clip.path)
        sound, limit = padded_sound(source, info), {}
    picture = fitted(source[str(info.stream)], info, (encoding.width, encoding.height), encoding.fps)
    options = {**encoder_options(encoding, is_high=True), "ar": SOUND.rate, **limit, "shortest": None}
    seconds = time_limit(info.duration, max(info.width, encoding.width), max(info.height, encoding.height))
    run(ffmpeg_output(picture, sound, target, options), seconds=seconds, binary=work.binary)
    return _Part(target, count_frames(target), is_encoded=True)


def _still(clip: Clip, flat: Path, encoding: Encoding, max_pixels: int) -> tuple[MovieInfo, Any]:
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
    return info, ffmpeg.input(f"file:{flat}", f="image2", loop=1, framerate=rate, t=f"{seconds + 1:.3f}")


def _concatenate(work: _Work, parts: list[_Part], target: Path) -> None:
    """Put the parts one after the other: pictures as they are, each exactly as long as its frames; sound encoded once over the whole."""
    import ffmpeg

    fps, total = work.encoding.fps, sum(part.frames for part in parts)
    lines = ["ffconcat version 1.0"]
    for number, part in enumerate(parts):
        link = work.scratch / f"part{number}.mp4"  # names of ours need no quoting
        link.symlink_to(part.path.absolute())
        lines += [f"file {link.name}", f"duration {float(part.frames / fps):.6f}"]
    listed = work.scratch / "list.txt"
    listed.write_text("\n".join(lines) + "\n")
    source = ffmpeg.input(str(listed), f="concat", safe=0)
    sound = source["a:0"].filter("aresample", **{"async": 1, "first_pts": 0}).filter("apad")
    options = {
        "f": "mp4",
        "vcodec": "copy",
        "acodec": "aac",
        "ac": SOUND.channels,
        "ar": SOUND.rate,
        "movflags": "+faststart",
        "copyts": None,
        "shortest": None,
    }
    with replacing(target) as partial:
        run(ffmpeg_output(source["v:0"], sound, partial, options), seconds=time_limit(float(total / fps)), binary=work.binary)
        found = count_frames(partial)
        if found != total:
            raise MediaBroken(f"The joined movie has {found} frames instead of {total}.")
