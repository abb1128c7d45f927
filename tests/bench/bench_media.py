"""How much our media functions cost over the bare tools.

Prints wall times, ratios and processor time, which a busy machine spoils less. The goals: pictures at most 1.3 times bare Pillow, movies at most 1.1 times
bare ffmpeg. Movies take a minute or two on two processors; two runs of each are enough, since a run of ten seconds and more differs little from the next.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from PIL import Image

from zou.media.ffmpeg import ffmpeg_binary
from zou.media.movies import Encoding, normalise
from zou.media.pictures import make_variants


def processor_seconds() -> float:
    """Processor time spent by this process and by those it started."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def best_of(times: int, *does: Callable[[], object]) -> list[tuple[float, float]]:
    """Wall and processor seconds of the fastest run of each, run in turns so that a busy machine slows all alike."""
    spent = []
    for _ in range(times):
        for do in does:
            wall, processor = time.perf_counter(), processor_seconds()
            do()
            spent.append((time.perf_counter() - wall, processor_seconds() - processor))
    return [min(spent[index :: len(does)]) for index in range(len(does))]


def compare(name: str, ours: tuple[float, float], bare: tuple[float, float], goal: float) -> None:
    """Print one comparison."""
    ratio, processor = ours[0] / bare[0], ours[1] / bare[1]
    verdict = "ok" if ratio <= goal else "ABOVE"
    print(f"{name:<46} {ours[0]:7.2f} s  bare {bare[0]:7.2f} s  ratio {ratio:5.2f}  processor time {processor:5.2f}  goal {goal:4.1f}  {verdict}", flush=True)


def bare_pictures(source: Path, folder: Path) -> None:
    """One decoding and the same sizes, written with Pillow's defaults."""
    with Image.open(source) as image:
        image.load()
        image.save(folder / "original.png")
        image.resize((1200, 800), Image.Resampling.LANCZOS).convert("RGBA").save(folder / "preview.png")
        image.resize((150, 100), Image.Resampling.LANCZOS).convert("RGBA").save(folder / "thumbnail.png")
        image.resize((100, 67), Image.Resampling.LANCZOS).convert("RGBA").save(folder / "square.png")


def pictures(folder: Path) -> None:
    """A photograph-like JPEG of 24 megapixels."""
    source = folder / "large.jpg"
    noise = Image.effect_noise((1500, 1000), 40).resize((6000, 4000), Image.Resampling.BICUBIC)
    gradient = Image.linear_gradient("L").resize((6000, 4000))
    Image.merge("RGB", (noise, gradient, Image.blend(noise, gradient, 0.5))).save(source, quality=92)
    (folder / "bare").mkdir()
    ours, bare = best_of(3, lambda: make_variants(source, folder / "ours"), lambda: bare_pictures(source, folder / "bare"))
    compare("24 megapixels, four variants", ours, bare, 1.3)
    sizes = [sum(path.stat().st_size for path in (folder / name).iterdir()) / 1e6 for name in ("ours", "bare")]
    print(f"  bytes: ours {sizes[0]:.1f} MB, bare {sizes[1]:.1f} MB")


def bare_movies(source: Path, folder: Path) -> None:
    """Two plain commands for the same two movies."""
    for name, size, bitrate in (("high", "1920:1080", 28), ("low", "1280:720", 6)):
        video = f"-vf scale={size} -c:v libx264 -pix_fmt yuv420p -preset medium -g 2 -keyint_min 2 -sc_threshold 0"
        video += f" -b:v {bitrate}M -maxrate {bitrate}M -bufsize {bitrate * 2}M -c:a aac -movflags +faststart"
        command = [
            ffmpeg_binary(),
            "-nostdin",
            "-v",
            "error",
            "-y",
            "-i",
            source,
            *video.split(),
            "-c:a",
            "aac",
            "-movflags",
            "+faststart",
            folder / f"{name}.mp4",
        ]
        subprocess.run(command, check=True)


def movies(folder: Path) -> None:
    """Ten seconds of 1920 × 1080 with sound."""
    source = folder / "source.mov"
    inputs = "-f lavfi -i mandelbrot=s=1920x1080:r=25 -f lavfi -i sine -t 10 -c:v libx264 -preset veryfast -crf 16 -pix_fmt yuv420p -c:a aac"
    subprocess.run([ffmpeg_binary(), "-v", "error", "-y", *inputs.split(), source], check=True)
    encoding = Encoding(1920, 1080, Fraction(25))
    ours, bare = best_of(2, lambda: normalise(source, high=folder / "high", low=folder / "low", encoding=encoding), lambda: bare_movies(source, folder))
    compare("1920 × 1080, 10 s, high and low definition", ours, bare, 1.1)


def main() -> None:
    """Print both comparisons."""
    for bench in (pictures, movies):
        with tempfile.TemporaryDirectory(prefix="zou-bench-") as scratch:
            bench(Path(scratch))
