"""Outlines of drawn objects: where an object's own coordinates fall on the picture, and curves as short lines."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

Point = tuple[float, float]
Line = list[Point]

_CURVE_STEPS = 16
_ROUND_STEPS = 64
_FAR = 1e5


class Matrix(NamedTuple):
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def after(self, inner: Matrix) -> Matrix:
        """The map that applies `inner` first, then this one."""
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            self.a * inner.e + self.c * inner.f + self.e,
            self.b * inner.e + self.d * inner.f + self.f,
        )

    def apply(self, point: Point) -> Point:
        """Where a point falls. Raises ValueError for coordinates that are no numbers."""
        x, y = self.a * point[0] + self.c * point[1] + self.e, self.b * point[0] + self.d * point[1] + self.f
        if not (math.isfinite(x) and math.isfinite(y)):
            raise ValueError("A coordinate is not a number.")
        return max(-_FAR, min(_FAR, x)), max(-_FAR, min(_FAR, y))

    @property
    def scale(self) -> float:
        """By how much lengths grow, on average of the directions."""
        return math.sqrt(abs(self.a * self.d - self.b * self.c))

    def inverse(self) -> Matrix:
        """The map back. Raises ZeroDivisionError where there is none."""
        det = self.a * self.d - self.b * self.c
        a, b, c, d = self.d / det, -self.b / det, -self.c / det, self.a / det
        return Matrix(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))


def number(thing: dict[str, Any], key: str, default: float = 0.0) -> float:
    """A number of an object; its default where it is absent or null. Raises ValueError, TypeError for what is no number."""
    value = thing.get(key)
    value = default if value is None else float(value)
    if not math.isfinite(value):
        raise ValueError(f"{key} is not a number.")
    return value


def placement(thing: dict[str, Any], size: Point, origin: str = "left") -> Matrix:
    """The map from an object's own coordinates (its centre is 0, 0; `size` without its stroke) to its parent's."""
    scale_x, scale_y = number(thing, "scaleX", 1), number(thing, "scaleY", 1)
    stroke = number(thing, "strokeWidth", 1 if thing.get("stroke") else 0)
    uniform = bool(thing.get("strokeUniform"))
    width = size[0] * scale_x + stroke * (1 if uniform else scale_x)
    height = size[1] * scale_y + stroke * (1 if uniform else scale_y)
    shift_x = {"left": width / 2, "right": -width / 2}.get(str(thing.get("originX") or origin), 0.0)
    shift_y = {"top": height / 2, "bottom": -height / 2}.get(str(thing.get("originY") or {"left": "top"}.get(origin, origin)), 0.0)
    angle = math.radians(number(thing, "angle"))
    cos, sin = math.cos(angle), math.sin(angle)
    centre = (number(thing, "left") + shift_x * cos - shift_y * sin, number(thing, "top") + shift_x * sin + shift_y * cos)
    flip_x, flip_y = (-1 if thing.get(key) else 1 for key in ("flipX", "flipY"))
    return Matrix(cos * scale_x * flip_x, sin * scale_x * flip_x, -sin * scale_y * flip_y, cos * scale_y * flip_y, *centre)


def path_lines(commands: Sequence[Sequence[Any]]) -> tuple[list[Line], bool]:
    """The lines of a path of M, L, H, V, Q, C and Z commands (absolute), and whether it closes. Raises for anything else."""
    lines: list[Line] = []
    closed = False
    for name, *values in commands:
        numbers = [float(value) for value in values]
        if name == "M":
            lines.append([(numbers[0], numbers[1])])
        elif name in ("Z", "z"):
            lines[-1].append(lines[-1][0])
            closed = True
        elif name == "H":
            lines[-1].append((numbers[0], lines[-1][-1][1]))
        elif name == "V":
            lines[-1].append((lines[-1][-1][0], numbers[0]))
        elif name in ("L", "Q", "C"):
            controls = list(zip(numbers[::2], numbers[1::2], strict=True))
            if len(controls) != {"L": 1, "Q": 2, "C": 3}[name]:
                raise ValueError(f"A {name} command with {len(values)} numbers.")
            lines[-1].extend(_curve([lines[-1][-1], *controls]))
        else:
            raise ValueError(f"Unknown path command {name!r}.")
    return lines, closed


def oval(radius_x: float, radius_y: float) -> Line:
    """A closed ellipse around 0, 0."""
    turns = (2 * math.pi * step / _ROUND_STEPS for step in range(_ROUND_STEPS + 1))
    return [(radius_x * math.cos(turn), radius_y * math.sin(turn)) for turn in turns]


def box(width: float, height: float) -> Line:
    """A closed rectangle around 0, 0."""
    x, y = width / 2, height / 2
    return [(-x, -y), (x, -y), (x, y), (-x, y), (-x, -y)]


def bounds(points: Iterable[Point]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of some points. Raises ValueError for none."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def arrow_head(line: Line, length: float) -> Line:
    """The closed triangle at the end of a line."""
    (x0, y0), (x1, y1) = line[-2], line[-1]
    angle = math.atan2(y1 - y0, x1 - x0)
    sides = [(x1 - length * math.cos(angle + turn), y1 - length * math.sin(angle + turn)) for turn in (0.45, -0.45)]
    return [(x1, y1), *sides, (x1, y1)]


def _curve(controls: list[Point]) -> Line:
    """Points of a Bézier curve after its first one."""
    if len(controls) == 2:
        return controls[1:]
    return [_bezier(controls, step / _CURVE_STEPS) for step in range(1, _CURVE_STEPS + 1)]


def _bezier(controls: list[Point], t: float) -> Point:
    while len(controls) > 1:
        controls = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for (x0, y0), (x1, y1) in pairwise(controls)]
    return controls[0]
