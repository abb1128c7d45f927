"""Joining the parts of a playlist into one movie."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zou.domains.playlist_builds.content import Part
from zou.kit.errors import NotFound
from zou.media.ffmpeg import Progress
from zou.storage.files import files
from zou.storage.serving import path_of


def make(parts: Sequence[Part], target: Path, wishes: tuple[str | None, str | None, float], *, full: bool, tell: Progress) -> str | None:
    """Join the parts into the MP4 `target`, each held as long as it lasts; what is to be said of it.

    The movies are taken as they are where they fit together, unless `full`. Raises MediaBroken, MediaTimeout.
    """
    from zou.media.joins import Clip, join

    present = [(part, path) for part in parts if (path := _path(part))]
    encoding = wanted_encoding(present, wishes, full=full)
    joined = join([Clip(path, is_still=part.is_still) for part, path in present], target, encoding=encoding, encode_all=full, on_progress=tell)
    said = []
    if joined.encoded and not full:
        said.append(f"Encoded again, as they did not fit: {joined.encoded} of {len(present)} entries.")
    if len(present) < len(parts):
        said.append(f"Left out, as the storage has no file of them: {len(parts) - len(present)} of {len(parts)} entries.")
    return " ".join(said) or None


def _path(part: Part) -> Path | None:
    try:
        return path_of(part.files, part.extension, preview_file_id=part.id)
    except NotFound:
        return None


def wanted_encoding(present: Sequence[tuple[Part, Path]], wishes: tuple[str | None, str | None, float], *, full: bool) -> Any:
    """How the movie is encoded: as its parts where they are all of one size and rate (unless `full`), else as the production wants it."""
    from zou.media.movies import Encoding, target_size
    from zou.media.probe import frame_rate, probe

    resolution, fps, bitrate = wishes
    infos = [probe(path) for part, path in present if not part.is_still]
    settings = files().settings
    common: dict[str, Any] = {"high_bitrate": bitrate, "preset": settings.movie_encoding_preset, "buffer_factor": settings.movie_vbv_bufsize_factor}
    if infos and not full and len({(info.width, info.height, info.fps) for info in infos}) == 1 and not (infos[0].width % 2 or infos[0].height % 2):
        return Encoding(infos[0].width, infos[0].height, infos[0].fps, **common)
    width, height = target_size(resolution, infos[0] if infos else _still_size(present))
    return Encoding(width, height, frame_rate(fps), **common)


def _still_size(present: Sequence[tuple[Part, Path]]) -> Any:
    """The first still, as far as the size of a movie follows from it."""
    from zou.media.decode import picture_size

    width, height = picture_size(present[0][1], files().settings.max_image_pixels) if present else (16, 9)
    return _Size(width, height)


class _Size:
    """A size as that of a movie."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
