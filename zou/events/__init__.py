"""Events: what has happened, told to whom it concerns, once, after it can be read."""

from zou.events.emit import emit

__all__ = ["emit"]
