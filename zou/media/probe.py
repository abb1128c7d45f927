"""What a movie is: size, duration, rate, sound. Reads the file with PyAV, so that no ffprobe is needed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from zou.media.errors import MediaBroken
from zou.media.ffmpeg import OPEN_SAFELY

_NTSC = {23.976: Fraction(24000, 1001), 23.98: Fraction(24000, 1001), 29.97: Fraction(30000, 1001), 47.952: Fraction(48000, 1001), 59.94: Fraction(60000, 1001)}


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound track of a movie."""

    codec: str
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class MovieInfo:
    """A movie as a player shows it: pixels square and upright, times in seconds.

    `frames` is exact for our own movies and duration × fps where the container does not count. `start` is how much later
    than the file the picture begins. `colours` is the matrix of its colours (empty: RGB), `full_range` that they go from 0 to 255.
    """

    width: int
    height: int
    duration: float
    fps: Fraction
    frames: int
    codec: str
    pixel_format: str
    sound: Sound | None
    file_size: int
    stream: int = 0
    start: float = 0.0
    rotated: bool = False
    colours: str = ""
    full_range: bool = False

    @property
    def has_sound(self) -> bool:
        return self.sound is not None


def probe(source: Path) -> MovieInfo:
    """Read what the movie `source` is, its first frame included. Raises MediaBroken for what cannot be played."""
    with opened(source) as container:
        video = picture_stream(container)
        frame = _first_frame(container, video)
        fps = video.average_rate or video.guessed_rate or Fraction(25)
        duration = _duration(container, video)
        aspect = video.sample_aspect_ratio or Fraction(1)
        shown = (round(frame.width * aspect) if aspect > 0 else frame.width, frame.height)
        sideways = abs(frame.rotation) % 180 == 90
        return MovieInfo(
            width=shown[1] if sideways else shown[0],
            height=shown[0] if sideways else shown[1],
            duration=duration,
            fps=Fraction(fps),
            frames=video.frames or max(1, round(duration * fps)),
            codec=video.codec_context.name,
            pixel_format=frame.format.name,
            sound=_sound(container),
            file_size=source.stat().st_size,
            stream=video.index,
            start=_start(container, video),
            rotated=bool(frame.rotation),
            colours=_colours(frame),
            full_range=int(frame.color_range) == 2 or frame.format.name.startswith("yuvj"),
        )


def count_frames(source: Path) -> int:
    """How many frames the movie's picture track holds, counted by its packets, without decoding. Raises MediaBroken."""
    with opened(source) as container:
        return sum(1 for packet in container.demux(picture_stream(container)) if packet.size)


def decoder_setup(source: Path) -> bytes:
    """What a decoder of the movie's picture is set up with: movies that share it play one after the other without a break. Raises MediaBroken."""
    with opened(source) as container:
        return bytes(picture_stream(container).codec_context.extradata or b"")


def frame_rate(text: str | float | None, default: Fraction = Fraction(25)) -> Fraction:
    """The rate that a production's `fps` means: "24", "23,976" (the television rate 24000/1001), 29.97… ; `default` where it says nothing."""
    try:
        value = float(str(text).replace(",", ".")) if text not in (None, "") else 0.0
    except ValueError:
        return default
    if not 0 < value <= 1000:
        return default
    return next((exact for near, exact in _NTSC.items() if abs(value - near) < 0.0015), Fraction(value).limit_denominator(1000))


def opened(source: Path) -> Any:
    """The movie opened by PyAV, as a context. Raises MediaBroken."""
    import av

    if not source.exists() or source.stat().st_size == 0:
        raise MediaBroken("The movie is empty.")
    try:
        return av.open(f"file:{source}", options=dict(OPEN_SAFELY), metadata_errors="ignore")
    except (av.FFmpegError, ValueError) as error:
        raise MediaBroken("The file is not a movie that can be read.") from error


def picture_stream(container: Any) -> Any:
    """The stream that is the movie's picture, not its cover. Raises MediaBroken."""
    from av.stream import Disposition

    streams = [stream for stream in container.streams.video if stream.codec_context is not None]
    moving = [stream for stream in streams if not stream.disposition & Disposition.attached_pic]
    if not moving:
        raise MediaBroken("The file has no picture track that can be decoded.")
    return moving[0]


def _first_frame(container: Any, video: Any) -> Any:
    import av

    try:
        return next(container.decode(video))
    except (av.FFmpegError, StopIteration) as error:
        raise MediaBroken("The movie has no frame that can be decoded.") from error


def _duration(container: Any, video: Any) -> float:
    if video.duration:
        return float(video.duration * video.time_base)
    return (container.duration or 0) / 1_000_000


def _start(container: Any, video: Any) -> float:
    if video.start_time is None or container.start_time is None:
        return 0.0
    return max(0.0, float(video.start_time * video.time_base) - container.start_time / 1_000_000)


def _sound(container: Any) -> Sound | None:
    for stream in container.streams.audio:
        context = stream.codec_context
        if context is not None and context.sample_rate:
            return Sound(context.name, context.sample_rate, context.channels)
    return None


def _colours(frame: Any) -> str:
    """The matrix to read the colours with: what the file says, else what is usual for its size; empty for RGB."""
    if frame.format.is_rgb:
        return ""
    tagged = {1: "bt709", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}.get(int(frame.colorspace))
    return tagged or ("bt709" if frame.height >= 720 else "bt601")
