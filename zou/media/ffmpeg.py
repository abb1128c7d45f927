"""Running ffmpeg: which binary, how inputs are opened, progress, time limits, and what is said when it fails."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from zou.media.errors import MediaBroken, MediaTimeout

Progress = Callable[[float], None]

# Containers that hold their own bytes. Others (HLS, concat lists, image patterns…) can name further files and addresses,
# which an upload must never make the server read.
CONTAINERS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,mpeg,mpegts,mpegvideo,flv,ogg,mxf,dv,nut,rawvideo"
OPEN_SAFELY = {"protocol_whitelist": "file", "format_whitelist": CONTAINERS}

SHORTEST_LIMIT = 120.0
UNKNOWN_DURATION = 600.0
_SAID = 400
_PR_SET_PDEATHSIG = 1


@lru_cache
def ffmpeg_binary(setting: str | None = None) -> str:
    """The ffmpeg to run: `setting`, else the one of the system, else the one of the imageio-ffmpeg package."""
    found = setting or shutil.which("ffmpeg")
    if not found:
        import imageio_ffmpeg

        found = imageio_ffmpeg.get_ffmpeg_exe()
    return found


def movie_input(source: Path, **options: Any) -> Any:
    """An uploaded movie as an input of a command: only its own file is read, whatever it contains."""
    import ffmpeg

    return ffmpeg.input(f"file:{source}", **OPEN_SAFELY, **options)


def ffmpeg_output(picture: Any, sound: Any, target: Path, options: dict[str, Any]) -> Any:
    """A movie of one picture and one sound as an output of a command."""
    import ffmpeg

    return ffmpeg.output(picture, sound, str(target), **options)


def run(command: Any, *, seconds: float, duration: float = 0, on_progress: Progress | None = None, binary: str | None = None) -> None:
    """Run an ffmpeg-python command within `seconds`; `on_progress` gets fractions 0…1 of `duration` (seconds of output).

    The process is gone when this returns, however it returns. Raises MediaBroken with ffmpeg's own words, MediaTimeout.
    """
    words = [ffmpeg_binary(binary), "-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-progress", "pipe:1", "-nostats", *command.get_args()]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said, start_new_session=True, preexec_fn=_end_with_parent())
        expired = threading.Event()
        timer = threading.Timer(seconds, _expire, (process, expired))
        timer.daemon = True
        timer.start()
        try:
            _follow(process, duration, on_progress)
            process.wait()
        finally:
            timer.cancel()
            _kill(process)
            process.wait()
        if expired.is_set():
            raise MediaTimeout(f"The movie was not processed within {seconds:.0f} seconds.")
        if process.returncode != 0:
            raise MediaBroken(_reason(said, process.returncode))


def time_limit(duration: float, width: int = 1920, height: int = 1080) -> float:
    """Seconds that work on a movie may last, in proportion to its length and its size; ample where the length (0) is not known."""
    return SHORTEST_LIMIT + 60 * (duration or UNKNOWN_DURATION) * max(1.0, width * height / (1920 * 1080))


def _end_with_parent() -> Callable[[], None] | None:
    """What makes the kernel end a child when the process that started it is killed and cannot; None where there is no such thing."""
    if sys.platform != "linux":
        return None
    import ctypes

    prctl = ctypes.CDLL(None).prctl  # looked up before the fork: the child only calls it
    return lambda: prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _follow(process: subprocess.Popen, duration: float, on_progress: Progress | None) -> None:
    for line in process.stdout or ():
        key, _, value = line.decode("ascii", "replace").strip().partition("=")
        if on_progress and duration > 0 and key == "out_time_us" and value.lstrip("-").isdigit():
            on_progress(min(1.0, max(0.0, int(value) / 1e6 / duration)))
    if process.stdout:
        process.stdout.close()


def _kill(process: subprocess.Popen) -> None:
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()


def _expire(process: subprocess.Popen[bytes], expired: threading.Event) -> None:
    expired.set()
    _kill(process)


def _reason(said: IO[bytes], code: int) -> str:
    said.seek(0)
    lines = [line.strip() for line in said.read(64_000).decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines:
        return f"ffmpeg stopped with code {code}."
    return f"ffmpeg could not process the movie: {' / '.join(lines[-3:])[-_SAID:]}"
