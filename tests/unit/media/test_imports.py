"""The floors below the API load nothing heavy before it is used."""

import subprocess
import sys

HEAVY = ("PIL", "av", "ffmpeg", "imageio_ffmpeg", "s3fs", "fsspec", "botocore", "aiobotocore")


def test_importing_media_and_storage_loads_no_heavy_library():
    modules = "pictures, movies, frames, joins, annotations"
    code = f"import sys, zou.storage, zou.storage.copies; from zou.media import {modules}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
