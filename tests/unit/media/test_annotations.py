"""Annotations: where objects fall on the picture, in which colour, and what is left out."""

import re
from fractions import Fraction

import pytest
from PIL import Image

from zou.media.annotations import annotate_movie, annotate_picture, annotation_at, frame_of, make_pdf
from zou.media.drawing import draw_objects
from zou.media.errors import MediaBroken
from zou.media.shapes import colour

WHITE, RED, BLACK = (255, 255, 255), (255, 0, 0), (0, 0, 0)


def drawn(*objects, size=(200, 100)):
    return draw_objects(Image.new("RGB", size, "white"), list(objects))


def rect(**changes):
    return {"type": "rect", "left": 20, "top": 10, "width": 60, "height": 40, "fill": "#f00", "stroke": None, "strokeWidth": 0} | changes


@pytest.mark.parametrize(
    ("thing", "inside", "outside"),
    [
        (rect(), [(21, 11), (79, 49)], [(18, 30), (82, 30), (50, 8), (50, 52)]),
        (rect(canvasWidth=400, canvasHeight=200), [(11, 6), (39, 24)], [(42, 20), (20, 27)]),
        (rect(scaleX=2, scaleY=0.5), [(21, 11), (139, 29)], [(142, 20), (30, 33)]),
        (rect(angle=90), [(19, 11), (-19 + 1, 69)], [(22, 30), (10, 72)]),
        (rect(originX="center", originY="center", left=100, top=50), [(71, 31), (129, 69)], [(68, 50), (132, 50)]),
        ({"type": "circle", "left": 20, "top": 10, "radius": 30, "fill": "red", "strokeWidth": 0}, [(50, 12), (22, 40), (50, 68)], [(22, 12), (78, 68)]),
        ({"type": "ellipse", "left": 20, "top": 10, "rx": 60, "ry": 20, "fill": "rgb(255,0,0)", "strokeWidth": 0}, [(80, 12), (22, 30)], [(24, 12)]),
        (
            {"type": "line", "left": 10, "top": 48, "x1": -50, "y1": 0, "x2": 50, "y2": 0, "width": 100, "height": 0, "stroke": "red", "strokeWidth": 4},
            [(15, 50), (105, 50)],
            [(60, 46), (60, 54)],
        ),
        (
            {"type": "polygon", "left": 0, "top": 0, "points": [{"x": 0, "y": 0}, {"x": 90, "y": 0}, {"x": 0, "y": 90}], "fill": "red", "strokeWidth": 0},
            [(10, 10)],
            [(80, 80)],
        ),
        (
            {
                "type": "path",
                "left": 20,
                "top": 20,
                "path": [["M", 500, 500], ["L", 600, 500], ["Q", 600, 520, 600, 550], ["Z"]],
                "fill": "red",
                "strokeWidth": 0,
            },
            [(115, 30), (118, 60)],
            [(25, 60)],
        ),
        (
            {
                "type": "PSStroke",
                "left": 0,
                "top": 40,
                "strokePoints": [{"x": 0, "y": 50, "pressure": 1}, {"x": 190, "y": 50, "pressure": 0.1}],
                "stroke": "red",
                "strokeWidth": 20,
            },
            [(15, 50), (15, 57), (190, 50)],
            [(190, 57), (15, 65)],
        ),
        (
            {"type": "group", "left": 100, "top": 0, "width": 80, "height": 80, "objects": [rect(left=-40, top=-40, width=20, height=20)]},
            [(101, 1), (119, 19)],
            [(125, 10), (90, 10)],
        ),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
def test_objects_fall_where_they_were_drawn(thing, inside, outside):
    image = drawn(thing)
    for x, y in inside:
        if x >= 0:
            assert image.getpixel((x, y)) == RED, (x, y)
    for point in outside:
        assert image.getpixel(point) == WHITE, point


def test_text_is_written_in_its_box_and_turns_with_it():
    text = {"type": "i-text", "left": 10, "top": 10, "text": "Hello\nWorld", "fontSize": 20, "fill": "red"}
    image = drawn(text, size=(200, 200))
    pixels = [(x, y) for x in range(200) for y in range(200) if image.getpixel((x, y))[1] < 100]
    assert min(x for x, _ in pixels) >= 10
    assert 50 < max(x for x, _ in pixels) < 90
    assert 40 < max(y for _, y in pixels) < 70
    turned = drawn(text | {"left": 100, "angle": 90}, size=(200, 200))
    assert max(y for x in range(200) for y in range(200) if turned.getpixel((x, y))[1] < 100) > 50


def test_objects_are_drawn_in_order_with_their_opacity():
    image = drawn(rect(), rect(fill="rgba(0, 0, 255, 0.5)"))
    assert image.getpixel((50, 30)) == pytest.approx((127, 0, 128), abs=2)
    assert drawn(rect(opacity=0.5)).getpixel((50, 30)) == pytest.approx((255, 127, 127), abs=2)
    assert drawn(rect(visible=False)).getpixel((50, 30)) == WHITE


def test_strokes_are_around_the_outline_and_antialiased():
    image = drawn(rect(fill=None, stroke="red", strokeWidth=6, angle=3))
    assert image.getpixel((50, 35)) == WHITE
    greens = {image.getpixel((x, y))[1] for x in range(200) for y in range(100)}
    assert 0 in greens
    assert len(greens) > 8


def test_an_eraser_takes_away():
    eraser = {
        "type": "eraser",
        "width": 60,
        "height": 40,
        "objects": [
            {
                "type": "path",
                "path": [["M", -30, 0], ["L", 30, 0]],
                "pathOffset": {"x": 0, "y": 0},
                "originX": "center",
                "originY": "center",
                "stroke": "black",
                "strokeWidth": 10,
            }
        ],
    }
    image = drawn(rect(eraser=eraser))
    assert image.getpixel((50, 30)) == WHITE
    assert image.getpixel((50, 15)) == RED


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "text",
        {},
        {"type": "unheard-of"},
        rect(left="x"),
        rect(scaleX=float("nan")),
        {"type": "path", "path": [["X", 1]]},
        {"type": "path", "path": []},
        {"type": "group", "objects": [None]},
        rect(fill={"type": "linear"}),
        rect(fill="no colour"),
        {"type": "text", "text": "x" * 50_000, "fontSize": 1e6},
    ],
)
def test_what_is_broken_or_unknown_is_left_out(broken):
    assert drawn(broken, rect(left=120)).getpixel((150, 30)) == RED


@pytest.mark.parametrize(
    ("text", "rgba"),
    [
        ("red", (255, 0, 0, 255)),
        ("#0f0", (0, 255, 0, 255)),
        ("rgba(1,2,3,0.5)", (1, 2, 3, 128)),
        ("rgb(9, 8, 7)", (9, 8, 7, 255)),
        ("transparent", None),
        ("", None),
        (None, None),
        ("nope", None),
    ],
)
def test_colours(text, rgba):
    assert colour(text) == rgba


def test_times_and_frames():
    assert [frame_of(time, Fraction(25)) for time in (0, 0.04, 0.05, 0.12)] == [1, 2, 2, 4]
    annotations = [{"time": 0}, {"time": 0.125}]
    assert annotation_at(annotations, 4, Fraction(24)) is annotations[1]
    assert annotation_at(annotations, 2, Fraction(24)) is None


def test_annotated_frames_of_a_movie_and_their_pdf(make_movie, tmp_path):
    source = make_movie("white.mp4", "color=white:s=320x180:r=24:d=0.5", "-pix_fmt", "yuv420p")
    annotations = [{"time": time, "drawing": {"objects": [rect(fill=fill)]}} for time, fill in ((0.125, "#0f0"), (0, "#f00"), (9, "#00f"))]
    made = list(annotate_movie(source, annotations, tmp_path, fps=Fraction(24)))
    assert [(number, path.name) for number, path in made] == [(1, "1.png"), (4, "4.png")]
    for (_, path), expected in zip(made, (RED, (0, 255, 0)), strict=True):
        with Image.open(path) as image:
            assert (image.mode, image.size, image.getpixel((50, 30))) == ("RGB", (320, 180), expected)
    make_pdf([path for _, path in made], tmp_path / "all.pdf")
    data = (tmp_path / "all.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", data)) == 2
    assert b"153.6" in data  # 320 pixels at 150 dots an inch, in points
    with pytest.raises(MediaBroken):
        make_pdf([], tmp_path / "none.pdf")


def test_annotated_pictures_are_numbered(tmp_path):
    Image.new("RGBA", (200, 100), (0, 0, 0, 0)).save(tmp_path / "a.png")
    made = list(annotate_picture(tmp_path / "a.png", [{"drawing": {"objects": [rect()]}}, {"drawing": None}], tmp_path / "out"))
    assert [number for number, _ in made] == [1, 2]
    with Image.open(made[0][1]) as image:
        assert (image.mode, image.getpixel((50, 30)), image.getpixel((150, 90))) == ("RGB", RED, BLACK)


def test_a_stroke_on_a_large_picture_takes_memory_for_its_own_part_only(monkeypatch):
    made = []
    new = Image.new
    monkeypatch.setattr(Image, "new", lambda mode, size, *colour: made.append((mode, size)) or new(mode, size, *colour))
    stroke = {"type": "path", "left": 3900, "top": 100, "path": [["M", 0, 0], ["L", 60, 60]], "stroke": "red", "strokeWidth": 10}
    drawn = draw_objects(new("RGB", (4000, 3000), "white"), [stroke, {**stroke, "left": 9000}])
    assert drawn.getpixel((3935, 135)) == (255, 0, 0)
    assert drawn.getpixel((3800, 100)) == (255, 255, 255)
    assert max(width * height for mode, (width, height) in made if mode == "L") < 200_000
