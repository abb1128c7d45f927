"""The pictures that the server keeps of a picture: original, preview and thumbnails, avatars, thumbnails of backgrounds.

Pillow is imported inside the functions: most processes never decode a picture.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zou.kit.atomic import replacing
from zou.media.decode import open_picture, picture_size
from zou.media.errors import MediaTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

THUMBNAIL_SIZE = (150, 100)
SQUARE_SIZE = (100, 100)
AVATAR_SIZE = (400, 400)
BACKGROUND_SIZE = (300, 200)
PREVIEW_WIDTH = 1200
MAX_IMAGE_PIXELS = 400_000_000

# Pictures are written once and read for years, but an upload waits for it: 4 is near the size of the default at half its time.
_COMPRESSION = 4


@dataclass(frozen=True, slots=True)
class PictureVariants:
    """The four PNGs of a picture, and the size of the original in pixels and bytes."""

    original: Path
    preview: Path
    thumbnail: Path
    square: Path
    width: int
    height: int
    file_size: int


def make_variants(source: Path, folder: Path, *, max_pixels: int = MAX_IMAGE_PIXELS) -> PictureVariants:
    """Make the four PNGs of the picture `source` in `folder`.

    Metadata is dropped, EXIF orientation applied, colours are sRGB. A truncated file is taken as far as it decodes.
    Raises MediaBroken for what is no picture, MediaTooLarge above twice `max_pixels`.
    """
    return variants_of(open_picture(source, max_pixels), folder, max_pixels=max_pixels)


def variants_of(image: Image, folder: Path, *, max_pixels: int = MAX_IMAGE_PIXELS) -> PictureVariants:
    """Make the four PNGs of a decoded picture (a frame of a movie, say) in `folder`. Raises MediaTooLarge."""
    width, height = image.size
    preview_size = _preview_size(width, height, max_pixels)
    paths = [folder / name for name in ("original.png", "preview.png", "thumbnail.png", "square.png")]
    with ThreadPoolExecutor(1) as writer:  # the original's compression takes longest: the rest is done beside it
        original = writer.submit(save_png, image, paths[0])
        colours = _resizable(image)
        preview = _resize(colours, preview_size)
        save_png(preview.convert("RGBA"), paths[1])
        small = preview if width >= PREVIEW_WIDTH else colours
        save_png(_fitted(small, THUMBNAIL_SIZE, (width, height)), paths[2])
        save_png(_fitted(small, SQUARE_SIZE, (width, height)), paths[3])
        original.result()
    return PictureVariants(paths[0], paths[1], paths[2], paths[3], width, height, paths[0].stat().st_size)


def measure(source: Path, *, max_pixels: int = MAX_IMAGE_PIXELS) -> tuple[int, int]:
    """Width and height of a picture that variants can be made of, from its header alone. Raises MediaBroken, MediaTooLarge."""
    width, height = picture_size(source, max_pixels)
    _preview_size(width, height, max_pixels)
    return width, height


def _preview_size(width: int, height: int, max_pixels: int) -> tuple[int, int]:
    size = (PREVIEW_WIDTH, _divide_up(PREVIEW_WIDTH * height, width))
    if size[0] * size[1] > 2 * max_pixels:
        raise MediaTooLarge(f"A picture of {width} × {height} is too narrow for its height.")
    return size


def make_avatar(source: Path, target: Path, *, max_pixels: int = MAX_IMAGE_PIXELS) -> None:
    """Make the 400 × 400 picture of a person, production or studio. Raises MediaBroken, MediaTooLarge."""
    make_thumbnail(source, target, AVATAR_SIZE, max_pixels=max_pixels)


def make_thumbnail(source: Path, target: Path, size: tuple[int, int] = THUMBNAIL_SIZE, *, max_pixels: int = MAX_IMAGE_PIXELS) -> None:
    """Make an RGBA PNG of exactly `size`: the whole picture fitted, centred, transparent around. Raises MediaBroken, MediaTooLarge."""
    image = _resizable(open_picture(source, max_pixels, smallest=size))
    save_png(_fitted(image, size, image.size), target)


def make_background_thumbnail(source: Path, target: Path, *, max_pixels: int = MAX_IMAGE_PIXELS) -> None:
    """Make the 300 × 200 thumbnail of a Radiance picture: light from 0 to 1, gamma 2.2. Raises MediaBroken, MediaTooLarge."""
    from zou.media.radiance import open_radiance

    image = open_radiance(source, max_pixels)
    save_png(_fitted(image, BACKGROUND_SIZE, image.size), target)


def fit(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """The size of a picture of `size` fitted whole into `box`, enlarged where it is smaller, rounded up."""
    (width, height), (box_width, box_height) = size, box
    if width * box_height >= height * box_width:
        return box_width, min(box_height, _divide_up(height * box_width, width))
    return min(box_width, _divide_up(width * box_height, height)), box_height


def save_png(image: Image, target: Path) -> None:
    """Write a PNG without metadata, whole or not at all."""
    with replacing(target) as partial:
        image.save(partial, "PNG", compress_level=_COMPRESSION)


def _fitted(image: Image, box: tuple[int, int], shape: tuple[int, int]) -> Image:
    """A transparent picture of the size of `box` with `image` in the middle; `shape` is the size that gives the proportions."""
    from PIL import Image as pillow

    small = _resize(image, fit(shape, box)).convert("RGBA")
    sheet = pillow.new("RGBA", box, (0, 0, 0, 0))
    sheet.paste(small, ((box[0] - small.width) // 2, (box[1] - small.height) // 2))
    return sheet


def _resize(image: Image, size: tuple[int, int]) -> Image:
    from PIL.Image import Resampling

    return image if image.size == size else image.resize(size, Resampling.LANCZOS, reducing_gap=3.0)


def _resizable(image: Image) -> Image:
    """The picture in a mode whose pixels can be mixed."""
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB") else image.convert("L" if image.mode == "1" else "RGB")


def _divide_up(numerator: int, denominator: int) -> int:
    return max(1, -(-numerator // denominator))
