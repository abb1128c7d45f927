"""The event stream: the Socket.IO server that tells browsers and scripts what happens, and in which people review together."""

from zou.events.stream.server import create_stream

__all__ = ["create_stream"]
