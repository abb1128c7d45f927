"""Why a file could not be made from another."""


class MediaBroken(Exception):
    """The file cannot be read as what it claims to be, or not be turned into what was asked; `reason` is a sentence for the person who sent it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class MediaTooLarge(MediaBroken):
    """The picture has more pixels than the server accepts."""


class MediaTimeout(MediaBroken):
    """The work took longer than a file of this length may take."""


class NoSuchFrame(MediaBroken):
    """The movie ends before the frame asked for."""
