"""Opening pictures of any kind safely, with the colours and the orientation that a screen shows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from zou.media.errors import MediaBroken, MediaTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

#: What nearly all pictures are, tried first: the other decoders and their libraries need as much memory again as these.
USUAL = ("PNG", "JPEG")
# Formats whose decoders run in the library alone: none that starts another program, none that opens other files.
FORMATS = (*USUAL, "MPO", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "TGA", "JPEG2000", "ICO", "PPM", "PSD", "QOI")
# Modules of Pillow that are not called as their format is.
_MODULES = {"WEBP": "WebP", "JPEG2000": "Jpeg2K"}

_KEPT_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")


def open_picture(source: Path, max_pixels: int, *, smallest: tuple[int, int] | None = None) -> Image:
    """Decode a picture: first frame, upright, sRGB, 8 bits, in one of the modes of a PNG, without metadata.

    `smallest` allows a decoder to give a smaller picture, never below twice that size. Raises MediaBroken, MediaTooLarge.
    """
    from PIL import ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = True
    with _readable(max_pixels) as pillow:
        image = _open(source, pillow)
        _check_size(image, max_pixels)
        if smallest:
            image.draft(None, (2 * max(smallest), 2 * max(smallest)))
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
        return _clean(image)


def picture_size(source: Path, max_pixels: int) -> tuple[int, int]:
    """Width and height of a picture, upright, from its header alone. Raises MediaBroken, MediaTooLarge."""
    from PIL.ExifTags import Base

    with _readable(max_pixels) as pillow, _open(source, pillow) as image:
        _check_size(image, max_pixels)
        sideways = image.getexif().get(Base.Orientation, 1) >= 5
        return (image.height, image.width) if sideways else image.size


@contextmanager
def _readable(max_pixels: int) -> Iterator[ModuleType]:
    """Pillow, set to refuse what is too large, whose complaints are told as ours."""
    from PIL import Image as pillow

    pillow.MAX_IMAGE_PIXELS = max_pixels  # Pillow refuses above twice this, in files within files too
    try:
        yield pillow
    except pillow.DecompressionBombError as error:
        raise _too_large(max_pixels) from error
    except MediaBroken:
        raise
    except Exception as error:  # decoders fail in as many ways as there are broken files
        raise MediaBroken("The file is not a picture that can be read.") from error


def _open(source: Path, pillow: ModuleType) -> Image:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pillow.DecompressionBombWarning)
        try:
            return pillow.open(source, formats=_loaded(USUAL))
        except pillow.UnidentifiedImageError:
            return pillow.open(source, formats=_loaded(FORMATS))


@cache
def _loaded(formats: tuple[str, ...]) -> list[str]:
    """Those of `formats` that this Pillow reads, with their modules loaded."""
    from PIL import Image as pillow

    for name in formats:
        import_module(f"PIL.{_MODULES.get(name, name.capitalize())}ImagePlugin")
    return [name for name in formats if name in pillow.OPEN]


def _check_size(image: Image, max_pixels: int) -> None:
    if image.width * image.height > 2 * max_pixels:
        raise _too_large(max_pixels)
    if not image.width or not image.height:
        raise MediaBroken("The picture is empty.")


def _too_large(max_pixels: int) -> MediaTooLarge:
    return MediaTooLarge(f"The picture is larger than this server accepts ({max_pixels // 1_000_000} million pixels).")


def _clean(image: Image) -> Image:
    profile = image.info.get("icc_profile")
    transparency = image.info.get("transparency")
    image = _eight_bits(image)
    if profile:
        image = _to_srgb(image, profile)
    if image.mode not in _KEPT_MODES:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.info.clear()
    if transparency is not None and image.mode in ("1", "L", "P", "RGB"):
        image.info["transparency"] = transparency
    return image


def _eight_bits(image: Image) -> Image:
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    elif image.mode == "F":
        return image.point(lambda value: value * 255 + 0.5).convert("L")
    if image.mode == "I":
        image.info.pop("transparency", None)  # a 16-bit grey: it means nothing among 8 bits
        return image.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    return image


def _to_srgb(image: Image, profile: bytes) -> Image:
    """Colours of the embedded profile as sRGB; a profile that cannot be read is left aside."""
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if image.mode == "1" or "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        target = ImageCms.createProfile("sRGB")
        if image.mode == "P":
            return _palette_to_srgb(image, source, target)
        if image.mode not in ("L", "LA", "RGBA"):
            return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
        is_grey, of_greys = image.mode in ("L", "LA"), source.profile.xcolor_space.strip() == "GRAY"
        colours = ImageCms.profileToProfile(image.convert("L" if is_grey and of_greys else "RGB"), source, target, outputMode="RGB")
        return _with_alpha_of(image, colours.getchannel("G") if is_grey else colours) if colours else image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _with_alpha_of(image: Image, colours: Image) -> Image:
    if image.mode in ("LA", "RGBA"):
        colours.putalpha(image.getchannel("A"))
    return colours


def _palette_to_srgb(image: Image, source: Any, target: Any) -> Image:
    from PIL import Image as pillow
    from PIL import ImageCms

    colours = image.getpalette("RGB") or []
    row = pillow.frombytes("RGB", (len(colours) // 3, 1), bytes(colours))
    changed = ImageCms.profileToProfile(row, source, target, outputMode="RGB")
    if changed:
        image.putpalette(changed.tobytes(), "RGB")
    return image
