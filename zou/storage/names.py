"""How stored files are named, in folders and in buckets.

An object has a key `<prefix>-<id>` in one of three buckets. On disk the first word of the key is a folder, and two
folders of three characters keep directories small. Installed servers hold files under these names: they never change.
"""

import re
from dataclasses import dataclass

BUCKETS = ("pictures", "movies", "files")

_SAFE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._:+-]*\Z")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of stored file: the bucket it lives in and the prefix of its keys."""

    bucket: str
    prefix: str
    flat: bool = False

    def of(self, file_id: object) -> "FileKey":
        """The name of the file of this kind that belongs to `file_id`. Raises ValueError for an id no file can have."""
        return FileKey(self, str(file_id))


@dataclass(frozen=True, slots=True)
class FileKey:
    """The name of one stored file."""

    kind: Kind
    id: str

    def __post_init__(self) -> None:
        if not _SAFE.match(self.id) or len(self.id) > 200:
            raise ValueError(f"Not the id of a stored file: {self.id!r}")

    @property
    def bucket(self) -> str:
        return self.kind.bucket

    @property
    def key(self) -> str:
        """The object's name in its bucket."""
        return f"{self.kind.prefix}-{self.id}"

    @property
    def place(self) -> str:
        """Where the file is under its bucket's folder on disk."""
        folder, rest = self.key.split("-", 1)
        return f"{folder}/{rest}" if self.kind.flat else f"{folder}/{rest[:3]}/{rest[3:6] or '_'}/{rest}"

    def __str__(self) -> str:
        return f"{self.bucket}/{self.key}"


PICTURE_ORIGINAL = Kind("pictures", "original")
PICTURE_THUMBNAIL = Kind("pictures", "thumbnails")
PICTURE_SQUARE = Kind("pictures", "thumbnails-square")
PICTURE_PREVIEW = Kind("pictures", "previews")
PICTURE_TILES = Kind("pictures", "tiles")
PICTURE_BACKGROUND = Kind("pictures", "preview-backgrounds")
MOVIE_HIGH = Kind("movies", "previews")
MOVIE_LOW = Kind("movies", "lowdef")
MOVIE_SOURCE = Kind("movies", "source")
MOVIE_PLAYLIST = Kind("movies", "playlists")
DOCUMENT = Kind("files", "previews")
ATTACHMENT = Kind("files", "attachments")
DATABASE_DUMP = Kind("files", "dbbackup", flat=True)

KINDS = (
    PICTURE_ORIGINAL,
    PICTURE_THUMBNAIL,
    PICTURE_SQUARE,
    PICTURE_PREVIEW,
    PICTURE_TILES,
    PICTURE_BACKGROUND,
    MOVIE_HIGH,
    MOVIE_LOW,
    MOVIE_SOURCE,
    MOVIE_PLAYLIST,
    DOCUMENT,
    ATTACHMENT,
    DATABASE_DUMP,
)
_LONGEST_PREFIX_FIRST = sorted(KINDS, key=lambda kind: -len(kind.prefix))


def parse(bucket: str, key: str) -> FileKey | None:
    """The file that an object's name stands for; None where no kind of ours has such names."""
    for kind in _LONGEST_PREFIX_FIRST:
        if kind.bucket == bucket and key.startswith(f"{kind.prefix}-"):
            file_id = key.removeprefix(f"{kind.prefix}-")
            return FileKey(kind, file_id) if _SAFE.match(file_id) and len(file_id) <= 200 else None
    return None
