"""Pictures and a movie for the demonstration, drawn here: the sea, a tower, its light."""

import math
import subprocess
from pathlib import Path

SIZE = (1280, 720)


def draw_frame(target: Path, *, hue: float, light: float, size: tuple[int, int] = SIZE) -> None:
    """Draw the lighthouse: `hue` from 0 (night) to 1 (dawn), `light` the angle of its beam in turns."""
    from PIL import Image, ImageDraw, ImageFilter

    width, height = size
    night, dawn = (18, 24, 52), (236, 160, 122)
    sky = Image.new("RGB", (1, height))
    for y in range(height):
        warmth = hue * (y / height) ** 0.8
        sky.putpixel((0, y), tuple(round(a + (b - a) * warmth) for a, b in zip(night, dawn, strict=True)))
    picture = sky.resize(size)
    beam = Image.new("L", size, 0)
    centre, angle = (width * 0.68, height * 0.34), light * 2 * math.pi
    far = [(centre[0] + math.cos(angle + turn) * width, centre[1] + math.sin(angle + turn) * width * 0.4) for turn in (-0.08, 0.08)]
    ImageDraw.Draw(beam).polygon([centre, *far], fill=150)
    picture.paste((255, 236, 180), mask=beam.filter(ImageFilter.GaussianBlur(width // 90)))
    pen = ImageDraw.Draw(picture)
    sea = height * 0.72
    pen.rectangle([0, sea, width, height], fill=(14, 32, 48))
    for wave in range(9):
        level = sea + (height - sea) * (wave + 1) / 10
        pen.line([(x, level + 4 * math.sin(x / 40 + wave + light * 6)) for x in range(0, width, 8)], fill=(40, 70, 92), width=2)
    _tower(pen, centre, sea, width)
    picture.save(target)


def _tower(pen, centre: tuple[float, float], sea: float, width: int) -> None:  # type: ignore[no-untyped-def]
    """The rock, the tower with its stripes, and the lamp room."""
    x, y = centre
    half = width * 0.03
    pen.polygon([(x - half * 5, sea + 30), (x - half * 2, sea - 30), (x + half * 2, sea - 36), (x + half * 6, sea + 34)], fill=(22, 22, 28))
    steps = 5
    for stripe in range(steps):
        top, bottom = (y + 14 + (sea - 40 - y) * part / steps for part in (stripe, stripe + 1))
        a, b = (half * (0.62 + 0.38 * part / steps) for part in (stripe, stripe + 1))
        pen.polygon([(x - a, top), (x + a, top), (x + b, bottom), (x - b, bottom)], fill=((196, 62, 52), (232, 228, 220))[stripe % 2])
    pen.rectangle([x - half * 0.5, y - 14, x + half * 0.5, y + 14], fill=(255, 240, 190))
    pen.polygon([(x - half * 0.7, y - 14), (x, y - 38), (x + half * 0.7, y - 14)], fill=(60, 30, 34))


def make_movie(target: Path, folder: Path, *, seconds: int = 3, fps: int = 24) -> None:
    """A movie of the beam turning once, H.264 in MP4."""
    from zou.media.ffmpeg import ffmpeg_binary

    frames = seconds * fps
    for number in range(frames):
        draw_frame(folder / f"frame{number:04}.png", hue=number / frames, light=number / frames, size=(640, 360))
    command = [ffmpeg_binary(), "-v", "error", "-y", "-framerate", str(fps), "-i", str(folder / "frame%04d.png"), "-c:v", "libx264", "-pix_fmt", "yuv420p"]
    subprocess.run([*command, str(target)], check=True, timeout=300, stdin=subprocess.DEVNULL)
