"""Socket.IO alone, for an ASGI server: `uvicorn zou.event_stream:application`."""

from zou.events.stream import create_stream
from zou.kit import logs
from zou.settings import load_settings

settings = load_settings()
logs.configure(settings.log_level, settings.log_format)
application = create_stream(settings)
