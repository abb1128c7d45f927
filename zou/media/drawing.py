"""Drawing the objects of an annotation on a picture, antialiased."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any

from zou.media.geometry import Line, Matrix, bounds, number, placement
from zou.media.shapes import Colour, Shape, colour, kind_of, shape_of

if TYPE_CHECKING:
    from PIL.Image import Image

FINER = 4
# Pixels up to which a mask is drawn so much finer: beyond, edges are smooth enough with less, and memory is not.
_FINENESS = ((4_000_000, FINER), (32_000_000, 2))
_TEXTS = ("text", "itext", "textbox")
_DEEPEST = 16
_LONGEST_TEXT = 16_000
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError)

logger = logging.getLogger(__name__)


def draw_objects(picture: Image, objects: list[Any]) -> Image:
    """`picture` in RGB with the objects drawn on it in their order. Unknown and broken objects are left out."""
    from PIL import Image as pillow

    flat = picture.convert("RGBA")
    if picture.has_transparency_data:
        canvas, flat = flat, pillow.new("RGBA", flat.size, "black")
        flat.alpha_composite(canvas)
    for thing in objects:
        try:
            whole = _canvas_scale(thing, flat.size)
            _draw(flat, thing, whole, 1.0, 0)
        except _BROKEN as error:
            logger.info("An object of an annotation was not drawn: %s", error)
    return flat.convert("RGB")


def _canvas_scale(thing: dict[str, Any], size: tuple[int, int]) -> Matrix:
    width, height = number(thing, "canvasWidth", size[0]) or size[0], number(thing, "canvasHeight", size[1]) or size[1]
    return Matrix(a=size[0] / width, d=size[1] / height)


def _draw(flat: Image, thing: dict[str, Any], outer: Matrix, opacity: float, depth: int) -> None:
    if depth > _DEEPEST or thing.get("visible") is False:
        return
    opacity *= number(thing, "opacity", 1)
    kind = kind_of(thing)
    if kind in ("group", "activeselection"):
        _draw_group(flat, thing, outer, opacity, depth)
    elif kind in _TEXTS:
        _draw_text(flat, thing, outer, opacity)
    else:
        shape = shape_of(thing)
        if shape:
            _draw_shape(flat, thing, shape, outer, opacity)


def _draw_group(flat: Image, thing: dict[str, Any], outer: Matrix, opacity: float, depth: int) -> None:
    from PIL import Image as pillow

    matrix = outer.after(placement({**thing, "strokeWidth": 0}, (number(thing, "width"), number(thing, "height"))))
    target = pillow.new("RGBA", flat.size) if thing.get("eraser") else flat
    for inner in thing.get("objects") or []:
        try:
            _draw(target, inner, matrix, opacity, depth + 1)
        except _BROKEN as error:
            logger.info("An object of a group was not drawn: %s", error)
    if target is not flat:
        kept = _Mask(flat.size, finer=1)
        kept.image.paste(255, (0, 0, *flat.size))
        _erase(kept, thing, matrix)
        alpha = pillow.new("L", flat.size)
        alpha.paste(target.getchannel("A"), mask=kept.image)
        target.putalpha(alpha)
        flat.alpha_composite(target)


def _draw_shape(flat: Image, thing: dict[str, Any], shape: Shape, outer: Matrix, opacity: float) -> None:
    matrix = outer.after(placement(thing, shape.size))
    lines = [[matrix.apply(point) for point in line] for line in shape.lines]
    stroke = colour(thing.get("stroke"), opacity)
    fill = colour(thing.get("fill", None if stroke else "black"), opacity) if shape.filled else None
    if fill:
        mask = _Mask(flat.size, bounds(point for line in lines for point in line))
        for line in lines:
            mask.fill(line)
        _apply(flat, mask, fill, thing, matrix)
    if stroke:
        width = number(thing, "strokeWidth", 1) * (outer if thing.get("strokeUniform") else matrix).scale
        solids = [[matrix.apply(point) for point in solid] for solid in shape.solids]
        mask = _Mask(flat.size, bounds(point for line in lines + solids for point in line), margin=width / 2)
        for index, line in enumerate(lines):
            mask.stroke(line, width, shape.widths if index == 0 else [], round_ends=thing.get("strokeLineCap") == "round" or bool(shape.widths))
        for solid in solids:
            mask.fill(solid)
        _apply(flat, mask, stroke, thing, matrix)


def _draw_text(flat: Image, thing: dict[str, Any], outer: Matrix, opacity: float) -> None:
    from PIL import Image as pillow
    from PIL import ImageDraw

    ink = colour(thing.get("fill", "black"), opacity)
    text = str(thing.get("text") or "")[:10_000]
    size = number(thing, "fontSize", 40)
    fineness = max(0.05, min(FINER * outer.scale * max(abs(number(thing, "scaleX", 1)), 0.01), 400 / max(size, 1)))
    if not ink or not text or size <= 0:
        return
    font = _font(size * fineness, bold=str(thing.get("fontWeight", "")) in ("bold", "700", "800", "900"))
    align = str(thing.get("textAlign") or "left")
    options: dict[str, Any] = {"spacing": size * fineness * (number(thing, "lineHeight", 1.16) - 1)}
    options["align"] = align if align in ("left", "center", "right") else "left"
    left, top, right, bottom = (math.ceil(edge) for edge in ImageDraw.Draw(pillow.new("L", (1, 1))).multiline_textbbox((0, 0), text, font=font, **options))
    if right > _LONGEST_TEXT or bottom > _LONGEST_TEXT:
        raise ValueError("A text is too large to be drawn.")
    written = pillow.new("L", (max(1, right), max(1, bottom)))
    ImageDraw.Draw(written).multiline_text((0, 0), text, fill=255, font=font, **options)
    box = (number(thing, "width", right / fineness), number(thing, "height", bottom / fineness))
    matrix = outer.after(placement({**thing, "strokeWidth": 0}, box))
    back = Matrix(fineness, 0, 0, fineness, box[0] / 2 * fineness, box[1] / 2 * fineness).after(matrix.inverse())
    corners = [matrix.apply((x / fineness - box[0] / 2, y / fineness - box[1] / 2)) for x in (left, right) for y in (top, bottom)]
    mask = _Mask(flat.size, bounds(corners))
    mask.paint(written, back)
    _apply(flat, mask, ink, thing, matrix)


def _apply(flat: Image, mask: _Mask, ink: Colour, thing: dict[str, Any], matrix: Matrix) -> None:
    """Lay a colour over the picture through a mask, less what the object's eraser took away."""
    from PIL import Image as pillow

    if thing.get("eraser"):
        _erase(mask, thing, matrix)
    region = mask.region()
    if region is None:
        return
    place, coverage = region
    coverage = coverage.point(lambda value: round(value * ink[3] / 255)) if ink[3] < 255 else coverage
    patch = pillow.new("RGBA", coverage.size, (*ink[:3], 0))
    patch.putalpha(coverage)
    flat.alpha_composite(patch, place)


def _erase(mask: _Mask, thing: dict[str, Any], matrix: Matrix) -> None:
    eraser = thing["eraser"]
    size = (number(eraser, "width"), number(eraser, "height"))
    inside = matrix.after(placement({**eraser, "strokeWidth": 0}, size, origin="center"))
    for path in eraser.get("objects") or []:
        shape = shape_of(path)
        if shape:
            own = inside.after(placement(path, shape.size))
            width = number(path, "strokeWidth", 1) * own.scale
            for line in shape.lines:
                mask.stroke([own.apply(point) for point in line], width, shape.widths, round_ends=True, value=0)


def _font(size: float, *, bold: bool) -> Any:
    from PIL import ImageFont

    try:
        return ImageFont.truetype("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf", size)
    except OSError:
        return ImageFont.load_default(size)


class _Mask:
    """How much of each pixel is covered, drawn several times finer than the picture, in the part of it that is drawn on.

    `size` is the picture's; the part is `box` (left, top, right, bottom) with `margin` around, the whole picture without.
    """

    def __init__(self, size: tuple[int, int], box: tuple[float, float, float, float] | None = None, *, margin: float = 0, finer: int | None = None) -> None:
        from PIL import Image as pillow
        from PIL import ImageDraw

        left, top, right, bottom = box or (0, 0, *size)
        self.left, self.top = (max(0, math.floor(edge - margin) - 1) for edge in (left, top))
        self.width, self.height = (
            max(0, min(whole, math.ceil(edge + margin) + 1) - first) for whole, edge, first in zip(size, (right, bottom), (self.left, self.top), strict=True)
        )
        self.finer = finer or next((times for most, times in _FINENESS if self.width * self.height <= most), 1)
        self.image: Image = pillow.new("L", (self.width * self.finer, self.height * self.finer))
        self.pen = ImageDraw.Draw(self.image)

    def _inside(self, line: Line) -> Line:
        """Points of the picture as points of the mask."""
        return [((x - self.left) * self.finer, (y - self.top) * self.finer) for x, y in line]

    def fill(self, line: Line) -> None:
        """Cover the inside of an outline."""
        if len(line) > 2:
            self.pen.polygon(self._inside(line), fill=255)

    def stroke(self, line: Line, width: float, factors: list[float], *, round_ends: bool, value: int = 255) -> None:
        """Cover a line of a width (times a factor at each point), joints rounded; with `value` 0 uncover it."""
        points = self._inside(line)
        widths = [max(1.0, width * self.finer * factor) for factor in (factors or [1.0] * len(points))]
        for (x0, y0), (x1, y1), first, last in zip(points, points[1:], widths, widths[1:], strict=False):
            length = math.hypot(x1 - x0, y1 - y0)
            if length:
                nx, ny = -(y1 - y0) / length / 2, (x1 - x0) / length / 2
                self.pen.polygon(
                    [
                        (x0 + nx * first, y0 + ny * first),
                        (x1 + nx * last, y1 + ny * last),
                        (x1 - nx * last, y1 - ny * last),
                        (x0 - nx * first, y0 - ny * first),
                    ],
                    fill=value,
                )
        closed = len(points) > 2 and points[0] == points[-1]
        dots = slice(None) if round_ends or closed or len(points) == 1 else slice(1, -1)
        for (x, y), across in zip(points[dots], widths[dots], strict=True):
            self.pen.ellipse((x - across / 2, y - across / 2, x + across / 2, y + across / 2), fill=value)

    def paint(self, written: Image, back: Matrix) -> None:
        """Cover what is written; `back` maps points of the picture to points of `written`."""
        from PIL.Image import Resampling, Transform

        if not self.width or not self.height:
            return
        step = back.after(Matrix(1 / self.finer, 0, 0, 1 / self.finer, self.left, self.top))
        patch = written.transform(self.image.size, Transform.AFFINE, (step.a, step.c, step.e, step.b, step.d, step.f), Resampling.BILINEAR)
        self.image.paste(patch)

    def region(self) -> tuple[tuple[int, int], Image] | None:
        """Where the picture is touched and how much of each pixel is covered there; None for nowhere."""
        touched = self.image.getbbox() if self.width and self.height else None
        if touched is None:
            return None
        left, top = touched[0] // self.finer, touched[1] // self.finer
        right, bottom = -(-touched[2] // self.finer), -(-touched[3] // self.finer)
        fine = self.image.crop((left * self.finer, top * self.finer, right * self.finer, bottom * self.finer))
        return (self.left + left, self.top + top), fine.reduce(self.finer) if self.finer > 1 else fine
