"""Pictures: sizes, modes, colours, orientation, and what is refused."""

import io
import struct

import pytest
from PIL import Image, ImageCms

from zou.media.errors import MediaBroken, MediaTooLarge
from zou.media.pictures import fit, make_avatar, make_background_thumbnail, make_variants, measure


def save(path, image, **options):
    image.save(path, **options)
    return path


def middle(path):
    with Image.open(path) as image:
        return image.getpixel((image.width // 2, image.height // 2))


def shape(path):
    with Image.open(path) as image:
        return image.format, image.mode, image.size


@pytest.mark.parametrize(
    ("size", "box", "fitted"),
    [
        ((300, 100), (150, 100), (150, 50)),
        ((100, 300), (150, 100), (34, 100)),
        ((1920, 1080), (150, 100), (150, 85)),
        ((30, 20), (150, 100), (150, 100)),
        ((30, 30), (400, 400), (400, 400)),
        ((20000, 3), (150, 100), (150, 1)),
    ],
)
def test_pictures_are_fitted_whole_and_rounded_up(size, box, fitted):
    assert fit(size, box) == fitted


def test_the_four_variants_of_a_picture(tmp_path):
    source = save(tmp_path / "a.jpg", Image.new("RGB", (1920, 1081), (200, 30, 40)), quality=95)
    made = make_variants(source, tmp_path / "out")
    assert (made.width, made.height, made.file_size) == (1920, 1081, made.original.stat().st_size)
    assert shape(made.original) == ("PNG", "RGB", (1920, 1081))
    assert shape(made.preview) == ("PNG", "RGBA", (1200, 676))
    assert shape(made.thumbnail) == ("PNG", "RGBA", (150, 100))
    assert shape(made.square) == ("PNG", "RGBA", (100, 100))
    for path in (made.preview, made.thumbnail, made.square):
        assert middle(path) == pytest.approx((200, 30, 40, 255), abs=3)
    with Image.open(made.square) as square:
        assert [square.getpixel((50, y))[3] for y in (0, 20, 22, 76, 80, 99)] == [0, 0, 255, 255, 0, 0]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["original.png", "preview.png", "square.png", "thumbnail.png"]


def test_a_small_picture_is_enlarged(tmp_path):
    made = make_variants(save(tmp_path / "a.png", Image.new("RGB", (40, 20), "blue")), tmp_path)
    assert shape(made.original)[2] == (40, 20)
    assert shape(made.preview)[2] == (1200, 600)
    assert middle(made.thumbnail) == (0, 0, 255, 255)


@pytest.mark.parametrize(
    ("mode", "colour", "kept", "shown"),
    [
        ("1", 1, "1", (255, 255, 255, 255)),
        ("L", 77, "L", (77, 77, 77, 255)),
        ("LA", (77, 128), "LA", (77, 77, 77, 128)),
        ("RGBA", (10, 200, 30, 128), "RGBA", (10, 200, 30, 128)),
        ("I;16", 257 * 77, "L", (77, 77, 77, 255)),
    ],
)
def test_modes_of_png(tmp_path, mode, colour, kept, shown):
    made = make_variants(save(tmp_path / "a.png", Image.new(mode, (60, 40), colour)), tmp_path)
    assert shape(made.original)[1] == kept
    assert middle(made.preview) == pytest.approx(shown, abs=1)
    assert middle(made.thumbnail) == pytest.approx(shown, abs=1)


def test_a_palette_with_a_transparent_colour_keeps_both(tmp_path):
    image = Image.new("P", (60, 40), 1)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.paste(0, (0, 0, 10, 40))
    made = make_variants(save(tmp_path / "a.png", image, transparency=0), tmp_path)
    assert shape(made.original)[1] == "P"
    with Image.open(made.original) as original:
        assert original.convert("RGBA").getpixel((5, 5))[3] == 0
    assert middle(made.preview) == (0, 255, 0, 255)


def test_cmyk_becomes_rgb(tmp_path):
    made = make_variants(save(tmp_path / "a.jpg", Image.new("CMYK", (60, 40), (0, 255, 255, 0)), quality=95), tmp_path)
    assert shape(made.original)[1] == "RGB"
    assert middle(made.original) == pytest.approx((255, 0, 0), abs=6)


def test_an_embedded_profile_is_applied_and_dropped(tmp_path):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    image = Image.new("LAB", (60, 40), (200, 128, 128))  # a light grey, whatever the profile
    buffer = io.BytesIO()
    image.save(buffer, "TIFF", icc_profile=lab.tobytes())
    source = tmp_path / "a.png"
    source.write_bytes(buffer.getvalue())
    made = make_variants(source, tmp_path / "out")
    red, green, blue = middle(made.original)
    assert abs(red - green) < 4
    assert abs(green - blue) < 4
    assert 190 < red < 215
    with Image.open(made.original) as original:
        assert "icc_profile" not in original.info


@pytest.mark.parametrize("mode", ["L", "LA"])
def test_greys_of_a_profile_stay_greys(tmp_path, mode):
    image = Image.new("LA", (60, 40), (60, 128)).convert(mode)
    made = make_variants(save(tmp_path / "a.png", image, icc_profile=linear_greys()), tmp_path / "out")
    assert shape(made.original)[1] == mode
    assert middle(made.preview) == pytest.approx((133, 133, 133, 128 if mode == "LA" else 255), abs=1)


def linear_greys():
    """A profile of greys whose values are light itself."""
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, 256, 0)
    start = 128 + 4 + 2 * 12
    table = struct.pack(">I4sII4sII", 2, b"wtpt", start, len(white), b"kTRC", start + len(white), len(curve))
    body = table + white + curve
    head = struct.pack(">I4xI4s4s4s12x4s", 128 + len(body), 0x02400000, b"mntr", b"GRAY", b"XYZ ", b"acsp")
    return head.ljust(68, b"\0") + white[8:] + b"\0" * 48 + body


def test_a_colour_that_means_nothing_leaves_no_seam(tmp_path):
    image = Image.new("RGB", (200, 100), "white")
    image.paste("blue", (0, 0, 100, 100))
    made = make_variants(save(tmp_path / "a.png", image, transparency=(255, 255, 255)), tmp_path / "out")
    with Image.open(made.thumbnail) as small:
        assert {colour[:3] for _, colour in small.getcolors() if colour[3]} <= {(0, 0, blue) for blue in range(250, 256)}


def test_the_camera_s_orientation_is_applied_and_metadata_dropped(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "secret place"
    image = Image.new("RGB", (80, 40), "red")
    image.paste("blue", (0, 0, 40, 40))
    made = make_variants(save(tmp_path / "a.jpg", image, exif=exif, quality=95), tmp_path)
    assert (made.width, made.height) == (40, 80)
    with Image.open(made.original) as original:
        assert original.getpixel((20, 10))[2] > 200
        assert not dict(original.getexif())
    assert b"secret" not in made.original.read_bytes()


def test_a_truncated_file_is_taken_as_far_as_it_decodes(tmp_path):
    whole = save(tmp_path / "a.jpg", Image.effect_noise((400, 400), 90).convert("RGB"), quality=90).read_bytes()
    (tmp_path / "half.jpg").write_bytes(whole[: len(whole) // 2])
    made = make_variants(tmp_path / "half.jpg", tmp_path)
    assert shape(made.original)[2] == (400, 400)


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n"])
def test_what_is_no_picture_is_refused_and_leaves_nothing(tmp_path, data):
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(MediaBroken):
        make_variants(tmp_path / "a.png", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_bombs_are_refused_above_twice_the_limit(tmp_path):
    source = save(tmp_path / "a.png", Image.new("1", (1000, 1000)))
    assert make_variants(source, tmp_path, max_pixels=800_000).width == 1000
    with pytest.raises(MediaTooLarge):
        make_variants(source, tmp_path, max_pixels=499_000)
    needle = save(tmp_path / "needle.png", Image.new("1", (1, 60_000)))
    with pytest.raises(MediaTooLarge):
        make_variants(needle, tmp_path, max_pixels=1_000_000)


def test_a_header_tells_what_will_be_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)  # whatever another picture has left there
    source = save(tmp_path / "a.png", Image.new("1", (1000, 1000)))
    assert measure(source, max_pixels=800_000) == (1000, 1000)
    needle = save(tmp_path / "needle.png", Image.new("1", (1, 60_000)))
    for path, most in ((source, 499_000), (needle, 1_000_000)):
        with pytest.raises(MediaTooLarge):
            measure(path, max_pixels=most)


def test_avatars_are_400_square_and_transparent_around(tmp_path):
    make_avatar(save(tmp_path / "a.gif", Image.new("RGB", (100, 50), "red")), tmp_path / "out.png")
    assert shape(tmp_path / "out.png") == ("PNG", "RGBA", (400, 400))
    assert middle(tmp_path / "out.png") == (255, 0, 0, 255)
    with Image.open(tmp_path / "out.png") as avatar:
        assert avatar.getpixel((200, 50)) == (0, 0, 0, 0)


def test_thumbnails_of_radiance_pictures_are_tone_mapped(tmp_path):
    head = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 20 +X 30\n"
    (tmp_path / "a.hdr").write_bytes(head + bytes((128, 64, 32, 129)) * 600)  # light 1.0, 0.5, 0.25
    make_background_thumbnail(tmp_path / "a.hdr", tmp_path / "a.png")
    assert shape(tmp_path / "a.png") == ("PNG", "RGBA", (300, 200))
    assert middle(tmp_path / "a.png") == pytest.approx((255, 186, 136, 255), abs=2)
    (tmp_path / "bad.hdr").write_bytes(b"nothing")
    with pytest.raises(MediaBroken):
        make_background_thumbnail(tmp_path / "bad.hdr", tmp_path / "b.png")
    (tmp_path / "bomb.hdr").write_bytes(head.replace(b"-Y 20 +X 30", b"-Y 99999 +X 99999"))
    with pytest.raises(MediaTooLarge):
        make_background_thumbnail(tmp_path / "bomb.hdr", tmp_path / "b.png")
