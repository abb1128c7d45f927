"""What a preview's file may be, by its extension, and what is stored of it."""

from zou.storage.names import (
    DOCUMENT,
    MOVIE_HIGH,
    MOVIE_LOW,
    MOVIE_SOURCE,
    PICTURE_ORIGINAL,
    PICTURE_PREVIEW,
    PICTURE_SQUARE,
    PICTURE_THUMBNAIL,
    Kind,
)

PICTURES = frozenset({"jpe", "jpeg", "jpg", "png"})
MOVIES = frozenset({"avi", "m4v", "mkv", "mov", "mp4", "webm", "wmv"})
_DOCUMENTS = "ae ai blend clip comp diff exr fbx fla flv gif glb gltf hip kra ma mb md mp3 obj pdf psd psb rar rev riv sai sai2 sbbkp svg swf tvpp wav zip"
DOCUMENTS = frozenset(_DOCUMENTS.split())
#: Extensions of rows whose files are shown in small.
PICTURE, MOVIE = "png", "mp4"

#: Movies in the order in which each is asked for.
HIGH_FIRST: tuple[Kind, ...] = (MOVIE_HIGH, MOVIE_LOW, MOVIE_SOURCE)
LOW_FIRST: tuple[Kind, ...] = (MOVIE_LOW, MOVIE_HIGH, MOVIE_SOURCE)
VARIANTS: dict[str, Kind] = {
    "thumbnails": PICTURE_THUMBNAIL,
    "thumbnails-square": PICTURE_SQUARE,
    "previews": PICTURE_PREVIEW,
    "originals": PICTURE_ORIGINAL,
}


def row_extension(extension: str) -> str | None:
    """The extension that the row of a file gets: `png` for pictures, `mp4` for movies, its own for documents, None for what is not taken."""
    if extension in PICTURES:
        return PICTURE
    if extension in MOVIES:
        return MOVIE
    return extension if extension in DOCUMENTS else None


__all__ = ["DOCUMENT", "DOCUMENTS", "HIGH_FIRST", "LOW_FIRST", "MOVIE", "MOVIES", "PICTURE", "PICTURES", "VARIANTS", "row_extension"]
