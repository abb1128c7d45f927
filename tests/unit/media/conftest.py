"""Movies made for the tests, once for all of them."""

import subprocess

import pytest

from zou.media.ffmpeg import ffmpeg_binary


@pytest.fixture(scope="session")
def make_movie(tmp_path_factory):
    """Make a small movie from a lavfi source: make_movie("a.mp4", "testsrc=s=320x180:r=25:d=1", sound=0.5, "-c:v", "mpeg4")."""
    folder = tmp_path_factory.mktemp("movies")

    def make(name, picture, *options, sound=None):
        path = folder / name
        if not path.exists():
            inputs = ["-f", "lavfi", "-i", picture] + (["-f", "lavfi", "-i", f"sine=d={sound}"] if sound else [])
            subprocess.run([ffmpeg_binary(), "-v", "error", "-y", *inputs, *options, str(path)], check=True, timeout=60)
        return path

    return make
