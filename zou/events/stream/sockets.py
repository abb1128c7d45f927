"""python-socketio as a server: its clients, and the packages they need, stay out of the process."""

from zou.kit.lean import without

with without("aiohttp", "requests", "websocket", "valkey"):
    import socketio
    from socketio.exceptions import ConnectionRefusedError as Refused

__all__ = ["Refused", "socketio"]
