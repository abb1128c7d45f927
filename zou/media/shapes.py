"""What is drawn of an annotation's object: its fills and strokes, as outlines in its own coordinates."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zou.media.geometry import Line, Point, arrow_head, bounds, box, number, oval, path_lines

Colour = tuple[int, int, int, int]

_RGBA = re.compile(r"rgba\(\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+)\s*,\s*([\d.]+%?)\s*\)")


@dataclass(slots=True)
class Shape:
    """Outlines around 0, 0: `lines` are stroked and, where `filled`, filled; `solids` are filled with the stroke's colour.

    `size` is what the position of the object counts from; `widths` are factors of the stroke's width, one a point of the first line.
    """

    size: Point
    lines: list[Line]
    filled: bool = True
    widths: list[float] = field(default_factory=list)
    solids: list[Line] = field(default_factory=list)


def shape_of(thing: dict[str, Any]) -> Shape | None:
    """The shape of an object; None for a type that is not drawn. Raises ValueError, TypeError, KeyError, IndexError for a broken one."""
    maker = _MAKERS.get(kind_of(thing))
    return maker(thing) if maker else None


def kind_of(thing: dict[str, Any]) -> str:
    """The type of an object as one word in lower case."""
    return str(thing.get("type", "")).lower().replace("-", "")


def colour(text: Any, opacity: float = 1.0) -> Colour | None:
    """A colour of a drawing; None where nothing is to be drawn (transparent, a gradient, an unknown name)."""
    from PIL import ImageColor

    if not isinstance(text, str) or not text or text == "transparent":
        return None
    rgba: Any
    match = _RGBA.fullmatch(text.strip().lower())
    try:
        if match:
            *parts, alpha = match.groups()
            share = float(alpha.rstrip("%")) / (100 if alpha.endswith("%") else 1)
            rgba = (*(min(255, round(float(part))) for part in parts), min(255, round(share * 255)))
        else:
            rgba = ImageColor.getcolor(text.strip(), "RGBA")
    except ValueError:
        return None
    return (rgba[0], rgba[1], rgba[2], round(rgba[3] * max(0.0, min(1.0, opacity))))


def _size(thing: dict[str, Any]) -> Point:
    return number(thing, "width"), number(thing, "height")


def _rect(thing: dict[str, Any]) -> Shape:
    return Shape(_size(thing), [box(*_size(thing))])


def _circle(thing: dict[str, Any]) -> Shape:
    radius = number(thing, "radius", number(thing, "width") / 2)
    return Shape((2 * radius, 2 * radius), [oval(radius, radius)])


def _ellipse(thing: dict[str, Any]) -> Shape:
    radii = number(thing, "rx", number(thing, "width") / 2), number(thing, "ry", number(thing, "height") / 2)
    return Shape((2 * radii[0], 2 * radii[1]), [oval(*radii)])


def _line(thing: dict[str, Any]) -> Shape:
    start, end = (number(thing, "x1"), number(thing, "y1")), (number(thing, "x2"), number(thing, "y2"))
    return _centred(thing, [[start, end]], filled=False, use_offset=False)


def _arrow(thing: dict[str, Any]) -> Shape:
    shape = _path(thing) if "path" in thing else _polyline(thing) if "points" in thing else _line(thing)
    last = shape.lines[-1]
    shape.solids = [arrow_head(last, max(12.0, 4 * number(thing, "strokeWidth", 1)))]
    shape.filled = False
    return shape


def _polyline(thing: dict[str, Any]) -> Shape:
    return _centred(thing, [_points(thing["points"])])


def _polygon(thing: dict[str, Any]) -> Shape:
    points = _points(thing["points"])
    return _centred(thing, [[*points, points[0]]])


def _path(thing: dict[str, Any]) -> Shape:
    lines, _ = path_lines(thing["path"])
    return _centred(thing, lines)


def _pen_stroke(thing: dict[str, Any]) -> Shape:
    points = thing.get("strokePoints") or thing["points"]
    shape = _centred(thing, [_points(points)], filled=False)
    shape.widths = [max(0.05, min(1.0, number(point, "pressure", 0.5))) for point in points]
    return shape


def _points(points: list[dict[str, Any]]) -> Line:
    return [(float(point["x"]), float(point["y"])) for point in points]


def _centred(thing: dict[str, Any], lines: list[Line], *, filled: bool = True, use_offset: bool = True) -> Shape:
    """Outlines moved so that the object's centre is 0, 0: its `pathOffset`, else the middle of its points."""
    left, top, right, bottom = bounds(point for line in lines for point in line)
    offset = thing.get("pathOffset") if use_offset else None
    x, y = (float(offset["x"]), float(offset["y"])) if offset else ((left + right) / 2, (top + bottom) / 2)
    size = (number(thing, "width", right - left), number(thing, "height", bottom - top))
    return Shape(size, [[(px - x, py - y) for px, py in line] for line in lines], filled)


_MAKERS: dict[str, Callable[[dict[str, Any]], Shape]] = {
    "rect": _rect,
    "circle": _circle,
    "ellipse": _ellipse,
    "line": _line,
    "arrow": _arrow,
    "polyline": _polyline,
    "polygon": _polygon,
    "path": _path,
    "psstroke": _pen_stroke,
}
