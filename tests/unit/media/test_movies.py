"""Movies: what they are, their normalisation, frames, tiles and joins."""

import subprocess
from fractions import Fraction

import av
import pytest
from PIL import Image

from zou.media import ffmpeg as runner
from zou.media.errors import MediaBroken, MediaTimeout, NoSuchFrame
from zou.media.frames import extract_frame, make_tiles, movie_pictures, read_frames, sheet_layout
from zou.media.joins import Clip, join
from zou.media.movies import Encoding, NormalisedMovie, low_size, normalise, target_size
from zou.media.probe import MovieInfo, count_frames, frame_rate, probe

SMALL = Encoding(320, 180, Fraction(25), high_bitrate=2, low_bitrate=1, preset="ultrafast")


def movie(width, height, frames=25, fps=25):
    return MovieInfo(width, height, frames / fps, Fraction(fps), frames, "h264", "yuv420p", None, 1)


def packets(path, kind):
    with av.open(str(path)) as container:
        stream = getattr(container.streams, kind)[0]
        return [(packet.pts * packet.time_base, packet.is_keyframe) for packet in container.demux(stream) if packet.pts is not None]


def sound_length(path):
    with av.open(str(path)) as container:
        return sum(frame.samples for frame in container.decode(audio=0)) / container.streams.audio[0].rate


def middle(image):
    return image.convert("RGB").getpixel((image.width // 2, image.height // 2))


@pytest.mark.parametrize(
    ("resolution", "size", "expected"),
    [
        ("1920x1080", (320, 180), (1920, 1080)),
        ("x720", (161, 91), (1274, 720)),
        ("2049x857", (320, 180), (2050, 858)),
        (None, (1998, 1080), (1998, 1080)),
        ("nonsense", (1080, 1920), (608, 1080)),
        ("99x50", (1920, 1080), (1920, 1080)),
    ],
)
def test_the_size_of_a_normalised_movie(resolution, size, expected):
    assert target_size(resolution, movie(*size)) == expected


def test_the_low_definition_is_1280_wide():
    assert low_size(1920, 1080) == (1280, 720)
    assert low_size(2048, 858) == (1280, 536)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("24", 24),
        ("23,976", Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)),
        ("12.5", Fraction(25, 2)),
        ("", 25),
        ("x", 25),
        ("0", 25),
        (None, 25),
        ("nan", 25),
    ],
)
def test_the_rate_that_a_production_means(text, rate):
    assert frame_rate(text) == rate


def test_a_movie_is_normalised_into_both_definitions(make_movie, tmp_path):
    source = make_movie("sound.mov", "testsrc=s=320x180:r=24:d=1", "-c:v", "libx264", "-pix_fmt", "yuv420p", sound=0.5)
    told = []
    made = normalise(
        source, high=tmp_path / "high", low=tmp_path / "low", encoding=Encoding(640, 360, Fraction(24), 4, 2, "ultrafast"), on_progress=told.append
    )
    assert isinstance(made, NormalisedMovie)
    for info, path, size in ((made.high, tmp_path / "high", (640, 360)), (made.low, tmp_path / "low", (1280, 720))):
        assert (info.width, info.height) == size
        assert (info.codec, info.pixel_format, info.sound.codec, info.fps) == ("h264", "yuv420p", "aac", 24)
        assert info.duration == pytest.approx(1)
        times = packets(path, "video")
        assert sorted(time for time, _ in times) == [Fraction(n, 24) for n in range(24)]
        assert sum(is_key for _, is_key in times) == 12
        assert sound_length(path) == pytest.approx(1, abs=0.06)
        head = path.read_bytes()
        assert head.index(b"moov") < head.index(b"mdat")
    assert told
    assert told == sorted(told)
    assert 0 <= told[0] <= told[-1] <= 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["high", "low"]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("onekey.mp4", ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "250", "-bf", "3"]),
        ("silent.webm", ["-c:v", "libvpx"]),
        ("silent.mkv", ["-c:v", "libx264"]),
        ("silent.avi", ["-c:v", "mjpeg"]),
        ("silent.wmv", []),
    ],
)
def test_silent_movies_keep_every_frame_and_get_silence(make_movie, tmp_path, name, options):
    source = make_movie(name, "testsrc=s=320x180:r=25:d=1", *options)
    made = normalise(source, high=tmp_path / "high", low=None, encoding=SMALL)
    assert count_frames(tmp_path / "high") == 25
    assert (made.high.sound.rate, made.high.sound.channels) == (44100, 2)
    assert made.low is None
    assert made.source.duration == pytest.approx(1, abs=0.05)


def test_sound_longer_than_the_picture_adds_no_frame(make_movie, tmp_path):
    source = make_movie("long.mp4", "testsrc=s=320x180:r=25:d=1", "-pix_fmt", "yuv420p", sound=3)
    normalise(source, high=None, low=tmp_path / "low", encoding=SMALL)
    assert count_frames(tmp_path / "low") == 25
    assert sound_length(tmp_path / "low") == pytest.approx(1, abs=0.06)


@pytest.mark.parametrize(("size", "bar"), [("180x180", (10, 90)), ("320x80", (160, 10))])
def test_other_proportions_get_black_bars(make_movie, tmp_path, size, bar):
    source = make_movie(f"red{size}.mov", f"color=red:s={size}:r=25:d=0.2", "-c:v", "png")
    normalise(source, high=tmp_path / "high", low=None, encoding=SMALL)
    (_, image), *_ = read_frames(tmp_path / "high", [1])
    assert image.size == (320, 180)
    assert image.getpixel(bar) == pytest.approx((0, 0, 0), abs=6)
    assert middle(image) == pytest.approx((255, 0, 0), abs=8)


@pytest.mark.parametrize("picture", ["color=0x3090c0:s=1280x720:r=25:d=0.2", "color=0x3090c0:s=320x180:r=25:d=0.2"])
def test_colours_survive(make_movie, tmp_path, picture):
    source = make_movie(f"blue{'720' in picture}.mov", picture, "-c:v", "png")
    normalise(source, high=tmp_path / "high", low=tmp_path / "low", encoding=SMALL)
    for path in (tmp_path / "high", tmp_path / "low"):
        (_, image), *_ = read_frames(path, [2])
        assert middle(image) == pytest.approx((0x30, 0x90, 0xC0), abs=6)


def test_pixels_become_square(make_movie, tmp_path):
    source = make_movie("wide.mkv", "color=red:s=180x180:r=25:d=0.2,setsar=16/9", "-c:v", "libx264", "-pix_fmt", "yuv420p")
    assert (probe(source).width, probe(source).height) == (320, 180)
    normalise(source, high=tmp_path / "high", low=None, encoding=SMALL)
    (_, image), *_ = read_frames(tmp_path / "high", [1])
    assert image.getpixel((3, 90)) == pytest.approx((255, 0, 0), abs=8)


def test_a_movie_that_was_filmed_sideways_is_upright(make_movie, tmp_path):
    plain = make_movie("plain.mp4", "testsrc=s=320x180:r=25:d=0.2", "-pix_fmt", "yuv420p")
    source = tmp_path / "turned.mp4"
    subprocess.run([runner.ffmpeg_binary(), "-v", "error", "-display_rotation", "90", "-i", plain, "-c", "copy", source], check=True)
    assert (probe(source).width, probe(source).height) == (180, 320)
    normalise(source, high=tmp_path / "high", low=None, encoding=Encoding(*target_size("x320", probe(source)), Fraction(25), 2, 1, "ultrafast"))
    (_, before), *_ = read_frames(source, [1])
    (_, after), *_ = read_frames(tmp_path / "high", [1])
    assert before.size == after.size == (180, 320)
    for point in ((20, 20), (160, 20), (20, 300), (160, 300), (90, 160)):
        assert before.getpixel(point) == pytest.approx(after.getpixel(point), abs=40)


@pytest.mark.parametrize("data", [b"", b"no movie at all" * 50, b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", b"ffconcat version 1.0\nfile /etc/passwd\n"])
def test_what_is_no_movie_is_broken_and_leaves_nothing(tmp_path, data):
    (tmp_path / "a.mp4").write_bytes(data)
    with pytest.raises(MediaBroken):
        normalise(tmp_path / "a.mp4", high=tmp_path / "out" / "high", low=tmp_path / "out" / "low", encoding=SMALL)
    assert not (tmp_path / "out").exists()


def test_a_movie_that_takes_too_long_is_stopped(make_movie, tmp_path):
    source = make_movie("slow.mp4", "testsrc=s=640x360:r=25:d=20", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    with pytest.raises(MediaTimeout):
        normalise(source, high=tmp_path / "high", low=None, encoding=Encoding(1920, 1080, Fraction(25), preset="veryslow"), seconds=0.2)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_encoding_leaves_no_process(make_movie, tmp_path, monkeypatch):
    source = make_movie("slow.mp4", "testsrc=s=640x360:r=25:d=20", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
    started = []
    original = subprocess.Popen

    def remember(*args, **kwargs):
        started.append(original(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", remember)

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        normalise(source, high=tmp_path / "high", low=None, encoding=Encoding(1920, 1080, Fraction(25), preset="veryslow"), on_progress=stop)
    assert started[0].poll() is not None
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def counted(make_movie):
    """One second in which frame n (from 1) has the grey 8 × n."""
    return make_movie(
        "counted.mp4",
        "color=black:s=160x90:r=24:d=1,format=gray,geq=lum='8*(N+1)'",
        "-c:v",
        "libx264",
        "-qp",
        "4",
        "-g",
        "250",
        "-bf",
        "3",
        "-pix_fmt",
        "yuvj420p",
    )


@pytest.mark.parametrize("number", [1, 2, 7, 12, 23, 24])
def test_the_frame_of_a_number_is_that_frame(counted, tmp_path, number):
    extract_frame(counted, number, tmp_path / "frame.png", fps=Fraction(24))
    with Image.open(tmp_path / "frame.png") as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (160, 90))
        assert middle(image)[0] == pytest.approx(8 * number, abs=3)


def test_frame_zero_is_the_first_and_there_is_none_past_the_end(counted, tmp_path):
    assert [number for number, _ in read_frames(counted, [24, 0, 25, 1])] == [24, 0, 1]
    with pytest.raises(NoSuchFrame):
        extract_frame(counted, 25, tmp_path / "frame.png")
    assert list(tmp_path.iterdir()) == []


def test_the_pictures_of_a_movie_are_those_of_its_first_frame(counted, tmp_path):
    made = movie_pictures(counted, tmp_path)
    with Image.open(made.original) as image:
        assert (image.mode, image.size) == ("RGBA", (160, 90))
        assert middle(image)[0] == pytest.approx(8, abs=3)


def test_the_tile_sheet(make_movie, counted, tmp_path):
    make_tiles(counted, tmp_path / "tiles.png")
    with Image.open(tmp_path / "tiles.png") as sheet:
        assert (sheet.mode, sheet.size) == ("RGB", (178 * 8, 300))
        greys = [sheet.getpixel((178 * (n % 8) + 89, 100 * (n // 8) + 50))[0] for n in range(24)]
    assert greys == pytest.approx([8 * (n + 1) for n in range(24)], abs=4)
    odd = make_movie("odd.webm", "testsrc=s=161x91:r=30:d=1", "-c:v", "libvpx")
    make_tiles(odd, tmp_path / "odd.png")
    with Image.open(tmp_path / "odd.png") as sheet:
        assert sheet.size == (177 * 8, 400)


def test_long_movies_are_thinned_out():
    assert sheet_layout(movie(16, 9, 3840)) == (8, 480, 1)
    assert sheet_layout(movie(16, 9, 3841)) == (8, 241, 2)


def test_clips_of_every_kind_join_with_all_their_frames(make_movie, tmp_path):
    fitting = tmp_path / "fitting.mp4"
    normalise(make_movie("silent.avi", "testsrc=s=320x180:r=25:d=1", "-c:v", "mjpeg"), high=fitting, low=None, encoding=SMALL)
    other = make_movie("other.mp4", "color=blue:s=200x200:r=50:d=1", "-pix_fmt", "yuv420p", sound=0.3)
    Image.new("RGB", (200, 400), (0, 255, 0)).save(tmp_path / "still.png")
    told = []
    clips = [Clip(fitting), Clip(other), Clip(tmp_path / "still.png", is_still=True, still_seconds=1), Clip(fitting)]
    made = join(clips, tmp_path / "out" / "joined.mp4", encoding=SMALL, on_progress=told.append)
    assert made.encoded == 2
    assert sorted(time for time, _ in packets(tmp_path / "out" / "joined.mp4", "video")) == [Fraction(n, 25) for n in range(100)]
    assert sound_length(tmp_path / "out" / "joined.mp4") == pytest.approx(4, abs=0.06)
    colours = [middle(image) for _, image in read_frames(tmp_path / "out" / "joined.mp4", [26, 50, 51, 75])]
    assert [colour.index(max(colour)) for colour in colours] == [2, 2, 1, 1]
    assert told[-1] == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["joined.mp4"]


def test_other_sound_costs_no_new_picture(make_movie, tmp_path):
    source = make_movie("silent.avi", "testsrc=s=320x180:r=25:d=1", "-c:v", "mjpeg")
    normalise(source, high=tmp_path / "a.mp4", low=None, encoding=SMALL)
    for name, options in (("mute.mp4", ["-an"]), ("fast.mp4", ["-ar", "48000"])):
        subprocess.run([runner.ffmpeg_binary(), "-v", "error", "-i", tmp_path / "a.mp4", "-c:v", "copy", *options, tmp_path / name], check=True)
    made = join([Clip(tmp_path / name) for name in ("mute.mp4", "a.mp4", "fast.mp4")], tmp_path / "joined.mp4", encoding=SMALL)
    assert made.encoded == 0
    assert sorted(time for time, _ in packets(tmp_path / "joined.mp4", "video")) == [Fraction(n, 25) for n in range(75)]
    assert sound_length(tmp_path / "joined.mp4") == pytest.approx(3, abs=0.06)


def test_pictures_whose_decoders_differ_are_encoded_again(make_movie, tmp_path):
    source = make_movie("silent.avi", "testsrc=s=320x180:r=25:d=1", "-c:v", "mjpeg")
    normalise(source, high=tmp_path / "a.mp4", low=None, encoding=SMALL)
    normalise(source, high=tmp_path / "b.mp4", low=None, encoding=Encoding(320, 180, Fraction(25), 2, 1, "medium"))
    made = join([Clip(tmp_path / "a.mp4"), Clip(tmp_path / "b.mp4")], tmp_path / "joined.mp4", encoding=SMALL)
    assert (made.encoded, made.movie.frames) == (2, 50)


def test_everything_is_encoded_again_where_that_is_asked(make_movie, tmp_path):
    fitting = tmp_path / "fitting.mp4"
    normalise(make_movie("silent.avi", "testsrc=s=320x180:r=25:d=1", "-c:v", "mjpeg"), high=fitting, low=None, encoding=SMALL)
    made = join([Clip(fitting), Clip(fitting)], tmp_path / "joined.mp4", encoding=SMALL, encode_all=True)
    assert (made.encoded, made.movie.frames) == (2, 50)


def test_a_join_of_nothing_or_of_a_broken_clip_is_refused(make_movie, tmp_path):
    with pytest.raises(MediaBroken):
        join([], tmp_path / "joined.mp4", encoding=SMALL)
    (tmp_path / "bad.mp4").write_bytes(b"bad")
    with pytest.raises(MediaBroken):
        join([Clip(tmp_path / "bad.mp4")], tmp_path / "joined.mp4", encoding=SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["bad.mp4"]
