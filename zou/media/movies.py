"""Normalisation: from any uploaded movie to the high and low definition movies that browsers play and step through."""

from __future__ import annotations

import math
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from zou.kit.atomic import replacing
from zou.media.errors import MediaBroken
from zou.media.ffmpeg import Progress, ffmpeg_output, movie_input, run, time_limit
from zou.media.probe import MovieInfo, probe

LOW_WIDTH = 1280
DEFAULT_HEIGHT = 1080
SILENCE = "anullsrc=r=44100:cl=stereo"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a production wants its movies: size in pixels (see `target_size`), frames a second, Mbit/s, the encoder's preset.

    `buffer_factor` × bitrate is the rate control's buffer; 0 leaves the peaks free.
    """

    width: int
    height: int
    fps: Fraction
    high_bitrate: float = 28
    low_bitrate: float = 6
    preset: str = "medium"
    buffer_factor: float = 2


@dataclass(frozen=True, slots=True)
class NormalisedMovie:
    """The movies made, None where one was not asked for, and what the uploaded one was."""

    high: MovieInfo | None
    low: MovieInfo | None
    source: MovieInfo


def target_size(resolution: str | None, movie: MovieInfo) -> tuple[int, int]:
    """The size of the high definition movie for a production's resolution: "1920x1080", "x720", or nothing (1080 high).

    The width follows the movie where it is not given; odd numbers become even.
    """
    width, _, height = (resolution or "").lower().strip().partition("x")
    if _is_size(width) and _is_size(height):
        return _even(int(width)), _even(int(height))
    lines = int(height) if not width and _is_size(height) else DEFAULT_HEIGHT
    return _even(max(2, lines * movie.width // movie.height)), _even(lines)


def low_size(width: int, height: int) -> tuple[int, int]:
    """The size of the low definition movie next to a high definition one."""
    return LOW_WIDTH, _even(max(2, LOW_WIDTH * height // width))


def normalise(
    source: Path,
    *,
    high: Path | None,
    low: Path | None,
    encoding: Encoding,
    on_progress: Progress | None = None,
    seconds: float | None = None,
    binary: str | None = None,
) -> NormalisedMovie:
    """Encode `source` into the movies asked for, in one decoding, whole or not at all.

    H.264 and AAC in MP4 with the index first; every frame of the source at the rate asked for; silence where there is no
    sound, and after it to the end of the picture. `seconds` bounds the work (default: by length and size).
    Raises MediaBroken, MediaTimeout.
    """
    movie = probe(source)
    limit = seconds or time_limit(movie.duration, max(movie.width, encoding.width), max(movie.height, encoding.height))
    with ExitStack() as written:
        targets = [(written.enter_context(replacing(path)), is_high) for path, is_high in ((high, True), (low, False)) if path]
        command = _command(source, movie, encoding, targets)
        run(command, seconds=limit, duration=movie.duration, on_progress=on_progress, binary=binary)
        made = {is_high: probe(path) for path, is_high in targets}
    return NormalisedMovie(made.get(True), made.get(False), movie)


def _command(source: Path, movie: MovieInfo, encoding: Encoding, targets: list[tuple[Path, bool]]) -> Any:
    import ffmpeg

    if not targets:
        raise ValueError("Nothing to encode: neither a high nor a low definition movie was asked for.")
    size = (encoding.width, encoding.height)
    upload = movie_input(source)
    both = len(targets) == 2
    first_size = size if targets[0][1] else low_size(*size)
    pictures, sounds = [fitted(upload[str(movie.stream)], movie, first_size, encoding.fps)], [padded_sound(upload, movie)]
    if both:
        halves = pictures[0].filter_multi_output("split", 2)
        pictures = [halves[0], halves[1].filter("scale", *low_size(*size)).filter("setsar", 1)]
        tracks = sounds[0].filter_multi_output("asplit", 2)
        sounds = [tracks[0], tracks[1]]
    outputs = [
        ffmpeg_output(picture, sound, path, {**encoder_options(encoding, is_high), "shortest": None})
        for (path, is_high), picture, sound in zip(targets, pictures, sounds, strict=True)
    ]
    return ffmpeg.merge_outputs(*outputs)


def fitted(picture: Any, movie: MovieInfo, size: tuple[int, int], fps: Fraction) -> Any:
    """The picture at `fps`, whole inside `size` without stretching, black around it, in the colours of high definition video."""
    width, height = size
    scale = min(width / movie.width, height / movie.height)
    inside = (min(width, _even(round(movie.width * scale) // 2 * 2)), min(height, _even(round(movie.height * scale) // 2 * 2)))
    colours = {"out_color_matrix": "bt709", "out_range": "tv"} | ({"in_color_matrix": movie.colours} if movie.colours else {})
    picture = picture.filter("setpts", "PTS-STARTPTS").filter("fps", fps=f"{fps.numerator}/{fps.denominator}")
    if not (movie.pixel_format == "yuv420p" and movie.colours == "bt709" and not movie.full_range and inside == (movie.width, movie.height)):
        picture = picture.filter("scale", max(2, inside[0]), max(2, inside[1]), **colours).filter("format", "yuv420p")
    if inside != size:
        picture = picture.filter("pad", width, height, "(ow-iw)/2", "(oh-ih)/2", "black")
    tags = picture.filter("setparams", colorspace="bt709", color_primaries="bt709", color_trc="bt709", range="tv")
    return tags.filter("setsar", 1)


def padded_sound(upload: Any, movie: MovieInfo) -> Any:
    """The sound of the movie in step with its picture and silent after its end, without end; silence where there is none."""
    import ffmpeg

    if movie.sound is None:
        return ffmpeg.input(SILENCE, f="lavfi")["a"]
    sound = upload["a:0"]
    if movie.start > 0.001:
        sound = sound.filter("asetpts", f"PTS-{movie.start:.6f}/TB")
    return sound.filter("aresample", **{"async": 1, "first_pts": 0}).filter("apad")


def encoder_options(encoding: Encoding, is_high: bool) -> dict[str, Any]:
    """What the encoder is told: average bitrate and cap, a key frame every second frame so that a player steps and seeks at once."""
    bitrate = encoding.high_bitrate if is_high else min(encoding.low_bitrate, encoding.high_bitrate)
    options: dict[str, Any] = {
        "f": "mp4",
        "vcodec": "libx264",
        "pix_fmt": "yuv420p",
        "preset": encoding.preset,
        "g": 2,
        "keyint_min": 2,
        "sc_threshold": 0,
        "b:v": _bits(bitrate),
        "acodec": "aac",
        "ac": 2,
        "movflags": "+faststart",
        "map_metadata": -1,
        "map_chapters": -1,
        "video_track_timescale": encoding.fps.numerator * max(1, math.ceil(10_000 / encoding.fps.numerator)),
    }
    if encoding.buffer_factor > 0:
        options |= {"maxrate": _bits(bitrate), "bufsize": _bits(bitrate * encoding.buffer_factor)}
    return options


def _bits(megabits: float) -> int:
    if megabits <= 0:
        raise MediaBroken("The bitrate of a movie must be above zero.")
    return max(1000, round(megabits * 1_000_000))


def _is_size(text: str) -> bool:
    return text.isascii() and text.isdigit() and 3 <= len(text) <= 4 and int(text) > 0


def _even(number: int) -> int:
    return number + number % 2
