"""Reading Radiance pictures (.hdr), which hold light without an upper bound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zou.media.errors import MediaBroken, MediaTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image


def open_radiance(source: Path, max_pixels: int) -> Image:
    """Decode a Radiance picture into RGB for the screen: light clipped to 0…1, gamma 1/2.2. Raises MediaBroken, MediaTooLarge."""
    import av
    from PIL import Image as pillow

    _check_header(source, max_pixels)
    try:
        with av.open(f"file:{source}", format="hdr_pipe") as container:
            frame = next(container.decode(video=0)).reformat(format="gbrpf32le")
            size = (frame.width, frame.height)
            green, blue, red = (_on_screen(pillow.frombuffer("F", size, bytes(plane), "raw", "F;32F", plane.line_size, 1)) for plane in frame.planes)
    except (av.FFmpegError, StopIteration, ValueError) as error:
        raise MediaBroken("The file is not a Radiance picture that can be read.") from error
    return pillow.merge("RGB", (red, green, blue))


def _check_header(source: Path, max_pixels: int) -> None:
    with source.open("rb") as file:
        head = file.read(4096)
    if not head.startswith((b"#?RADIANCE", b"#?RGBE")):
        raise MediaBroken("The file is not a Radiance picture.")
    words = next((line.split() for line in head.splitlines() if line.startswith((b"-Y ", b"+Y ", b"-X ", b"+X "))), [])
    if len(words) != 4 or not (words[1].isdigit() and words[3].isdigit()):
        raise MediaBroken("The Radiance picture has no size.")
    if int(words[1]) * int(words[3]) > 2 * max_pixels:
        raise MediaTooLarge("The picture is larger than this server accepts.")


def _on_screen(channel: Image) -> Image:
    from PIL import ImageMath

    shown = ImageMath.lambda_eval(lambda names: names["min"](names["max"](names["light"], 0.0), 1.0) ** (1 / 2.2) * 255.0 + 0.5, light=channel)
    return shown.convert("L")
