"""Pictures and movies for tests, small and plain, and what is seen in those that come back."""

import io
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from zou.media.ffmpeg import ffmpeg_binary


def png(width: int = 64, height: int = 48, colour: Any = (255, 0, 0), mode: str = "RGB") -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new(mode, (width, height), colour).save(out, "PNG")
    return out.getvalue()


def seen(data: bytes) -> tuple[tuple[int, int], str, Any]:
    """Size, mode and middle pixel of a picture."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image.size, image.mode, image.getpixel((image.width // 2, image.height // 2))


@cache
def movie(name: str = "a.mp4", *, seconds: float = 0.5, size: str = "160x90", rate: int = 24, colour: str = "blue", sound: bool = False) -> bytes:
    """A plain movie of the container that the name says, silent unless it has `sound`."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        source = f"color=c={colour}:s={size}:r={rate}:d={seconds}"
        tone = ["-f", "lavfi", "-i", f"sine=d={seconds}"] if sound else []
        subprocess.run([ffmpeg_binary(), "-v", "error", "-f", "lavfi", "-i", source, *tone, "-pix_fmt", "yuv420p", str(path)], check=True, timeout=60)
        return path.read_bytes()


def form(name: str, data: bytes, field: str = "file") -> dict[str, Any]:
    """What a test's POST sends: a form with one file."""
    return {"data": {field: (io.BytesIO(data), name)}, "content_type": "multipart/form-data"}
